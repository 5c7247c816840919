import { Stack } from 'aws-cdk-lib';
import { filesOf } from './support';
import {
  GrafanaDashboard, GrafanaDashboardProps, InferenceEndpoint, InferenceSignal, InsightsAlarms, InsightsPanel, InsightsSection,
  InsightsSubject, SingleModelEndpoint, InstanceFleet,
} from '../../src';
import { panelQueries } from '../../src/dashboards/panel-queries';
import { chat, component, endpoint, fleet } from '../dashboards/support';
import { errorOf, testStack, vllmModel } from '../support';

function model(props: Partial<GrafanaDashboardProps> = {}, stack: Stack = testStack()): any {
  return JSON.parse(new GrafanaDashboard(stack, 'Grafana', { subject: endpoint(), ...props }).toJson());
}

function panel(found: any, title: string): any {
  const [one, ...others] = found.panels.filter((candidate: any) => candidate.title?.startsWith(title));
  expect(others).toEqual([]);
  expect(one).toBeDefined();
  return one;
}

describe('the same panels', () => {
  test.each([['an endpoint', endpoint], ['a component', component], ['a fleet', fleet]])('every PromQL query of %s', (_title, make) => {
    const subject = make();
    const exported = model({ subject }).panels.flatMap(({ targets = [] }: any) => targets.flatMap(({ expr }: any) => expr ?? []));
    expect(exported).toEqual(panelQueries(subject).map(({ promQl }) => promQl));
    expect(exported.length).toBeGreaterThan(40);
  });

  test('in the sections of the dashboard', () => {
    expect(model().panels.filter(({ type }: any) => type === 'row').map(({ title }: any) => title))
      .toEqual(['Performance', 'Capacity', 'Reliability']);
  });

  test('beside each other without overlap, each with an id of its own', () => {
    const { panels } = model();
    expect(new Set(panels.map(({ id }: any) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { gridPos: { x, y, w, h } } of panels) {
      expect(x + w).toBeLessThanOrEqual(24);
      for (let cell = 0; cell < w * h; cell++) {
        const place = `${x + cell % w}/${y + Math.floor(cell / w)}`;
        expect(taken.has(place)).toBe(false);
        taken.add(place);
      }
    }
  });
});

describe('a chart', () => {
  test('has unit, bounds and a line where its signal is bad', () => {
    const { type, fieldConfig: { defaults }, description, interval } = panel(model(), 'KV cache in use: highest of a copy');
    expect(type).toBe('timeseries');
    expect(interval).toBe('60s');
    expect(defaults).toMatchObject({
      unit: 'percent',
      min: 0,
      max: 100,
      custom: { thresholdsStyle: { mode: 'line' } },
      thresholds: { mode: 'absolute', steps: [{ value: null, color: 'transparent' }, { value: 90 }] },
    });
    expect(description).toBe('Lines: requests soon wait (vLLM) (90 percent)');
  });

  test('has the threshold of an alarm in the place of that line', () => {
    const stack = testStack();
    const subject = InsightsSubject.endpoint(chat(stack));
    const { alarms } = new InsightsAlarms(stack, 'Alarms', { subject });
    const { fieldConfig: { defaults } } = panel(model({ subject, alarms }, stack), 'KV cache in use: highest of a copy');
    expect(defaults.thresholds.steps.map(({ value }: any) => value)).toEqual([null, 90, 95]);
  });

  test('of health is a heat map with fixed ends', () => {
    const found = model({ panels: [InsightsPanel.HEALTH_BY_INSTANCE] });
    expect(panel(found, `${InferenceSignal.WAITING_REQUESTS.title}, from 0 to 10`).options.color).toMatchObject({ min: 0, max: 100, reverse: true });
  });

  test('of classic metrics asks the CloudWatch data source, in milliseconds', () => {
    const { datasource, targets, fieldConfig } = panel(model(), 'Invoke: model and overhead, P50');
    expect(datasource).toEqual({ type: 'cloudwatch', uid: '${cloudwatch}' });
    expect(fieldConfig.defaults.unit).toBe('ms');
    expect(targets.map(({ refId, id, hide, expression, metricName, statistic, dimensions }: any) =>
      [refId, id, hide, expression ?? metricName, statistic, dimensions?.EndpointName])).toEqual([
      ['A', 'm1', true, 'ModelLatency', 'p50', 'chat'],
      ['B', 'e1', undefined, 'm1 / 1000', undefined, undefined],
      ['C', 'm2', true, 'OverheadLatency', 'p50', 'chat'],
      ['D', 'e2', undefined, 'm2 / 1000', undefined, undefined],
    ]);
  });

  test.each([['us-east-1', 'us-east-1'], ['eu-central-1', 'default'], [undefined, 'default']])(
    'of classic metrics of an endpoint in %s asks in the Region %s', (region, expected) => {
      const stack = testStack();
      const imported = InferenceEndpoint.fromEndpointAttributes(stack, 'Far', { endpointName: 'far', region });
      const { panels } = model({ subject: InsightsSubject.endpoint(imported) }, stack);
      const asked = panels.flatMap(({ targets = [] }: any) => targets.map((target: any) => target.region)).filter(Boolean);
      expect([...new Set(asked)]).toEqual([expected]);
    });

  test('of classic metrics of many searches', () => {
    const [{ expression, metricEditorMode, region }] = panel(model(), 'Requests by instance').targets;
    expect(expression).toBe('SORT(SEARCH(\'{AWS/SageMaker,EndpointName,VariantName,InstanceId} MetricName="Invocations" EndpointName="chat"\', \'Sum\', 60), MAX, DESC, 100)');
    expect([metricEditorMode, region]).toEqual([1, 'default']);
  });
});

describe('what is not exported is named', () => {
  const contents = (found: any): string => found.panels.flatMap(({ options, type }: any) => type === 'text' ? [options.content] : []).join('\n');

  test('states of alarms', () => {
    const stack = testStack();
    const subject = InsightsSubject.endpoint(chat(stack));
    const { alarms } = new InsightsAlarms(stack, 'Alarms', { subject });
    expect(contents(model({ subject, alarms }, stack))).toMatch(/not exported\. Grafana shows no states of CloudWatch alarms/);
  });

  test('panels of one\'s own', () => {
    const own = InsightsPanel.custom(InsightsSection.CAPACITY, 'gateway', []);
    expect(contents(model({ panels: [own] }))).toBe('### gateway\nNot exported: a panel of your own is made of CloudWatch widgets.');
  });

  test('charts without detailed observability', () => {
    expect(contents(model({ subject: endpoint({ detailedObservability: false }) }))).toContain('Detailed observability is off');
  });
});

describe('the file', () => {
  test('stands beside the template and is the same each time', () => {
    const fill = (stack: Stack) => [new GrafanaDashboard(stack, 'Grafana', { subject: InsightsSubject.endpoint(chat(stack)) })];
    const [[name, content]] = Object.entries(filesOf(fill));
    expect(name).toMatch(/^Stack-?Grafana.*\.grafana\.json$/);
    expect(JSON.parse(content).panels.length).toBeGreaterThan(50);
    expect(filesOf(fill)).toEqual({ [name]: content });
  });

  test('cannot have the name of another one', () => {
    const stack = testStack();
    const subject = InsightsSubject.fleet(stack);
    new GrafanaDashboard(stack, 'One', { subject, fileName: 'fleet.json' });
    expect(errorOf(() => new GrafanaDashboard(stack, 'Other', { subject, fileName: 'fleet.json' }))).toBe(
      "[Stack/Other] fileName must be that of one file, got: 'fleet.json', which Stack/One writes");
  });

  test('cannot hold a name that only the deployment knows', () => {
    const stack = testStack();
    const single = new SingleModelEndpoint(stack, 'Single', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });
    const dashboard = new GrafanaDashboard(stack, 'Grafana', { subject: InsightsSubject.endpoint(single) });
    expect(errorOf(() => dashboard.toJson())).toBe(
      '[Stack/Grafana] endpointName of Stack/Single must be known at synth, because a file is written then, got: a value that only the deployment knows');
  });

  test('is not written outside of the assembly, nor under an id that Grafana refuses', () => {
    expect(errorOf(() => model({ fileName: '../x.json' }))).toContain("fileName must be 1 to 255 letters, digits, dots, - and _, no path, got: '../x.json'");
    expect(errorOf(() => model({ uid: 'x'.repeat(41) }))).toContain('uid must be 1 to 40 letters, digits, - and _');
  });
});
