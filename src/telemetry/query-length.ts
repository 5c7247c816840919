/** The query of a PromQL alarm has at most this many characters (PutMetricAlarm). */
export const MAX_QUERY_LENGTH = 10_000;

/** What a token may become: names have at most 63 characters. */
const LONGEST_NAME = 'n'.repeat(63);
const TOKEN = /\$\{Token\[[^\]]*\]\}/g;

/** The characters that a query may have once deployed: names that are tokens count as the longest there are. */
export function longestQuery(promQl: string): number {
  return promQl.replace(TOKEN, LONGEST_NAME).length;
}
