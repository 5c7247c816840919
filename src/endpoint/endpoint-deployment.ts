import { Duration } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { CapacitySize } from './capacity-size';
import { checkTiming, longestDeployment, timingCautions } from './deployment-timing';
import { Caution, Problems } from '../validation';

/** What every kind of endpoint deployment has in common. */
export interface EndpointDeploymentOptions {
  /**
   * Alarms that make SageMaker roll back while it shifts traffic: at most ten, those of `addRollbackAlarm` included. Alarms that
   * name the endpoint need care: see the README on the deployment cycle. Composite
   * alarms are refused, because SageMaker documents alarms on metrics; whether it heeds PromQL alarms is unverified.
   *
   * @default - none: SageMaker never rolls back on metrics, which is warned about
   */
  readonly rollbackAlarms?: IAlarm[];

  /**
   * The limit for the whole deployment, from 600 to 28800 seconds and above the sum of the waits.
   *
   * @default - chosen by SageMaker, which does not document it
   */
  readonly maximumExecutionTimeout?: Duration;

  /**
   * Whether an update keeps the running instance count instead of going back to the one in the template.
   *
   * @default - true for managed fleets and autoscaled endpoints, otherwise false so that a changed count takes effect
   */
  readonly retainVariantProperties?: boolean;
}

/** What blue/green deployments have in common: a second fleet is created beside the old one. */
export interface BlueGreenDeploymentOptions extends EndpointDeploymentOptions {
  /**
   * The time before the old fleet is removed after all traffic has moved, from 0 to 3600 seconds.
   *
   * @default Duration.seconds(0)
   */
  readonly terminationWait?: Duration;
}

/** Options of an all-at-once deployment. */
export interface AllAtOnceDeploymentOptions extends BlueGreenDeploymentOptions {
  /**
   * The time during which rollback alarms are watched after the shift, from 0 to 3600 seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly waitInterval?: Duration;
}

/** Options of a canary deployment. */
export interface CanaryDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The first part of the new fleet to take traffic: at most 50 percent. */
  readonly size: CapacitySize;

  /**
   * The time during which the canary is watched, from 0 to 3600 seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly waitInterval?: Duration;
}

/** Options of a linear deployment. */
export interface LinearDeploymentOptions extends BlueGreenDeploymentOptions {
  /** The part of the new fleet that takes traffic with each step: 10 to 50 percent. */
  readonly stepSize: CapacitySize;

  /**
   * The time during which each step is watched, from 0 to 3600 seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly waitInterval?: Duration;
}

/** Options of a rolling deployment. */
export interface RollingDeploymentOptions extends EndpointDeploymentOptions {
  /** The part of the fleet that is replaced at a time: 5 to 50 percent. */
  readonly batchSize: CapacitySize;

  /**
   * The part of the fleet that goes back at a time in a rollback, up to 100 percent.
   *
   * @default - the whole fleet at once
   */
  readonly rollbackBatchSize?: CapacitySize;

  /**
   * The time during which each batch is watched, from 0 to 3600 seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly waitInterval?: Duration;
}

const DEFAULT_WAIT = Duration.minutes(10);

/**
 * How an update of an endpoint reaches its instances (deployment guardrails). Blue/green needs room for a second fleet;
 * rolling needs room for one batch.
 */
export abstract class EndpointDeployment {
  /**
   * Blue/green: all traffic moves to the new fleet in one step.
   *
   * @param options waits and rollback alarms
   */
  public static allAtOnce(options: AllAtOnceDeploymentOptions = {}): EndpointDeployment {
    return new BlueGreen('ALL_AT_ONCE', options, { waitInterval: options.waitInterval, waits: 1 });
  }

  /**
   * Blue/green: a part of the traffic moves first, then the rest.
   *
   * @param options the first part, waits and rollback alarms
   */
  public static canary(options: CanaryDeploymentOptions): EndpointDeployment {
    return new BlueGreen('CANARY', options, {
      waitInterval: options.waitInterval, waits: 1, canary: options.size,
    });
  }

  /**
   * Blue/green: traffic moves in equal steps.
   *
   * @param options the step, waits and rollback alarms
   */
  public static linear(options: LinearDeploymentOptions): EndpointDeployment {
    return new BlueGreen('LINEAR', options, {
      waitInterval: options.waitInterval, waits: (options.stepSize._steps() ?? 2) - 1, step: options.stepSize,
    });
  }

