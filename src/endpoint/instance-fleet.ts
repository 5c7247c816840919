import { Duration, Size } from 'aws-cdk-lib';
import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { acceleratorsPerInstance } from './accelerators';
import { InferenceAmiVersion } from './inference-ami-version';
import { InstanceScaleIn } from './instance-scale-in';
import { checkInstanceType } from './names';
import { RequestRouting } from './request-routing';
import { inMebibytes, isKnown, Problems } from '../validation';

/** SageMaker accepts at most five pools, with priorities 1 to 5 (InstancePool reference). */
const MAX_POOLS = 5;

/** How instances are launched. */
export interface InstanceLaunchOptions {
  /**
   * The machine image, which fixes the accelerator driver.
   *
   * @default - SageMaker chooses
   */
  readonly amiVersion?: InferenceAmiVersion;

  /**
   * The ARN of an ML capacity reservation (a flexible training plan) that instances are launched into, and only into:
   * without room in it they fail to launch.
   *
   * @default - on-demand capacity
   */
  readonly capacityReservationArn?: string;

  /**
   * The time to look for capacity before the next pool is tried or the deployment fails, from 300 to 3600 seconds.
   * Model download and container start are not part of it.
   *
   * @default - chosen by SageMaker, which does not document it
   */
  readonly provisionTimeout?: Duration;

  /**
   * The size of the storage volume of instances without local NVMe storage, in whole GiB from 1 to 512.
   *
   * @default - chosen by SageMaker, which does not document it
   */
  readonly volumeSize?: Size;
}

/** What managed and fixed fleets have in common. */
export interface InstanceFleetOptions {
  /**
   * Instance types to take when the first has no capacity, in this order: at most four. Each becomes an instance pool with
   * the next priority. Components may have resources of their own per type.
   *
   * @default - none: without capacity for the instance type, provisioning fails
   */
  readonly fallbacks?: string[];

  /**
   * How requests are spread over instances and copies.
   *
   * @default RequestRouting.LEAST_OUTSTANDING_REQUESTS
   */
  readonly routing?: RequestRouting;

  /**
   * Accelerator devices per instance by instance type, for types that this library does not know or knows wrongly.
   *
   * @default - a table of the GPU, Inferentia and Trainium types; checks that need the count of an unknown type are skipped
   */
  readonly acceleratorsPerInstance?: { [instanceType: string]: number };

  /**
   * How instances are launched.
   *
   * @default - on demand, with SageMaker's own image, volume and timeout
   */
  readonly launch?: InstanceLaunchOptions;
}

/** Options of a fleet that SageMaker scales with the copies placed on it. */
export interface ManagedInstanceFleetOptions extends InstanceFleetOptions {
  /**
   * The fewest instances. With 0, which not every Region accepts, an idle endpoint costs nothing and the first request fails
   * until an instance is back.
   *
   * @default 1
   */
  readonly min?: number;

  /** The most instances, at least 1. */
  readonly max: number;

  /**
   * How instances are released.
   *
   * @default - SageMaker's own: idle instances are released
   */
  readonly scaleIn?: InstanceScaleIn;
}

/** Options of a fleet with a fixed number of instances. */
export interface FixedInstanceFleetOptions extends InstanceFleetOptions {
  /**
   * The number of instances, at least 1. An autoscaling target on the endpoint moves it later.
   *
   * @default 1
   */
  readonly count?: number;
}

/** The instances behind an endpoint. */
export abstract class InstanceFleet {
  /**
   * A fleet that SageMaker scales between two bounds as component copies come and go (managed instance scaling). For component
   * endpoints only: SageMaker refuses it elsewhere.
   *
   * **Changing the instance type** of an endpoint whose instances are autoscaled takes two deployments: the first takes the
   * scaling target away, the second changes the type and brings the target back. SageMaker refuses the change while a target
   * is registered, and CloudFormation has no step in between (github.com/aws/aws-cdk/issues/29626).
   *
   * @param instanceType such as `ml.g6.12xlarge`
   * @param options the bounds, and how instances are launched, filled and released
   */
  public static of(instanceType: string, options: ManagedInstanceFleetOptions): InstanceFleet {
    return new ManagedInstanceFleet(instanceType, options);
  }

  /**
   * A fleet with a fixed number of instances, for both kinds of endpoint.
   *
   * **Changing the instance type** of an autoscaled endpoint takes two deployments, as with `InstanceFleet.of`.
   *
   * @param instanceType such as `ml.g6.12xlarge`
   * @param options the number, and how instances are launched and filled
   */
  public static fixed(instanceType: string, options: FixedInstanceFleetOptions = {}): FixedInstanceFleet {
    return new FixedInstanceFleet(instanceType, options);
  }

  /** The instance types in the order they are tried: the first, then its fallbacks. */
  public readonly instanceTypes: string[];

  /** The fewest instances. */
  public abstract readonly minInstances: number;

  /** The most instances. */
  public abstract readonly maxInstances: number;

  protected constructor(instanceType: string, private readonly options: InstanceFleetOptions) {
    this.instanceTypes = [instanceType, ...options.fallbacks ?? []];
  }

  /**
   * Accelerator devices on one instance of a type, or undefined when neither the fleet nor this library knows.
   *
   * @param instanceType one of the fleet's types
   */
  public acceleratorsOf(instanceType: string): number | undefined {
    const stated = this.options.acceleratorsPerInstance?.[instanceType];
    return isKnown(stated) || stated === undefined ? stated ?? acceleratorsPerInstance(instanceType) : undefined;
  }

