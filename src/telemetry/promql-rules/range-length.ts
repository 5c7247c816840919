import { duration } from '../promql';
import { MIN_INTERVALS_PER_RANGE } from '../window';
import { rangeOf } from './durations';
import { metricNames, PromQlQuery, quote } from './query';

/** Whoever asks whether there is any sample wants to know when there is none. */
const ASKS_FOR_ANY = 'present_over_time';

/** A range that is too short for the publish interval holds too few samples, and then the answer is empty. */
export function rangeLength(query: PromQlQuery): string[] {
  const { publishIntervalSeconds, eventSeries } = query.options;
  if (publishIntervalSeconds === undefined) {
    return [];
  }
  const shortest = MIN_INTERVALS_PER_RANGE * publishIntervalSeconds;
  return query.all('MatrixSelector')
    .filter(({ ancestors: [, call] }) => call?.child('FunctionIdentifier')?.text !== ASKS_FOR_ANY)
    .filter(({ operands: [selector] }) => !metricNames(selector).some((name) => eventSeries.includes(name)))
    .filter((range) => rangeOf(range) < shortest)
    .map(({ text }) => [
      `a range must span at least ${MIN_INTERVALS_PER_RANGE} publish intervals of ${duration(publishIntervalSeconds)}`,
      `expected at least ${duration(shortest)}, got: ${quote(text)}`,
    ].join(': '));
}
