import { EndpointCheck, seriesFrom, some } from './check';
import { Source } from '../../../telemetry/catalogue';
import { HistogramForm } from '../../../telemetry/dialect';
import { FoundSeries } from '../evidence';
import { verdicts } from '../finding';

const { ok, problem } = verdicts('series-kinds');
const FIX = 'No setting changes this: rate() on such series is wrong. Keep the output of --json and report it to the project.';

/** Whether counters and histograms are cumulative, as rate() needs, and histograms are histograms. */
export const seriesKinds: EndpointCheck = ({ series }) => {
  const found = seriesFrom(series?.value ?? [], Source.ENGINE, Source.GPU, Source.HOST);
  if (found.length === 0) {
    return [];
  }
  const wrong = found.flatMap(wrongKind);
  if (wrong.length > 0) {
    return [problem(some(wrong), FIX)];
  }
  const stated = found.filter(({ types, temporalities }) => types.length + temporalities.length > 0).length;
  return [ok(`${stated} of ${found.length} series state type or temporality, and none contradicts its queries`)];
};

function wrongKind({ series: { kind }, spelling, types, temporalities }: FoundSeries): string[] {
  // The buckets of a classic histogram are counters.
  const isNative = kind === 'histogram' && spelling.histograms !== HistogramForm.CLASSIC;
  const isCumulative = kind === 'counter' || kind === 'histogram';
  return [
    ...isCumulative && temporalities.some((temporality) => /delta/i.test(temporality)) ? [`${spelling.name} has delta temporality`] : [],
    ...isNative && types.some((type) => /gauge|sum|counter/i.test(type)) ? [`${spelling.name} is a ${types.join(' and ')}, not a histogram`] : [],
  ];
}
