import { reachOf, stepOf } from './promql-rules/durations';
import { PromQlNode } from './promql-rules/node';
import { metricNames, PromQlQuery } from './promql-rules/query';

/** What one evaluation of a query scans of each series of a name. */
export interface ScannedSeries {
  readonly series: string;
  readonly samples: number;
}

/**
 * How many samples one evaluation of a query scans, for each series that it selects: by the name of the series, the most first. How
 * CloudWatch counts is not documented. This is the most that it may be: each selector counts, each step of a subquery counts, and where
 * the steps leave samples out, these count too.
 *
 * @param query a query that is valid
 * @param publishSeconds how often series are published
 * @param eventSeries the series that do not follow that: they are left out
 */
export function scannedSamples(query: string, publishSeconds: number, eventSeries: readonly string[] = []): ScannedSeries[] {
  const bySeries = new Map<string, number>();
  for (const selector of new PromQlQuery(query, { eventSeries: [], histogramSeries: [] }).all('VectorSelector')) {
    for (const name of metricNames(selector).filter((one) => !eventSeries.includes(one))) {
      bySeries.set(name, (bySeries.get(name) ?? 0) + scannedBy(selector, publishSeconds));
    }
  }
  return [...bySeries].map(([series, samples]) => ({ series, samples })).sort((left, right) => right.samples - left.samples);
}

function scannedBy(selector: PromQlNode, publishSeconds: number): number {
  const ranges = selector.ancestors.filter(({ kind }) => kind === 'MatrixSelector' || kind === 'SubqueryExpr');
  const samplesIn = (seconds: number) => Math.max(1, Math.ceil(seconds / publishSeconds));
  const read = ranges.reduce((product, range) =>
    product * (range.kind === 'SubqueryExpr' ? Math.ceil(reachOf(range) / stepOf(range)) : samplesIn(reachOf(range))), 1);
  return Math.max(read, samplesIn(ranges.reduce((sum, range) => sum + reachOf(range), 0)));
}
