import { PromQlQuery, quote } from './query';

/** The grammar recurses and gives up where brackets or signs are nested thousands of times. */
export function nesting(query: PromQlQuery): string[] {
  return query.all('TooDeep').map(({ text }) => `the query must be nested less deeply: expected fewer brackets and signs, got: ${quote(text)}`);
}
