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

/** A quantile over the rows, such as over the instances. */
export function quantileOver(quantile: number, promQl: string): string {
  return `quantile(${quantile}, ${promQl})`;
}

/** An aggregation over all rows. */
export function overRows(operation: 'avg' | 'max' | 'min' | 'count', promQl: string): string {
  return `${operation}(${promQl})`;
}

/** The highest or the mean value of the last hour. */
export function ofLastHour(operation: 'avg' | 'max', promQl: string, step: Duration): string {
  return `${operation}_over_time((${promQl})[1h:${duration(step.toSeconds())}])`;
}

/** How much of a threshold is reached, in percent; more than all of it counts as all. */
export function shareOf(threshold: number, promQl: string): string {
  return `clamp_max(100 * (${promQl}) / ${threshold}, 100)`;
}

/** A row of a fixed value, which exists as long as another query has one. */
export function fixedRow(value: number, promQl: string): string {
  return `0 * ${promQl} + ${value}`;
}

/** The rows whose labels another query has, too. Both must be split alike. */
export function restrictedTo(promQl: string, other: string): string {
  return `(${promQl}) and (${other})`;
}

/** What parts leave of a whole, at least 0. All must be split alike. */
export function remainder(whole: string, parts: readonly string[]): string {
  return `clamp_min((${whole}) - ${parts.map((part) => `(${part})`).join(' - ')}, 0)`;
}

/** The highest row per set of the labels that both sides of an operation share. */
export function highestBy(labels: readonly string[], promQl: string): string {
  return `max by (${labels.map((label) => `"${label}"`).join(', ')}) (${promQl})`;
}
