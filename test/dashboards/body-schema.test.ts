import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { BODY_SCHEMA } from './body-schema';
import { violations } from './json-schema';
import { bodies, BodyWidget, body, chat, provisioned, single } from './support';
import { DashboardLayout, InferenceSignal, InsightsDashboard, InsightsDashboardProps, InsightsSubject, ServingEngine } from '../../src';
import { testStack } from '../support';

type Build = (stack: Stack) => Pick<InsightsDashboardProps, 'subject'> & Partial<InsightsDashboardProps>;

const DASHBOARDS: Record<string, Build> = {
  'an endpoint': (stack) => ({ subject: InsightsSubject.endpoint(chat(stack)) }),
  'an endpoint with alarms and an expected rate': (stack) => ({
    subject: InsightsSubject.endpoint(chat(stack)),
    alarms: [{ alarm: Alarm.fromAlarmName(stack, 'Alarm', 'cache'), signal: InferenceSignal.KV_CACHE_UTILIZATION, threshold: 80 }],
    expectations: { outputTokensPerSecond: 500 },
  }),
  'an endpoint elsewhere': (stack) => ({ subject: InsightsSubject.endpoint(chat(stack, { region: 'us-east-1', account: '444455556666' })) }),
  'an endpoint of which nothing is known': (stack) => ({
    subject: InsightsSubject.endpoint(chat(stack, { engines: undefined, publishFrequency: undefined, instanceTypes: undefined })),
  }),
  'an endpoint on DJL': (stack) => ({ subject: InsightsSubject.endpoint(chat(stack, { engines: [ServingEngine.DJL] })) }),
  'an endpoint without detailed observability': (stack) => ({
    subject: InsightsSubject.endpoint(chat(stack, { detailedObservability: false, enhancedMetrics: false })),
  }),
  'an endpoint of this app': (stack) => ({ subject: InsightsSubject.endpoint(provisioned(stack, 3)) }),
  'a single model': (stack) => ({ subject: single(stack) }),
  'a component': (stack) => {
    const host = chat(stack);
    return { subject: InsightsSubject.component(host.inferenceComponents[0], host) };
  },
  'a fleet': (stack) => ({ subject: InsightsSubject.fleet(stack) }),
  'a dashboard per section': (stack) => ({
    subject: InsightsSubject.endpoint(chat(stack)), newDashboard: { layout: DashboardLayout.PER_SECTION },
  }),
  'one that can be switched': (stack) => ({
    subject: InsightsSubject.endpoint(chat(stack)), newDashboard: { switchTo: [chat(stack, { endpointName: 'code' }, 'Code')] },
  }),
};

/** The pairs of widgets that lie on each other, and the widgets that leave the grid. */
function misplaced(widgets: BodyWidget[]): string[] {
  const at = ({ x, y, width, height }: BodyWidget) => `${width}x${height} at ${x},${y}`;
  return [
    ...widgets.filter(({ x, width }) => x + width > 24).map((one) => `outside: ${at(one)}`),
    ...widgets.flatMap((one, index) => widgets.slice(index + 1)
      .filter((other) => one.x < other.x + other.width && other.x < one.x + one.width)
      .filter((other) => one.y < other.y + other.height && other.y < one.y + one.height)
      .map((other) => `overlap: ${at(one)} and ${at(other)}`)),
  ];
}

function repeatedIds({ properties }: BodyWidget): string[] {
  const ids = [
    ...(properties.data?.queries ?? []).map(({ id }: any) => id),
    ...(properties.metrics ?? []).flat().map(({ id }: any) => id).filter((id: unknown) => id !== undefined),
  ];
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe.each(Object.entries(DASHBOARDS))('%s', (_, build) => {
  const stack = testStack();
  new InsightsDashboard(stack, 'Insights', build(stack));
  const all: any[] = Object.values(bodies(stack));

  test('follows the documented structure', () => {
    expect(all.flatMap((one) => violations(one, BODY_SCHEMA))).toEqual([]);
  });

  test('has ids that are unique within each widget', () => {
    expect(all.flatMap(({ widgets }) => widgets.flatMap(repeatedIds))).toEqual([]);
  });

  test('has no widget that lies on another or outside the grid', () => {
    expect(all.flatMap(({ widgets }) => misplaced(widgets))).toEqual([]);
  });
});

describe('the schema refuses', () => {
  const valid = () => {
    const stack = testStack();
    new InsightsDashboard(stack, 'Insights', DASHBOARDS['an endpoint with alarms and an expected rate'](stack));
    return body(stack);
  };
  const find = (widgets: BodyWidget[], view: string) => widgets.find(({ properties }) => properties.view === view)!.properties;

  test.each<[string, (widgets: BodyWidget[]) => void]>([
    ['PromQL in a metric widget', (widgets) => { (widgets.find(({ type }) => type === 'chart') as any).type = 'metric'; }],
    ['a view of metric widgets in a chart', (widgets) => { find(widgets, 'line').view = 'timeSeries'; }],
    ['a table', (widgets) => { find(widgets, 'column').view = 'table'; }],
    ['a query without id', (widgets) => { delete find(widgets, 'line').data.queries[0].id; }],
    ['a period in a chart', (widgets) => { find(widgets, 'line').period = 60; }],
    ['half of the line options', (widgets) => { delete find(widgets, 'line').plotOptions.style.lineOptions.pattern; }],
    ['a style without mark options', (widgets) => { delete find(widgets, 'line').plotOptions.style.markOptions; }],
    ['a colour by name', (widgets) => { find(widgets, 'heatmap').plotOptions.style.colorOptions.minColor = 'green'; }],
    ['a short colour', (widgets) => { find(widgets, 'heatmap').plotOptions.style.colorOptions.minColor = '#0f0'; }],
    ['an annotation without type', (widgets) => {
      delete widgets.find(({ properties }) => properties.plotOptions?.annotations)!.properties.plotOptions.annotations.horizontal[0].type;
    }],
    ['an annotation on a column chart', (widgets) => { find(widgets, 'column').plotOptions.annotations = { horizontal: [] }; }],
    ['a third y axis', (widgets) => { find(widgets, 'line').plotOptions.yAxis = [{}, {}, {}]; }],
    ['a widget that is too wide', (widgets) => { (widgets[0] as any).width = 25; }],
    ['501 widgets', (widgets) => { widgets.push(...Array(501).fill(widgets[0])); }],
  ])('%s', (_, spoil) => {
    const changed = valid();
    expect(violations(changed, BODY_SCHEMA)).toEqual([]);
    spoil(changed.widgets);
    expect(violations(changed, BODY_SCHEMA)).not.toEqual([]);
  });

  test('and the checks of the grid and of ids see what the schema does not', () => {
    const { widgets } = valid();
    expect(misplaced([widgets[0], widgets[0]])).toHaveLength(1);
    expect(misplaced([{ ...widgets[0], x: 1 }])).toEqual(['outside: 24x5 at 1,0']);
    const [{ properties }] = widgets.filter(({ type }: BodyWidget) => type === 'chart');
    expect(repeatedIds({ properties: { data: { queries: [...properties.data.queries, ...properties.data.queries] } } } as any)).toContain('q1');
  });
});
