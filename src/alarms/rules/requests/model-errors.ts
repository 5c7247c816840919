import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ofEndpoint } from './of-endpoint';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const modelErrors: AlarmRule = {
  id: 'model-errors',
  severity: AlarmSeverity.CRITICAL,
  title: 'The model fails',
  meaning: 'The container answered with an error, too late or not at all.',
  panel: 'Error mix',
  remedy: 'Look at the logs of the container. Time-outs: look at the latency and at waiting requests.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 60,
  threshold: { value: 5, unit: 'percent of the requests', min: 0, max: 100 },
  // The average of this metric is the share of requests, from 0 to 1.
  watch: (context, threshold) => ofEndpoint(context, {
    metric: (endpoint) => endpoint.metricInvocationModelErrors({ statistic: Stats.AVERAGE, period: Duration.minutes(1) }),
    threshold: threshold / 100,
    periods: 5,
  }),
};
