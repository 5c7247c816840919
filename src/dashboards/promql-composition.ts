import { Duration } from 'aws-cdk-lib';
import { duration } from '../telemetry/promql';

/*
 * What panels make of the queries of signals. Each argument is a whole query.
 */

/** Of what may have more rows than CloudWatch returns (500), as many are drawn. */
const MOST_ROWS = 100;

/** The rows with the highest values. */
export function highest(promQl: string, rows: number = MOST_ROWS): string {
  return `topk(${rows}, ${promQl})`;
}

/** The rows with the lowest values. */
export function lowest(promQl: string, rows: number = MOST_ROWS): string {
  return `bottomk(${rows}, ${promQl})`;
}

/** The rows with a further label that says what they are, where one chart has rows of several queries. */
export function named(name: string, promQl: string): string {
  return `label_replace(${promQl}, "shows", "${name}", "", "")`;
}

/** A quantile over the rows that are above zero, such as over the instances that generate tokens, by labels. */
export function quantileOver(quantile: number, promQl: string, labels: readonly string[]): string {
  return `quantile${labels.length === 0 ? '' : ` by (${quoted(labels)}) `}(${quantile}, (${promQl}) > 0)`;
}

/** An aggregation over all rows. */
export function overRows(operation: 'avg' | 'max' | 'min' | 'count', promQl: string): string {
  return `${operation}(${promQl})`;
}

/** The highest or the mean value of the last hour. */
export function ofLastHour(operation: 'avg' | 'max', promQl: string, step: Duration): string {
  return `${operation}_over_time((${promQl})[1h:${duration(step.toSeconds())}])`;
}

/** Where between a good and a bad value a row is, in percent; better counts as 0 and worse as 100. */
export function between(good: number, bad: number, promQl: string): string {
  return good === 0
    ? `clamp_max(100 * (${promQl}) / ${bad}, 100)`
    : `clamp(100 * ((${promQl}) - ${good}) / ${bad - good}, 0, 100)`;
}

/** A row of a fixed value, which exists as long as another query has one. */
export function fixedRow(value: number, promQl: string): string {
  return `0 * (${promQl}) + ${value}`;
}

/** The rows whose labels another query has, too. Both must be split alike. */
export function restrictedTo(promQl: string, other: string): string {
  return `(${promQl}) and (${other})`;
}

/**
 * What parts leave of a whole, at least 0. A part that is missing leaves more. All must be split by the same labels.
 */
export function remainder(whole: string, parts: Readonly<Record<string, string>>, labels: readonly string[]): string {
  const sum = Object.entries(parts).map(([name, promQl]) => named(name, promQl)).join(' or ');
  return `clamp_min((${whole}) - sum by (${quoted(labels)}) (${sum}), 0)`;
}

/** The highest row per set of the labels that both sides of an operation share. */
export function highestBy(labels: readonly string[], promQl: string): string {
  return `max by (${quoted(labels)}) (${promQl})`;
}

function quoted(labels: readonly string[]): string {
  return labels.map((label) => `"${label}"`).join(', ');
}
