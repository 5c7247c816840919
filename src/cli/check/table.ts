import { placeOf } from './findings';
import { Finding } from '../../checks/check-templates';

/** The findings as a person reads them. */
export function table(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => [finding.severity.toUpperCase(), finding.ruleId, placeOf(finding)]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return findings.map(({ message, fix }, index) => {
    const [severity, rule, resource] = rows[index];
    return `${severity.padEnd(widths[0])}  ${rule.padEnd(widths[1])}  ${resource}\n  ${message}\n  Fix: ${fix}\n\n`;
  }).join('');
}
