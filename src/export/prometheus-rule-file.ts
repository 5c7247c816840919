import { document } from './yaml';
import { describeAlarm } from '../alarms/alarm-description';
import { ExportedRule } from '../alarms/exported-rule';

/** The rule file: a group per interval, because an interval is that of a group. */
export function prometheusRuleFile(groupPrefix: string, rules: readonly ExportedRule[]): string {
  const exported = rules.filter(({ query }) => query !== undefined);
  const intervals = [...new Set(exported.map(({ schedule }) => schedule.evaluation))].sort((one, other) => one - other);
  const comments = rules.filter(({ query }) => query === undefined).map(({ rule, reason }) => `Not exported: ${rule.id}: ${reason}`);
  return document(comments, {
    groups: intervals.map((seconds) => ({
      name: `${groupPrefix}-${seconds}s`,
      interval: `${seconds}s`,
      rules: exported.filter(({ schedule }) => schedule.evaluation === seconds).map(alert),
    })),
  });
}

function alert({ rule, schedule, query }: ExportedRule): object {
  return {
    alert: rule.id,
    expr: query,
    for: `${schedule.pending}s`,
    keep_firing_for: `${schedule.recovery}s`,
    labels: { severity: rule.severity },
    annotations: { summary: withoutTemplates(rule.title), description: withoutTemplates(describeAlarm(rule)) },
  };
}

/** Prometheus expands templates in annotations. CloudWatch does not, so what looks like one is text. */
function withoutTemplates(text: string): string {
  return text.replace(/\{\{/g, '{{ "{{" }}');
}
