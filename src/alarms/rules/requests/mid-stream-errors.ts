import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ofEndpoint } from './of-endpoint';
import { IInferenceEndpoint } from '../../../endpoint';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const PERIOD = Duration.minutes(1);

/** No status tells of an answer that broke off, so the errors are compared with all requests. */
function sharePercent(endpoint: IInferenceEndpoint): MathExpression {
  return new MathExpression({
    expression: 'IF(requests > 0, 100 * FILL(broken, 0) / requests)',
    usingMetrics: {
      broken: endpoint.metricMidStreamErrors({ period: PERIOD }),
      requests: endpoint.metricInvocations({ period: PERIOD }),
    },
    label: 'Answers that broke off, percent of the requests',
    period: PERIOD,
  });
}

export const midStreamErrors: AlarmRule = {
  id: 'mid-stream-errors',
  severity: AlarmSeverity.WARNING,
  title: 'Answers break off after they began',
  meaning: 'Streams end early with status 200: callers have half an answer, and no ratio of statuses tells.',
  panel: 'Error mix',
  remedy: 'Look at the logs of the container: a crash, a time-out, or copies that were taken away while they answered.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 60,
  threshold: { value: 5, unit: 'percent of the requests', min: 0, max: 100 },
  watch: (context, threshold) => ofEndpoint(context, { metric: sharePercent, threshold, periods: 10 }),
};
