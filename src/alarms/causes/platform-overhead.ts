import { Duration } from 'aws-cdk-lib';
import { InferenceSignal, RequestSeriesForm } from '../../telemetry';
import { above } from '../../telemetry/conditions';
import { AlarmContext } from '../alarm-context';
import { AlarmRule, promQl, Watch } from '../alarm-rule';
import { AlarmSeverity } from '../alarm-severity';
import { ofEndpoint } from '../rules/requests/of-endpoint';

const MICROSECONDS_PER_MILLISECOND = 1000;
const MILLISECONDS_PER_SECOND = 1000;
const QUANTILE = 0.9;

/** Of each component where the app says that SageMaker's request series arrive, elsewhere of the endpoint by its classic metric. */
function overhead(context: AlarmContext, milliseconds: number): Watch {
  const { requestSeries } = context;
  if (requestSeries) {
    // Numbers have no distribution, only their average.
    const options = requestSeries === RequestSeriesForm.DELTA ? {} : { quantile: QUANTILE };
    return promQl(above(
      context.promQl(InferenceSignal.OVERHEAD_LATENCY, context.perComponent, options), milliseconds / MILLISECONDS_PER_SECOND));
  }
  return ofEndpoint(context, {
    metric: (endpoint) => endpoint.metricOverheadLatency({ statistic: `p${100 * QUANTILE}`, period: Duration.minutes(1) }),
    threshold: milliseconds * MICROSECONDS_PER_MILLISECOND,
    periods: 5,
  });
}

/**
 * What SageMaker adds to a request. The latency that an engine measures begins when the request has arrived at it, so that this is no
 * cause of that latency: it is named by itself.
 */
export const platformOverhead: AlarmRule = {
  id: 'platform-overhead',
  severity: AlarmSeverity.WARNING,
  title: 'Answers are late because of the platform',
  meaning: 'SageMaker adds much time to requests, outside of the container. It is measured for the endpoint as a whole, and of each component ' +
    'only where the telemetry dialect states what SageMaker\'s request series are.',
  panel: 'Latency breakdown',
  remedy: 'Large requests and answers, authentication and new connections cost time here: look at the callers. Otherwise ask AWS support.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 60,
  threshold: { value: 500, unit: 'milliseconds at the 90th percentile', min: 0 },
  watch: overhead,
};
