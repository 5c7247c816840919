import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ofEndpoint } from './of-endpoint';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const errors5xx: AlarmRule = {
  id: 'errors-5xx',
  severity: AlarmSeverity.CRITICAL,
  title: 'Requests fail with 5XX',
  meaning: 'SageMaker or the container fails: callers get no answer.',
  panel: 'Error mix',
  remedy: 'Model errors too: the container, see its logs. Otherwise: no copy, no capacity or SageMaker, see zone distribution and capacity errors.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 60,
  threshold: { value: 5, unit: 'percent of the requests', min: 0, max: 100 },
  // The average of this metric is the share of requests, from 0 to 1.
  watch: (context, threshold) => ofEndpoint(context, {
    metric: (endpoint) => endpoint.metricInvocation5XXErrors({ statistic: Stats.AVERAGE, period: Duration.minutes(1) }),
    threshold: threshold / 100,
    periods: 5,
  }),
};
