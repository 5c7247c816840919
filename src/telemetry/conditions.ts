import { duration } from './promql';
import { groupingLabels, SignalGrouping } from './signal-options';

/*
 * What alarms and scaling make of the queries of signals. Each argument is a whole query, and what is returned holds the rows that breach.
 */

/** The rows above a number. */
export function above(promQl: string, threshold: number): string {
  return `(${promQl}) > ${threshold}`;
}

/** The rows below a number. */
export function below(promQl: string, threshold: number): string {
  return `(${promQl}) < ${threshold}`;
}

/** The rows that are at least a number. */
export function atLeast(promQl: string, threshold: number): string {
  return `(${promQl}) >= ${threshold}`;
}

/** The rows that equal a number. */
export function equalTo(promQl: string, value: number): string {
  return `(${promQl}) == ${value}`;
}

/** The rows of the first query whose labels every other one has, too. All must be split alike. */
export function all(...conditions: readonly string[]): string {
  return conditions.map((condition) => `(${condition})`).join(' and ');
}

/** The rows whose value is another one than that of a second query, or of which it knows nothing. Both must be split alike. */
export function otherThan(promQl: string, other: string): string {
  return without(promQl, `(${promQl}) == (${other})`);
}

/** The rows of any query. All must be split alike. */
export function any(...conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0] : conditions.map((condition) => `(${condition})`).join(' or ');
}

/** The rows of the first query whose labels the second one does not have. Both must be split alike. */
export function without(condition: string, other: string): string {
  return `(${condition}) unless (${other})`;
}

/** The rows of the first query for which the second has one with the same values of some groupings. */
export function where(condition: string, groupings: readonly SignalGrouping[], other: string): string {
  return `(${condition}) and on (${labels(groupings)}) (${other})`;
}

/** The rows of the first query for which the second has none with the same values of some groupings. */
export function whereNot(condition: string, groupings: readonly SignalGrouping[], other: string): string {
  return `(${condition}) unless on (${labels(groupings)}) (${other})`;
}

/** The rows of a query with a label that they do not have. The value must be known at synth and have no quotation marks. */
export function labelled(promQl: string, label: string, value: string): string {
  return `label_replace(${promQl}, "${label}", "${value}", "", "")`;
}

/** A calculation with two queries that are split alike. */
export function calculate(left: string, operator: '+' | '-' | '*' | '/', right: string | number): string {
  return `(${left}) ${operator} ${typeof right === 'number' ? right : `(${right})`}`;
}

/** A percentage without what calculating with fractions adds to it: 100 - 100 * 0.99 is a little more than 1. */
export function roundedPercent(promQl: string): string {
  return `round(${promQl}, 0.000001)`;
}

/** The share that rows have in the whole that they are part of, from 0 to 1. A whole of zero has no shares. */
export function shareOf(part: string, groupings: readonly SignalGrouping[], whole: string): string {
  return `(${part}) / on (${labels(groupings)}) group_left () ((${whole}) > 0)`;
}

/** The rows of a query, and where it has none those of the other as zero. Both must be split alike. */
export function orZero(promQl: string, other: string): string {
  return `(${promQl}) or 0 * (${other})`;
}

/** A number over the past, looked at in steps. */
export function overTime(
  operation: 'avg' | 'count' | 'last' | 'max' | 'min', promQl: string, options: PastOptions,
): string {
  return `${operation}_over_time(${past(promQl, options)})`;
}

/** What a number was at least during most of the past: the given share of the time it was lower. */
export function quantileOverTime(quantile: number, promQl: string, options: PastOptions): string {
  return `quantile_over_time(${quantile}, ${past(promQl, options)})`;
}

/** What a number will be if it goes on as it did. */
export function predicted(promQl: string, options: PastOptions, inSeconds: number): string {
  return `predict_linear(${past(promQl, options)}, ${inSeconds})`;
}

/** The rows of a query put together by some groupings, whatever other labels they have. */
export function putTogether(operation: 'max' | 'sum', promQl: string, by: readonly SignalGrouping[]): string {
  return `${operation} by (${labels(by)}) (${promQl})`;
}

/** How often a number fell within the past. */
export function falls(promQl: string, options: PastOptions): string {
  return `resets(${past(promQl, options)})`;
}

/** How many values of some groupings there are, by others. */
export function countOf(promQl: string, by: readonly SignalGrouping[]): string {
  return `count by (${labels(by)}) (${promQl})`;
}

/** Which past is looked at. */
export interface PastOptions {
  readonly seconds: number;
  readonly step: number;
  /** How long ago it ended (default: it ends now). */
  readonly agoSeconds?: number;
}

function past(promQl: string, { seconds, step, agoSeconds = 0 }: PastOptions): string {
  const offset = agoSeconds === 0 ? '' : ` offset ${duration(agoSeconds)}`;
  return `(${promQl})[${duration(seconds)}:${duration(step)}]${offset}`;
}

function labels(groupings: readonly SignalGrouping[]): string {
  return groupingLabels(groupings).map((label) => `"${label}"`).join(', ');
}
