import { EndpointCheck, seriesFrom } from './check';
import { Source } from '../../../telemetry/catalogue';
import { FoundSeries } from '../evidence';
import { verdicts } from '../finding';

const { ok } = verdicts('request-series');

/** In which form SageMaker's own request series arrive. Nothing needs them: classic metrics tell the same. */
export const requestSeries: EndpointCheck = ({ series }) => {
  if (!series?.value) {
    return [];
  }
  const found = seriesFrom(series.value, Source.REQUEST);
  if (found.length === 0) {
    return [ok('not in OpenTelemetry: classic metrics tell of requests, which is the default')];
  }
  const form = formOf(found);
  const seen = found.map(({ spelling, types, temporalities }) => (
    `${spelling.name} (${[...types, ...temporalities].join(', ') || 'kind not stated'})`)).join(', ');
  const hint = form && `Alarms per component may use them: \`new TelemetryDialect({ requestSeries: RequestSeriesForm.${form} })\`.`;
  return [ok(`arrive in OpenTelemetry: ${seen}`, hint)];
};

function formOf(found: readonly FoundSeries[]): string | undefined {
  const stated = found.flatMap(({ types, temporalities }) => [...types, ...temporalities]);
  const states = (pattern: RegExp) => stated.some((text) => pattern.test(text));
  if (states(/delta/i)) {
    return states(/histogram/i) ? 'DELTA_HISTOGRAM' : 'DELTA';
  }
  return states(/cumulative/i) ? 'CUMULATIVE' : undefined;
}
