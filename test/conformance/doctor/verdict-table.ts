/* The table of cases × verdicts, and what of it is not as it must be. */
import { DoctorCase } from './cases';
import { CREDENTIALS, Outcome } from './run-case';
import { CHECK_NAMES } from '../../../src/cli/doctor/checks';

const SIGNS: Record<string, string> = { ok: 'ok', problem: 'PROBLEM', unknown: '?' };
const CASE_WIDTH = 36;

/** The verdict of each check: the worst of its findings, or nothing. */
export function verdictsOf({ json }: Outcome): Map<string, string> {
  const found: ReadonlyArray<{ readonly check: string; readonly verdict: string }> = json.findings ?? [];
  return new Map(CHECK_NAMES.flatMap((name) => {
    const verdicts = found.filter(({ check }) => check === name).map(({ verdict }) => verdict);
    const worst = ['problem', 'unknown', 'ok'].find((verdict) => verdicts.includes(verdict));
    return worst ? [[name, worst] as const] : [];
  }));
}

/** A legend of numbered columns, because the names of checks are long. */
export function tableOf(rows: ReadonlyArray<readonly [DoctorCase, Outcome]>): string[] {
  const heads = CHECK_NAMES.map((_, index) => `${index + 1}`.padStart(8));
  return [
    ...CHECK_NAMES.map((name, index) => `  ${`${index + 1}`.padStart(2)} ${name}`),
    '',
    `${'case'.padEnd(CASE_WIDTH)}${heads.join('')}    exit`,
    ...rows.map(([{ name }, outcome]) => {
      const verdicts = verdictsOf(outcome);
      const cells = CHECK_NAMES.map((check) => (SIGNS[verdicts.get(check) ?? ''] ?? '-').padStart(8));
      return `${name.padEnd(CASE_WIDTH)}${cells.join('')}${`${outcome.exit}`.padStart(8)}`;
    }),
  ];
}

/** What is not as the case demands. */
export function differences(one: DoctorCase, outcome: Outcome): string[] {
  const verdicts = verdictsOf(outcome);
  const having = (verdict: string) => [...verdicts].filter(([, found]) => found === verdict).map(([check]) => check);
  const text = outcome.text.replace(/\s+/g, ' ');
  const everything = outcome.text + JSON.stringify(outcome.json);
  return [
    ...outcome.exit === one.exit ? [] : [`exit code ${outcome.exit}, expected ${one.exit}`],
    ...compared('problems', having('problem'), one.problems ?? []),
    ...compared('unknown', having('unknown'), one.unknown ?? []),
    ...one.says.filter((part) => !text.includes(part)).map((part) => `the output lacks: ${part}`),
    ...Object.entries(CREDENTIALS).filter(([, value]) => everything.includes(value)).map(([name]) => `the output shows ${name}`),
    .../^ +at .+:\d+:\d+\)?$/m.test(outcome.text) ? ['the output shows a stack trace'] : [],
    ...outcome.json.stderr === '' ? [] : [`--quiet is not quiet: ${outcome.json.stderr}`],
    .../asking (SageMaker|CloudWatch)/.test(outcome.text) ? [] : ['no progress is shown'],
  ];
}

function compared(what: string, found: readonly string[], expected: readonly string[]): string[] {
  const differ = found.length !== expected.length || found.some((check) => !expected.includes(check));
  return differ ? [`${what} of ${found.join(', ') || 'none'}, expected of ${expected.join(', ') || 'none'}`] : [];
}
