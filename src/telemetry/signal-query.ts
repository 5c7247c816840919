import { Duration } from 'aws-cdk-lib';
import { Vector } from './promql';
import { QueryContext } from './query-context';
import { longestQuery, MAX_QUERY_LENGTH } from './query-length';
import { SignalDefinition, SignalValues } from './signal-definition';
import { SignalQueryOptions, SignalStatistic } from './signal-options';
import { MAX_RANGE_SECONDS, TelemetryWindow } from './window';
import { InvalidPropertiesError, isKnown, knownSeconds, Problems } from '../validation';

const DEFAULT_QUANTILE = 0.99;

/** The query of a signal. Throws, with the construct path, when it could match nothing or CloudWatch would refuse it. */
export function renderSignal(signal: SignalDefinition, options: SignalQueryOptions): string {
  check(signal, options);
  const { quantile } = options;
  const values = evaluate(signal, options, quantile !== undefined);
  if (values instanceof Vector && quantile !== undefined) {
    refuse(signal, options, `has no distribution: expected no quantile, got: ${quantile}`);
  }
  return finish(signal, options, values instanceof Vector
    ? values
    : values((histogram, scale) => histogram.quantile(quantile ?? DEFAULT_QUANTILE).times(scale)));
}

/** The percentage of requests that took no longer than an objective. */
export function renderShareWithin(signal: SignalDefinition, objective: Duration, options: SignalQueryOptions): string {
  check(signal, options);
  const values = evaluate(signal, options, true);
  if (values instanceof Vector) {
    refuse(signal, options, 'has no distribution: expected a latency that is a histogram in this telemetry dialect');
  }
  if (options.quantile !== undefined) {
    refuse(signal, options, `is asked for a share, not for a quantile: expected no quantile, got: ${options.quantile}`);
  }
  const seconds = knownSeconds(objective);
  if (seconds === undefined || seconds <= 0) {
    refuse(signal, options, `needs an objective above 0 seconds that is known at synth, got: ${seconds ?? 'a token'}`);
  }
  return finish(signal, options, values((histogram, scale) =>
    histogram.fraction(0, Number((seconds / scale).toPrecision(12))).times(100)));
}

function evaluate(signal: SignalDefinition, options: SignalQueryOptions, wantsDistribution: boolean): SignalValues {
  const { scope, groupBy = [], statistic = signal.statistics[0] ?? SignalStatistic.SUM, window, engines } = options;
  return signal.expression(new QueryContext(scope, groupBy, statistic, knownSeconds(window), wantsDistribution, signal, engines));
}

function check(signal: SignalDefinition, { scope, groupBy = [], statistic, window, quantile }: SignalQueryOptions): void {
  const problems = new Problems();
  const what = `the signal ${signal.id}`;
  for (const grouping of groupBy) {
    if (!signal.groupings.includes(grouping)) {
      problems.add(`${what} cannot be split by ${grouping}: expected ${signal.groupings.join(', ') || 'no groupBy'}, got: ${grouping}`);
    }
  }
  if (statistic !== undefined && !signal.statistics.includes(statistic)) {
    problems.add(`${what} has no statistic ${statistic}: expected ${signal.statistics.join(', ') || 'none, it has its own'}, got: ${statistic}`);
  }
  if (scope._isComponent && !signal.knowsComponent) {
    problems.add(`${what} knows no inference component: expected the scope of an endpoint, got: the component ${scope._subject}`);
  }
  if (quantile !== undefined && !(isKnown(quantile) && quantile >= 0 && quantile <= 1)) {
    problems.add(`${what}: quantile must be a number from 0 to 1 that is known at synth, got: ${quantile}`);
  }
  if (quantile !== undefined && statistic !== undefined) {
    problems.add(`${what}: expected a quantile or a statistic, got both: ${quantile} and ${statistic}`);
  }
  if (window !== undefined) {
    const shortest = signal.isEvent ? 1 : new TelemetryWindow(scope._frequencySeconds).shortest;
    const seconds = knownSeconds(window);
    if (seconds === undefined) {
      problems.add(`${what}: window must be known at synth, got: a token`);
    }
    problems.number(`${what}: window`, seconds, { min: shortest, max: signal.longestWindow ?? MAX_RANGE_SECONDS, unit: 'seconds' });
  }
  problems.throwIfAny(scope._anchor);
}

function finish(signal: SignalDefinition, { scope }: SignalQueryOptions, { text }: Vector): string {
  const length = longestQuery(text);
  if (length > MAX_QUERY_LENGTH) {
    throw new InvalidPropertiesError(scope._anchor, [
      `the query of the signal ${signal.id} may have at most ${MAX_QUERY_LENGTH} characters, names that are tokens counted as 63, ` +
      `got: ${length}. Ask about fewer endpoints at a time`,
    ]);
  }
  return text;
}

function refuse(signal: SignalDefinition, { scope }: SignalQueryOptions, problem: string): never {
  throw new InvalidPropertiesError(scope._anchor, [`the signal ${signal.id} ${problem}`]);
}
