import { PromQlQuery } from './query';
import { TOKEN_LENGTH } from './query-text';

/** What CloudWatch accepts as the query of an alarm. */
const LONGEST_QUERY = 10_000;

export function size({ text: { parsed } }: PromQlQuery): string[] {
  if (parsed.trim() === '') {
    return [`the query must not be empty: expected a PromQL expression, got: '${parsed}'`];
  }
  return parsed.length > LONGEST_QUERY
    ? [`the query must have at most ${LONGEST_QUERY} characters, where a CDK token counts as ${TOKEN_LENGTH}, got: ${parsed.length}`]
    : [];
}
