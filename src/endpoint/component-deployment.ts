import { Duration } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { CapacitySize } from './capacity-size';
import { checkTiming, timingCautions } from './deployment-timing';
import { Caution, Problems } from '../validation';

/** Options of a rolling update of a component's copies. */
export interface ComponentRollingUpdateOptions {
  /** The part of the copies that is replaced at a time: 5 to 50 percent. The API requires it although CloudFormation does not. */
  readonly batchSize: CapacitySize;

  /**
   * The time during which each batch is watched, from 0 to 3600 seconds. The API requires it although CloudFormation does not.
   *
   * @default Duration.minutes(5)
   */
  readonly waitInterval?: Duration;

  /**
   * The part of the copies that goes back at a time in a rollback, up to 100 percent.
   *
   * @default - all copies at once
   */
  readonly rollbackBatchSize?: CapacitySize;

  /**
   * The limit for the whole update, from 600 to 28800 seconds and above the sum of the waits.
   *
   * @default - chosen by SageMaker, which does not document it
   */
  readonly maximumExecutionTimeout?: Duration;

  /**
   * Alarms that make SageMaker roll back during the update: at most ten, those of `addRollbackAlarm` included.
   *
   * @default - none: SageMaker never rolls back on metrics, which is warned about
   */
  readonly rollbackAlarms?: IAlarm[];
}

/** How an update of a component reaches its copies. */
export class ComponentDeployment {
  /**
   * Copies are replaced in batches.
   *
   * @param options the batch, waits and rollback alarms
   */
  public static rolling(options: ComponentRollingUpdateOptions): ComponentDeployment {
    return new ComponentDeployment(options);
  }

  /** The alarms that make SageMaker roll back, from the beginning. */
  public readonly rollbackAlarms: IAlarm[];

  private constructor(private readonly options: ComponentRollingUpdateOptions) {
    this.rollbackAlarms = [...options.rollbackAlarms ?? []];
  }

  private get timing() {
    const { waitInterval = Duration.minutes(5), batchSize } = this.options;
    return { ...this.options, waitInterval, waits: batchSize._steps() ?? 1 };
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
  public _render(): CfnInferenceComponent.InferenceComponentDeploymentConfigProperty {
    return {
      rollingUpdatePolicy: {
        maximumBatchSize: this.options.batchSize._render('COPY_COUNT'),
        waitIntervalInSeconds: this.timing.waitInterval.toSeconds(),
        rollbackMaximumBatchSize: this.options.rollbackBatchSize?._render('COPY_COUNT'),
        maximumExecutionTimeoutInSeconds: this.options.maximumExecutionTimeout?.toSeconds(),
      },
    };
  }
}
