import { Duration, Names } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IAlarm, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ProvisionedEndpoint } from '../endpoint';
import { knownSeconds, Problems } from '../validation';

/** Properties of `DeploymentGuard`. */
export interface DeploymentGuardProps {
  /** The endpoint, which has a `deployment`. */
  readonly endpoint: ProvisionedEndpoint;

  /**
   * The share of requests that may fail with 5XX or in the model, in percent.
   *
   * @default 5
   */
  readonly errorPercent?: number;

  /**
   * The 90th percentile of the time in the model that is still good.
   *
   * @default - latency does not roll back: no default fits every model
   */
  readonly modelLatency?: Duration;
}

const PERIOD = Duration.minutes(1);
const PERIODS = 2;
const MAX_NAME_LENGTH = 255;

/**
 * Makes SageMaker roll an update of an endpoint back when requests fail or become slow: alarms on classic metrics of the endpoint, 5XX
 * errors, model errors and model latency.
 *
 * The endpoint names its alarms, and the alarms name the endpoint: CloudFormation refuses that cycle. So the alarms have names of their
 * own, made from their place in the app, which the endpoint knows without referring to them. The endpoint exists before its alarms.
 *
 * PromQL alarms can be added with `endpoint.addRollbackAlarm`. SageMaker documents rollback with metric alarms: whether it heeds PromQL
 * alarms is unverified.
 */
export class DeploymentGuard extends Construct {
  /** The alarms. */
  public readonly alarms: IAlarm[];

  private readonly endpoint: ProvisionedEndpoint;

  /** Creates the alarms and hands them to the endpoint. Throws when a limit makes no sense or the endpoint has no `deployment`. */
  public constructor(scope: Construct, id: string, props: DeploymentGuardProps) {
    super(scope, id);
    const { endpoint, errorPercent = 5, modelLatency } = props;
    this.endpoint = endpoint;
    new Problems()
      .number('errorPercent', errorPercent, { min: 0, max: 100, unit: 'percent', fractions: true })
      .number('modelLatency', modelLatency && knownSeconds(modelLatency), { min: 0.001, unit: 'seconds', fractions: true })
      .throwIfAny(this);

    const share = { statistic: Stats.AVERAGE, period: PERIOD };
    this.alarms = [
      this.guard('Errors5xx', endpoint.metricInvocation5XXErrors(share), errorPercent / 100),
      this.guard('ModelErrors', endpoint.metricInvocationModelErrors(share), errorPercent / 100),
      // The metric counts microseconds.
      ...modelLatency ? [
        this.guard('Latency', endpoint.metricModelLatency({ statistic: 'p90', period: PERIOD }), modelLatency.toMilliseconds() * 1000),
      ] : [],
    ];
  }

  private guard(id: string, metric: Metric, threshold: number): IAlarm {
    const alarmName = `${Names.uniqueResourceName(this, { separator: '-', maxLength: MAX_NAME_LENGTH - id.length - 1 })}-${id}`;
    new Alarm(this, id, {
      alarmName,
      alarmDescription: 'SageMaker rolls an update of the endpoint back when this alarm fires while the update runs.',
      metric,
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: PERIODS,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    // By its name alone: a reference would close the cycle.
    const byName = Alarm.fromAlarmName(this, `${id}Name`, alarmName);
    this.endpoint.addRollbackAlarm(byName);
    return byName;
  }
}
