/** The message of an error: where the problems are, and all of them. */
export function problemReport(where: string, problems: readonly string[]): string {
  const lines = problems.length === 1 ? ` ${problems[0]}` : problems.map((problem) => `\n  - ${problem}`).join('');
  return `[${where}]${lines}`;
}
