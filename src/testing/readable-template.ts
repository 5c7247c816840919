import { alarmLines, alarmsIn, dashboardLines, dashboardsIn, policyLines, scalingIn, strayPoliciesIn, targetLines, Template, TemplateJson } from '../template';

/** What `Template.fromStack` of `aws-cdk-lib/assertions` gives, or its JSON. */
export type TemplateSource = TemplateJson | { toJSON(): TemplateJson };

/**
 * Describes the dashboards, alarms and scaling policies of a template in short lines: a changed threshold, query or step is one changed
 * line.
 *
 * @param source `Template.fromStack(stack)`, or the JSON of a template
 */
export function readableTemplate(source: TemplateSource): string {
  const template = new Template(hasJson(source) ? source.toJSON() : source);
  const alarms = alarmsIn(template);
  const sections = [
    ...scalingIn(template, alarms).map(targetLines),
    ...strayPoliciesIn(template, alarms).map(policyLines),
    ...alarms.map(alarmLines),
    ...dashboardsIn(template).map(dashboardLines),
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}

function hasJson(source: TemplateSource): source is { toJSON(): TemplateJson } {
  return typeof (source as { toJSON?: unknown }).toJSON === 'function';
}
