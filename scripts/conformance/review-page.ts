/* A page with dashboards, as the command makes it but for what stands around them. */
import { ChartPage, Coverage } from '../../src/cli/review/charts/chart-page';
import { CONTENT_SECURITY_POLICY } from '../../src/cli/review/charts/dashboard-html';
import { sampleStore } from '../../src/cli/review/charts/sample-store';
import { text } from '../../test/intrinsics';

interface Template {
  readonly Resources: Record<string, any>;
}

export interface Dashboard {
  readonly id: string;
  readonly body: object;
  readonly alarmTitles?: { readonly [alarm: string]: string };
}

/** The dashboards of a template, with a name for each token. */
export function dashboardsOf(template: Template): Dashboard[] {
  const alarmTitles = alarmTitlesOf(template);
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Dashboard')
    .map(([id, { Properties }]) => ({ id, body: JSON.parse(readable(text(Properties.DashboardBody))), alarmTitles }));
}

/** The beginning of each alarm's description. */
function alarmTitlesOf(template: Template): { readonly [alarm: string]: string } {
  return Object.fromEntries(Object.entries(template.Resources).flatMap(([id, { Properties }]) => Properties?.AlarmDescription === undefined
    ? []
    : [[`<${id}.Arn>`, readable(text(Properties.AlarmDescription)).split(/[.:,]/)[0]]]));
}

/** Tokens without their brackets, as a name would be. */
function readable(body: string): string {
  return body.replace(/<(\w+)\.EndpointName>/g, '$1').replace(/<AWS::(\w+)>/g, '$1');
}

export function reviewPage(dashboards: readonly Dashboard[]): { readonly html: string; readonly coverage: Coverage } {
  const page = new ChartPage(sampleStore());
  const sections = dashboards.map(({ id, body, alarmTitles }) => page.section(body, { id, title: id, alarmTitles }));
  const html = [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Review</title>',
    `<style>${page.style()}</style></head><body>`,
    page.situations(),
    ...sections,
    page.scripts(),
    '</body></html>',
  ].join('\n');
  return { html, coverage: page.coverage };
}
