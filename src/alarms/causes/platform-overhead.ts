import { Duration } from 'aws-cdk-lib';
import { AlarmRule } from '../alarm-rule';
import { AlarmSeverity } from '../alarm-severity';
import { ofEndpoint } from '../rules/requests/of-endpoint';

const MICROSECONDS_PER_MILLISECOND = 1000;

/**
 * What SageMaker adds to a request. The metric exists per endpoint; its series per component are not known to be queryable, so this
 * cause cannot name one.
 */
export const platformOverhead: AlarmRule = {
  id: 'platform-overhead',
  severity: AlarmSeverity.WARNING,
  title: 'Answers are late because of the platform',
  meaning: 'SageMaker adds much time to the requests of this endpoint, outside of the container. It is measured for the endpoint as a whole.',
  panel: 'Latency breakdown',
  remedy: 'Large requests and answers, authentication and new connections cost time here: look at the callers. Otherwise ask AWS support.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 60,
  threshold: { value: 500, unit: 'milliseconds at the 90th percentile', min: 0 },
  watch: (context, threshold) => ofEndpoint(context, {
    metric: (endpoint) => endpoint.metricOverheadLatency({ statistic: 'p90', period: Duration.minutes(1) }),
    threshold: threshold * MICROSECONDS_PER_MILLISECOND,
    periods: 5,
  }),
};
