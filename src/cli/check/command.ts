/* `check`: looks through the templates of an app for what makes endpoints of language models blind, silent, stuck or unsafe. */
import { findingsIn, summaryOf } from './findings';
import { table } from './table';
import { Finding } from '../../checks/check-templates';
import { argumentsOf } from '../arguments';
import { readAssembly } from '../assembly';
import { ExitCode } from '../exit-code';
import { Io } from '../io';

export const CHECK_USAGE = `  check [cdk.out] [--json]
               looks through the templates of an app for what makes endpoints of language models blind, silent,
               stuck or unsafe; ends with 1 when there is a finding of the severity error`;

export async function runCheck(args: readonly string[], io: Io): Promise<number> {
  const { values, positionals: [folder = 'cdk.out'] } = argumentsOf(args, { json: { type: 'boolean' } }, 1);
  const findings = findingsIn(readAssembly(folder));
  io.out(values.json ? `${JSON.stringify({ findings: findings.map(written) }, undefined, 2)}\n` : `${table(findings)}${summaryOf(findings)}\n`);
  return findings.some(({ severity }) => severity === 'error') ? ExitCode.PROBLEMS : ExitCode.WELL;
}

/** Without the index of the template, which means nothing outside of the check. */
function written({ template, ...finding }: Finding): Omit<Finding, 'template'> {
  return finding;
}
