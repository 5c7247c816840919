/* The thresholds in a PromQL query. */

const COMPARISON = /(==|!=|>=|<=|>|<) (?:bool )?(-?\d[\d.]*(?:e[+-]?\d+)?)(?![\w.])/g;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/** The comparisons with numbers in a query, such as `> 45`, in its order and each once. */
export function comparisonsIn(query: string): string[] {
  const found = [...query.replace(STRING, '""').matchAll(COMPARISON)].map(([, operator, number]) => `${operator} ${number}`);
  return [...new Set(found)];
}
