import { Duration } from 'aws-cdk-lib';
import { IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Whereabouts } from '../subject/whereabouts';
import { ClassicMetric, classicMetric, Dimension } from '../telemetry/classic-metrics';
import { DEFAULT_VARIANT_NAME } from '../telemetry/scope';

/** CloudWatch refuses a longer search (page "CloudWatch search expression syntax"). */
const MAX_SEARCH_LENGTH = 1024;
/** What a token may become: names have at most 63 characters. */
const LONGEST_NAME = 'n'.repeat(63);
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;
/** A search returns at most 500 series: the highest are kept where there may be more. */
const MOST_SERIES = 100;

/** A classic metric, or a search that follows the metrics of a dimension set as they come and go. */
export interface ClassicQuery {
  readonly metric: ClassicMetric;
  /** The dimension set. */
  readonly dimensions: readonly string[];
  /** The values of dimensions that are fixed: with one for each dimension it is one metric, otherwise a search. */
  readonly values: { readonly [dimension: string]: readonly string[] };
  /** The statistic (default: that of the metric). */
  readonly statistic?: string;
  /** What turns the unit of the metric into that of the chart, as 1000 does with microseconds for milliseconds. */
  readonly divideBy?: number;
  /** The legend (default: CloudWatch's own for each metric). */
  readonly label?: string;
  /** Whether everything found is added up. */
  readonly total?: boolean;
}

/** What a widget draws for a query. */
export function renderClassic(query: ClassicQuery, index: number, period: Duration, { region, account }: Whereabouts): IMetric[] {
  const { metric, dimensions, values, statistic = metric.statistic, divideBy, label, total } = query;
  if (dimensions.every((dimension) => values[dimension]?.length === 1)) {
    const dimensionsMap = Object.fromEntries(dimensions.map((dimension) => [dimension, values[dimension][0]]));
    const exact = classicMetric(metric, dimensionsMap, { statistic, period, region, account });
    const id = `m${index}`;
    return divideBy === undefined || divideBy === 1
      ? [exact.with({ label })]
      : [new MathExpression({ expression: `${id} / ${divideBy}`, usingMetrics: { [id]: exact }, label: label ?? metric.metricName, period })];
  }
  const found = searches(query, period).map((search) => divide(search, divideBy));
  const expressions = total
    ? [found.map((search) => `SUM(${search})`).join(' + ')]
    : found.map((search) => `SORT(${search}, MAX, DESC, ${MOST_SERIES})`);
  return expressions.map((expression) => new MathExpression({
    expression, usingMetrics: {}, label: label ?? '', period, searchRegion: region, searchAccount: account,
  }));
}

function divide(expression: string, divideBy: number = 1): string {
  return divideBy === 1 ? expression : `${expression} / ${divideBy}`;
}

/**
 * One search, or several where the names in it would make it too long. Nobody is asked for the only variant there is: a term less is a
 * way less to find nothing.
 */
function searches({ metric, dimensions, values, statistic = metric.statistic }: ClassicQuery, period: Duration): string[] {
  const schema = `{${[metric.namespace, ...dimensions].join(',')}} MetricName="${metric.metricName}"`;
  const fixed = dimensions.filter((dimension) => values[dimension]?.length === 1 &&
    !(dimension === Dimension.VARIANT && values[dimension][0] === DEFAULT_VARIANT_NAME));
  const [listed] = dimensions.filter((dimension) => (values[dimension]?.length ?? 0) > 1);
  const beginning = [schema, ...fixed.map((dimension) => `${dimension}="${values[dimension][0]}"`)].join(' ');
  const terms = listed === undefined ? [beginning] : chunks(beginning, listed, values[listed]);
  return terms.map((term) => `SEARCH('${term}', '${statistic}', ${period.toSeconds()})`);
}

function chunks(beginning: string, dimension: string, names: readonly string[]): string[] {
  const filled: string[][] = [[]];
  for (const name of names) {
    const last = filled[filled.length - 1];
    if (lengthOf(listing(beginning, dimension, [...last, name])) <= MAX_SEARCH_LENGTH) {
      last.push(name);
    } else {
      filled.push([name]);
    }
  }
  return filled.map((some) => listing(beginning, dimension, some));
}

function listing(beginning: string, dimension: string, names: readonly string[]): string {
  return `${beginning} ${dimension}=(${names.map((name) => `"${name}"`).join(' OR ')})`;
}

function lengthOf(term: string): number {
  return term.replace(TOKEN, LONGEST_NAME).length;
}
