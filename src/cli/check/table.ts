import { Finding } from '../../checks/check-templates';

const ORDER = ['error', 'warning', 'info'];

/** The findings as a person reads them, the worst first. */
export function table(findings: readonly Finding[]): string {
  const sorted = [...findings].sort((left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity));
  const rows = sorted.map(({ severity, ruleId, stackName, logicalId, constructPath }) =>
    [severity.toUpperCase(), ruleId, constructPath ?? `${stackName}/${logicalId}`]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const blocks = sorted.map(({ message, fix }, index) => {
    const [severity, rule, resource] = rows[index];
    return `${severity.padEnd(widths[0])}  ${rule.padEnd(widths[1])}  ${resource}\n  ${message}\n  Fix: ${fix}\n`;
  });
  return [...blocks, summary(findings)].join('\n');
}

/** How many of which severity. */
export function summary(findings: readonly Finding[]): string {
  return `${ORDER.map((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return `${count} ${severity}${count === 1 || severity === 'info' ? '' : 's'}`;
  }).join(', ')}\n`;
}
