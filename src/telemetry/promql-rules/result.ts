import { PromQlQuery, quote } from './query';

/** An alarm or a chart evaluates a query at one moment, and an alarm wants a vector. */
export function result({ expression, types, options: { mustBeVector } }: PromQlQuery): string[] {
  const { kind } = types.of(expression);
  const isRefused = kind === 'range vector' || (mustBeVector && kind !== 'instant vector');
  return isRefused ? [`the query must yield an instant vector, got a ${kind}: ${quote(expression.text)}`] : [];
}
