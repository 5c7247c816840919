/* The thresholds in a PromQL query. */

const COMPARISON = /(==|!=|>=|<=|>|<)( (?:bool )?)(-?\d[\d.]*(?:e[+-]?\d+)?)(?![\w.])/g;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The comparisons with numbers in a query, such as `> 45`, in its order and each once. */
export function comparisonsIn(query: string): string[] {
  const found = [...query.replace(STRING, '""').matchAll(COMPARISON)].map(([, operator, , number]) => `${operator} ${number}`);
  return [...new Set(found)];
}

/** A query with words in the place of its thresholds, numbered as `comparisonsIn` lists them where there are several. */
export function withoutThresholds(query: string): string {
  const strings: string[] = [];
  const comparisons = comparisonsIn(query);
  return query
    .replace(STRING, (text) => `"${strings.push(text) - 1}"`)
    .replace(COMPARISON, (_, operator, space, number) => {
      const index = comparisons.indexOf(`${operator} ${number}`) + 1;
      return `${operator}${space}threshold${comparisons.length > 1 ? ` ${index}` : ''}`;
    })
    .replace(/"(\d+)"/g, (_, index) => strings[index]);
}