  /**
   * Instances are replaced in batches, without a second fleet.
   *
   * @param options the batch, waits and rollback alarms
   */
  public static rolling(options: RollingDeploymentOptions): EndpointDeployment {
    return new Rolling(options);
  }

  /** The alarms that make SageMaker roll back, from the beginning. */
  public readonly rollbackAlarms: IAlarm[];

  /** Whether an update keeps the running instance count, when stated. */
  public readonly retainVariantProperties?: boolean;

  protected constructor(options: EndpointDeploymentOptions) {
    this.rollbackAlarms = [...options.rollbackAlarms ?? []];
    this.retainVariantProperties = options.retainVariantProperties;
  }

  /** @internal */
  public abstract _check(problems: Problems): void;

  /** @internal */
  public abstract _cautions(): Caution[];

  /**
   * How long it may take, in seconds.
   * @internal
   */
  public abstract _longest(): number;

  /** @internal */
  public abstract _render(): CfnEndpoint.DeploymentConfigProperty;
}

interface TrafficShift {
  readonly waitInterval?: Duration;
  readonly waits: number;
  readonly canary?: CapacitySize;
  readonly step?: CapacitySize;
}

class BlueGreen extends EndpointDeployment {
  public constructor(
    private readonly type: string,
    private readonly options: BlueGreenDeploymentOptions,
    private readonly shift: TrafficShift,
  ) {
    super(options);
  }

  private get timing() {
    return { ...this.options, ...this.shift, waitInterval: this.shift.waitInterval ?? DEFAULT_WAIT };
  }

  /** @internal */
  public _check(problems: Problems): void {
    this.shift.canary?._check(problems, 'deployment: the canary', { min: 1, max: 50 });
    this.shift.step?._check(problems, 'deployment: the linear step', { min: 10, max: 50 });
    checkTiming(problems, this.timing);
  }

  /** @internal */
  public _cautions(): Caution[] {
    return timingCautions(this.timing);
  }

  /** @internal */
  public _longest(): number {
    return longestDeployment(this.timing);
  }

  /** @internal */
  public _render(): CfnEndpoint.DeploymentConfigProperty {
    return {
      blueGreenUpdatePolicy: {
        trafficRoutingConfiguration: {
          type: this.type,
          waitIntervalInSeconds: this.timing.waitInterval.toSeconds(),
          canarySize: this.shift.canary?._render('INSTANCE_COUNT'),
          linearStepSize: this.shift.step?._render('INSTANCE_COUNT'),
        },
        terminationWaitInSeconds: this.options.terminationWait?.toSeconds(),
        maximumExecutionTimeoutInSeconds: this.options.maximumExecutionTimeout?.toSeconds(),
      },
    };
  }
}

class Rolling extends EndpointDeployment {
  public constructor(private readonly options: RollingDeploymentOptions) {
    super(options);
  }

  private get timing() {
    return { ...this.options, waitInterval: this.options.waitInterval ?? DEFAULT_WAIT, waits: this.options.batchSize._steps() ?? 1 };
  }

  /** @internal */
  public _check(problems: Problems): void {
    this.options.batchSize._check(problems, 'deployment: the batch', { min: 5, max: 50 });
    this.options.rollbackBatchSize?._check(problems, 'deployment: the rollback batch', { min: 5, max: 100 });
    checkTiming(problems, this.timing);
  }

  /** @internal */
  public _cautions(): Caution[] {
    return timingCautions(this.timing);
  }

  /** @internal */
  public _longest(): number {
    return longestDeployment(this.timing);
  }

  /** @internal */
  public _render(): CfnEndpoint.DeploymentConfigProperty {
    return {
      rollingUpdatePolicy: {
        maximumBatchSize: this.options.batchSize._render('INSTANCE_COUNT'),
        rollbackMaximumBatchSize: this.options.rollbackBatchSize?._render('INSTANCE_COUNT'),
        waitIntervalInSeconds: this.timing.waitInterval.toSeconds(),
        maximumExecutionTimeoutInSeconds: this.options.maximumExecutionTimeout?.toSeconds(),
      },
    };
  }
}
