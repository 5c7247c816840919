import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { ofEndpoint } from './of-endpoint';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const errors4xx: AlarmRule = {
  id: 'errors-4xx',
  severity: AlarmSeverity.INFORMATION,
  title: 'Requests are refused with 4XX',
  meaning: 'Callers send what the endpoint does not take, exceed a quota, or name a component without copies.',
  panel: 'Error mix',
  remedy: 'Look at the bodies of the answers: validation, throttling and missing components are told apart there.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 60,
  threshold: { value: 20, unit: 'percent of the requests', min: 0, max: 100 },
  // The average of this metric is the share of requests, from 0 to 1.
  watch: (context, threshold) => ofEndpoint(context, {
    metric: (endpoint) => endpoint.metricInvocation4XXErrors({ statistic: Stats.AVERAGE, period: Duration.minutes(1) }),
    threshold: threshold / 100,
    periods: 10,
  }),
};
