/* The thresholds in a PromQL query. */

const NUMBER = '-?\\d[\\d.]*(?:e[+-]?\\d+)?(?![\\w.])|\\$\\{[^}]*\\}';
const COMPARISON = new RegExp(`(==|!=|>=|<=|>|<)(\\s*(?:bool\\s+)?)(${NUMBER})`, 'g');
const TURNED_ROUND = new RegExp(`(?<![\\w.\\]])(${NUMBER})(\\s*)(==|!=|>=|<=|>|<)(?=\\s*[a-zA-Z({])`, 'g');
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const OPERATOR = /==|!=|>|</;

const MIRRORED: Record<string, string> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

/** The comparisons with numbers in a query, such as `> 45`, in its order and each once. */
export function comparisonsIn(query: string): string[] {
  const text = query.replace(STRING, '""');
  const found = [
    ...[...text.matchAll(COMPARISON)].map(({ 1: operator, 3: number, index }) => ({ index, comparison: `${operator} ${number}` })),
    ...[...text.matchAll(TURNED_ROUND)].map(({ 1: number, 3: operator, index }) =>
      ({ index, comparison: `${MIRRORED[operator] ?? operator} ${number}` })),
  ].sort((left, right) => left.index - right.index);
  return [...new Set(found.map(({ comparison }) => comparison))];
}

/** Whether a query compares anything, with a number or not. */
export function compares(query: string): boolean {
  return OPERATOR.test(query.replace(STRING, '').replace(/\{[^{}]*\}/g, ''));
}

/** What stands for the thresholds of a query, with the thresholds. */
export function thresholdWords(query: string): Record<string, string> {
  const comparisons = comparisonsIn(query);
  return Object.fromEntries(comparisons.map((comparison, index) => [word(index, comparisons.length), comparison.split(' ')[1]]));
}

/** A query with words in the place of its thresholds, numbered as `comparisonsIn` lists them where there are several. */
export function withoutThresholds(query: string): string {
  const strings: string[] = [];
  const comparisons = comparisonsIn(query);
  const wordFor = (operator: string, number: string) => word(comparisons.indexOf(`${operator} ${number}`), comparisons.length);
  return query
    .replace(STRING, (text) => `"${strings.push(text) - 1}"`)
    .replace(TURNED_ROUND, (_, number, space, operator) => `${wordFor(MIRRORED[operator] ?? operator, number)}${space}${operator}`)
    .replace(COMPARISON, (_, operator, space, number) => `${operator}${space}${wordFor(operator, number)}`)
    .replace(/"(\d+)"/g, (_, index) => strings[index]);
}

function word(index: number, of: number): string {
  return of > 1 ? `<threshold ${index + 1}>` : '<threshold>';
}
