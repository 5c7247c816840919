import { EndpointCheck, seriesFrom, some } from './check';
import { Source } from '../../../telemetry/catalogue';
import { FoundSeries } from '../evidence';
import { Finding, verdicts } from '../finding';
import { dialectFix } from './dialect-fix';

const { ok, problem } = verdicts('naming');

/** Whether engine series have the names that queries of this library ask for. */
export const naming: EndpointCheck = ({ series, alarms }) => {
  const found = seriesFrom(series?.value ?? [], Source.ENGINE);
  if (found.length === 0) {
    return [];
  }
  const asked = new Set((alarms?.value ?? []).flatMap(({ selectors }) => selectors.map(({ metricName }) => metricName)));
  const others = found.filter(({ spelling }) => spelling.style !== 'known');
  if (others.length === 0) {
    return [ok('engine series have the names that this library asks for by default')];
  }
  if (others.some(({ spelling }) => asked.has(spelling.name))) {
    return [ok(`engine series have other names than by default, and deployed alarms ask for them: ${some(others.map(({ spelling }) => spelling.name))}`)];
  }
  return [told(found, others)];
};

function told(found: readonly FoundSeries[], others: readonly FoundSeries[]): Finding {
  const styles = { known: '', underscore: 'with underscores', console: 'with names like titles of the console', former: 'with names of older engines' };
  const how = [...new Set(others.map(({ spelling }) => styles[spelling.style]))].join(' and ');
  const inPercent = others.filter(({ series, spelling, highest }) => (
    spelling.style === 'console' && series.quantity === 'kvCacheUtilization' && highest !== undefined && highest > 1));
  const unit = inPercent.length === 0 ? ''
    : ` ${inPercent[0].spelling.name} is in percent already: use ServingEngine.custom with a gauge of that name without scale instead.`;
  return problem(`${others.length} of ${found.length} engine series arrive ${how}: ${some(others.map(({ spelling }) => spelling.name))}`,
    `${dialectFix(found)}${unit}`);
}
