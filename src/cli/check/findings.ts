/* What the checks find in a cloud assembly, without what is acknowledged there. */
import { acknowledgementsIn, WrittenAcknowledgement } from './acknowledgements';
import { checkTemplates, Finding } from '../../checks/check-templates';
import { CHECKS_NAME } from '../../checks/checks-name';
import { Assembly } from '../assembly';

const ORDER = ['error', 'warning', 'info'];

/** The findings, the worst first. */
export function findingsIn(assembly: Assembly): Finding[] {
  const acknowledgements = acknowledgementsIn(assembly);
  return checkTemplates(assembly.stacks)
    .filter((finding) => !isAcknowledged(finding, acknowledgements))
    .sort((left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity));
}

/** How many of which severity. */
export function summaryOf(findings: readonly Finding[]): string {
  return ORDER.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`;
  }).join(', ');
}

/** Where a finding is, for people. */
export function placeOf({ constructPath, stackName, logicalId }: Finding): string {
  return constructPath ?? `${stackName}/${logicalId}`;
}

function isAcknowledged(finding: Finding, acknowledgements: readonly WrittenAcknowledgement[]): boolean {
  const { ruleId, stackName, logicalId, constructPath } = finding;
  const ids = [ruleId, `${ruleId}[${stackName}/${logicalId}]`].map((id) => `${CHECKS_NAME}::${id}`);
  return constructPath !== undefined && acknowledgements.some(({ path, id, reason }) =>
    ids.includes(id) && reason.trim() !== '' && `${constructPath}/`.startsWith(`${path}/`));
}
