import { readCheckedAssembly, WrittenAcknowledgement } from './assembly';
import { summary, table } from './table';
import { readArguments, USAGE } from './usage';
import { checkTemplates, Finding } from '../../checks/check-templates';
import { CHECKS_NAME } from '../../checks/checks-name';

/** Where a verb writes, and what it reads of its surroundings. */
export interface CheckIo {
  out(text: string): void;
  err(text: string): void;
  readonly env: NodeJS.ProcessEnv;
}

/** The verb `check`. Returns the exit code: 0 no error was found, 1 one or more, 2 wrong usage. */
export async function runCheck(argv: readonly string[], io: CheckIo): Promise<number> {
  if (argv.includes('--help')) {
    io.out(USAGE);
    return 0;
  }
  const request = readArguments(argv);
  if (typeof request === 'string') {
    io.err(`check: ${request}\n\n${USAGE}`);
    return 2;
  }
  try {
    const { templates, acknowledgements } = readCheckedAssembly(request.folder);
    const findings = checkTemplates(templates).filter((finding) => !isAcknowledged(finding, acknowledgements));
    io.out(request.json ? `${JSON.stringify({ findings: findings.map(written) }, undefined, 2)}\n`
      : findings.length === 0 ? summary(findings) : table(findings));
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  } catch (error) {
    io.err(`check: ${(error as Error).message}\n`);
    return 2;
  }
}

/** Without the index of the template, which means nothing outside of the check. */
function written({ template, ...finding }: Finding): Omit<Finding, 'template'> {
  return finding;
}

function isAcknowledged({ ruleId, stackName, logicalId, constructPath }: Finding, acknowledgements: readonly WrittenAcknowledgement[]): boolean {
  const ids = [ruleId, `${ruleId}[${stackName}/${logicalId}]`].map((id) => `${CHECKS_NAME}::${id}`);
  return constructPath !== undefined && acknowledgements.some(({ path, id, reason }) =>
    ids.includes(id) && reason.trim() !== '' && `${constructPath}/`.startsWith(`${path}/`));
}