  /** @internal */
  public get _amiVersion(): InferenceAmiVersion | undefined {
    return this.options.launch?.amiVersion;
  }

  /** @internal */
  public _check(problems: Problems): void {
    const { launch, routing, acceleratorsPerInstance: stated } = this.options;
    this.instanceTypes.forEach((type) => checkInstanceType(problems, 'instances: an instance type', type));
    if (this.instanceTypes.length > MAX_POOLS) {
      problems.add(`instances: an instance type may have at most ${MAX_POOLS - 1} fallbacks, got: ${this.instanceTypes.length - 1}`);
    }
    const repeated = this.instanceTypes.filter((type, index) => isKnown(type) && this.instanceTypes.indexOf(type) !== index);
    if (repeated.length > 0) {
      problems.add(`instances: each instance type may stand in one pool only, got twice: ${[...new Set(repeated)].join(', ')}`);
    }
    for (const [type, count] of Object.entries(stated ?? {})) {
      problems.number(`instances: acceleratorsPerInstance of ${type}`, count, { min: 0 });
      if (!this.instanceTypes.includes(type) && !this.instanceTypes.some((known) => !isKnown(known))) {
        problems.add(`instances: acceleratorsPerInstance may only name types of the fleet (${this.instanceTypes.join(', ')}), got: ${type}`);
      }
    }
    problems.seconds('instances: provisionTimeout', launch?.provisionTimeout, { min: 300, max: 3600 });
    problems.number('instances: volumeSize', launch?.volumeSize && inGibibytes(launch.volumeSize), { min: 1, max: 512, unit: 'GiB' });
    problems.pattern(
      'instances: capacityReservationArn',
      launch?.capacityReservationArn,
      /^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:[a-z0-9-]{1,14}\/.+$/,
      'the ARN of a SageMaker capacity reservation',
    );
    routing?._check(problems);
  }

  /** @internal */
  public _render(): InstanceProperties {
    const { launch, routing = RequestRouting.LEAST_OUTSTANDING_REQUESTS } = this.options;
    const [instanceType, ...fallbacks] = this.instanceTypes;
    return {
      ...fallbacks.length === 0
        ? { instanceType }
        : { instancePools: this.instanceTypes.map((type, index) => ({ instanceType: type, priority: index + 1 })) },
      routingConfig: routing._render(),
      inferenceAmiVersion: launch?.amiVersion?.name,
      capacityReservationConfig: launch?.capacityReservationArn === undefined ? undefined : {
        capacityReservationPreference: 'capacity-reservations-only',
        mlReservationArn: launch.capacityReservationArn,
      },
      variantInstanceProvisionTimeoutInSeconds: launch?.provisionTimeout?.toSeconds(),
      volumeSizeInGb: launch?.volumeSize?.toGibibytes(),
    };
  }
}

/** The instance settings of a production variant. */
type InstanceProperties = Omit<CfnEndpointConfig.ProductionVariantProperty, 'variantName'>;

class ManagedInstanceFleet extends InstanceFleet {
  public readonly minInstances: number;
  public readonly maxInstances: number;
  private readonly scaleIn?: InstanceScaleIn;

  public constructor(instanceType: string, options: ManagedInstanceFleetOptions) {
    super(instanceType, options);
    this.minInstances = options.min ?? 1;
    this.maxInstances = options.max;
    this.scaleIn = options.scaleIn;
  }

  /** @internal */
  public _check(problems: Problems): void {
    super._check(problems);
    problems.number('instances: min', this.minInstances, { min: 0, unit: 'instances' });
    problems.number('instances: max', this.maxInstances, { min: 1, unit: 'instances' });
    if (isKnown(this.minInstances) && isKnown(this.maxInstances) && this.minInstances > this.maxInstances) {
      problems.add(`instances: min must not be above max, got: min ${this.minInstances}, max ${this.maxInstances}`);
    }
    this.scaleIn?._check(problems);
  }

  /** @internal */
  public _render(): InstanceProperties {
    return {
      ...super._render(),
      // The API wants at least one instance to begin with, also where the fleet may shrink to none later.
      initialInstanceCount: this.minInstances === 0 ? 1 : this.minInstances,
      managedInstanceScaling: {
        status: 'ENABLED',
        minInstanceCount: this.minInstances,
        maxInstanceCount: this.maxInstances,
        scaleInPolicy: this.scaleIn?._render(),
      },
    };
  }
}

/** A fleet with a fixed number of instances. */
export class FixedInstanceFleet extends InstanceFleet {
  /** The number of instances. */
  public readonly count: number;

  /** The fewest instances: the number itself. */
  public readonly minInstances: number;

  /** The most instances: the number itself. */
  public readonly maxInstances: number;

  /**
   * Describes a fleet, as `InstanceFleet.fixed` does.
   *
   * @param instanceType such as `ml.g6.12xlarge`
   * @param options the number, and how instances are launched and filled
   */
  public constructor(instanceType: string, options: FixedInstanceFleetOptions = {}) {
    super(instanceType, options);
    this.count = options.count ?? 1;
    this.minInstances = this.count;
    this.maxInstances = this.count;
  }

  /** @internal */
  public _check(problems: Problems): void {
    super._check(problems);
    problems.number('instances: count', this.count, { min: 1, unit: 'instances' });
  }

  /** @internal */
  public _render(): InstanceProperties {
    return { ...super._render(), initialInstanceCount: this.count };
  }
}

function inGibibytes(size: Size): number | undefined {
  return size.isUnresolved() ? undefined : inMebibytes(size) / 1024;
}
