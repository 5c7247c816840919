import { tellsOfSilence } from '../../telemetry/recognition';
import { AlarmReading } from '../../template';
import { asksUnknown, metricsOf, promQlOf, watches } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { namesOfEndpoint } from '../names';
import { called, languageModelEndpoints } from '../served';

/** Source: CloudWatch user guide, "PromQL alarms": no INSUFFICIENT_DATA, a contributor that vanishes recovers. */
export const telemetryGapAlarm: CheckRule = {
  id: 'telemetry-gap-alarm',
  severity: CheckSeverity.WARNING,
  why: 'A PromQL alarm knows no missing data: when the metrics of an endpoint stop, its alarms end, and silence looks like health.',
  fix: 'Add an alarm on absent_over_time(...) of a series of this endpoint, or EndpointInsights of cdk-sagemaker-insights, which has one.',
  limits: 'Does not see alarms outside of the app. Takes absent, absent_over_time, `or vector(...)` and classic alarms that treat missing data ' +
    'as breaching for such an alarm, not other forms. A query without the endpoint\'s name does not count: it speaks when all endpoints are silent.',
  find: (app) => languageModelEndpoints(app)
    .filter(({ detailedObservability }) => detailedObservability !== false)
    .filter((endpoint) => !app.alarms.some((alarm) => asksUnknown(alarm)
      || (noticesSilence(alarm) && watches(app, alarm, namesOfEndpoint(app, endpoint)))))
    .map((endpoint) => ({
      resource: app.resourceOf(endpoint),
      property: '',
      message: `no alarm tells when nothing arrives from the endpoint ${called(endpoint)}: expected one on the absence of its metrics, got none`,
    })),
};

function noticesSilence(alarm: AlarmReading): boolean {
  const query = promQlOf(alarm);
  return query === undefined ? alarm.missingData === 'breaching' && metricsOf(alarm).length > 0 : tellsOfSilence(query);
}
