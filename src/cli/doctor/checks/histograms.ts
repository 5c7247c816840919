import { EndpointCheck, some } from './check';
import { dialectFix } from './dialect-fix';
import { HistogramForm } from '../../../telemetry/dialect';
import { verdicts } from '../finding';

const { ok, problem } = verdicts('histograms');

/** Whether histograms are stored in the form that queries read. */
export const histograms: EndpointCheck = ({ series, alarms }) => {
  const found = (series?.value ?? []).filter(({ spelling }) => spelling.histograms !== undefined);
  const classic = found.filter(({ spelling }) => spelling.histograms === HistogramForm.CLASSIC);
  if (found.length === 0) {
    return [];
  }
  const names = classic.map(({ spelling }) => spelling.name);
  if (names.length === 0) {
    return [ok('histograms are stored as native ones')];
  }
  const asked = (alarms?.value ?? []).some(({ selectors }) => selectors.some(({ metricName }) => names.includes(metricName)));
  return asked
    ? [ok('histograms are stored in buckets, and deployed alarms ask for those')]
    : [problem(`histograms are stored in buckets: ${some(names)}`, dialectFix(series!.value!))];
};
