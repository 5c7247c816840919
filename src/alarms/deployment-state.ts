import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, IAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { IInferenceEndpoint } from '../endpoint';

/** What SageMaker tells EventBridge of an endpoint: statuses in capitals (SageMaker developer guide, "Endpoint state change"). */
const STATE_CHANGE = 'SageMaker Endpoint State Change';
const IN_PROGRESS = ['UPDATING', 'SYSTEM_UPDATING', 'ROLLING_BACK'];
const OVER = ['IN_SERVICE', 'FAILED', 'UPDATE_ROLLBACK_FAILED'];
const FAILED = ['FAILED', 'ROLLING_BACK', 'UPDATE_ROLLBACK_FAILED'];

/** The events of an endpoint with some statuses. */
function pattern(endpoint: IInferenceEndpoint, statuses: readonly string[]): events.EventPattern {
  return {
    source: ['aws.sagemaker'],
    detailType: [STATE_CHANGE],
    detail: { EndpointName: [endpoint.endpointName], EndpointStatus: [...statuses] },
  };
}

/** A rule for updates that failed or were rolled back, which no metric shows. */
export function failureRule(scope: Construct, id: string, endpoint: IInferenceEndpoint): events.Rule {
  return new events.Rule(scope, id, {
    description: 'An update of the endpoint failed or was rolled back.',
    eventPattern: pattern(endpoint, FAILED),
  });
}

/**
 * An alarm that is in ALARM while an update of an endpoint runs. Events become log lines, and a metric filter makes 1 of those that begin
 * an update and 0 of those that end it; in between the alarm keeps its state, because there is no data.
 */
export class DeploymentState extends Construct {
  public readonly alarm: IAlarm;

  public constructor(scope: Construct, id: string, endpoint: IInferenceEndpoint) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Events', { retention: logs.RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
    // EventBridge writes to log groups by their resource policy.
    logGroup.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('events.amazonaws.com'), new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    }));
    const rule = new events.Rule(this, 'Rule', {
      description: 'Updates of the endpoint begin and end: alarms are quiet in between.',
      eventPattern: pattern(endpoint, [...IN_PROGRESS, ...OVER]),
    });
    rule.addTarget({ bind: () => ({ arn: this.withoutAsterisk(logGroup) }) });

    const metric = new Metric({
      namespace: 'cdk-sagemaker-insights',
      metricName: `deploying-${this.node.addr}`,
      statistic: 'Maximum',
      period: Duration.minutes(1),
    });
    for (const [name, statuses, value] of [['Begun', IN_PROGRESS, '1'], ['Over', OVER, '0']] as const) {
      new logs.MetricFilter(this, name, {
        logGroup,
        metricNamespace: metric.namespace,
        metricName: metric.metricName,
        metricValue: value,
        filterPattern: logs.FilterPattern.any(...statuses.map((status) =>
          logs.FilterPattern.stringValue('$.detail.EndpointStatus', '=', status))),
      });
    }
    this.alarm = new Alarm(this, 'Alarm', {
      alarmDescription: 'An update of the endpoint runs. This alarm quiets others and needs no attention.',
      metric,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.IGNORE,
    });
  }

  /** EventBridge takes the ARN of a log group without the `:*` that CloudFormation appends. */
  private withoutAsterisk(logGroup: logs.ILogGroup): string {
    return Stack.of(this).formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroup.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }
}
