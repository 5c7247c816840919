import { App, Duration, Fn, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, ComparisonOperator, CompositeAlarm, AlarmRule, Dashboard, IAlarm, PromQLAlarm, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { bodies, body, chat, provisioned, rendered, texts, titles, widget } from './support';
import {
  DashboardLayout, InferenceSignal, InsightsAlarm, InsightsDashboard, InsightsDashboardProps, InsightsPanel, InsightsSection,
  InsightsSubject,
} from '../../src';
import { errorOf, testStack, vllmModel } from '../support';

const SECTIONS = ['## Performance', '## Capacity', '## Reliability'];

function dashboard(stack: Stack, props: Partial<InsightsDashboardProps> = {}): InsightsDashboard {
  return new InsightsDashboard(stack, 'Insights', { ...props, subject: props.subject ?? InsightsSubject.endpoint(chat(stack)) });
}

function headings(widgets: any[]): string[] {
  return texts(widgets).map((markdown) => markdown.split('\n')[0]).filter((line) => line.startsWith('## '));
}

function names(stack: Stack): unknown[] {
  return Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => Properties.DashboardName);
}

/** What synthesising the app of a stack reports. */
function synthError(stack: Stack): string {
  return errorOf(() => (stack.node.root as App).synth());
}

/** A panel of one's own with a number of widgets. */
function custom(section: InsightsSection, count: number, id: string = 'mine'): InsightsPanel {
  return InsightsPanel.custom(section, id, Array.from({ length: count }, (_, index) => [new TextWidget({ markdown: `mine ${index}`, width: 24, height: 1 })]));
}

describe('the dashboards', () => {
  test('are one with three sections', () => {
    const stack = testStack();
    const { dashboards } = dashboard(stack);
    expect(dashboards).toHaveLength(1);
    expect(headings(body(stack).widgets)).toEqual(SECTIONS);
  });

  test('are three on request, which link to each other', () => {
    const stack = testStack();
    const { dashboards } = dashboard(stack, { newDashboard: { layout: DashboardLayout.PER_SECTION, dashboardName: 'chat' } });
    expect(dashboards).toHaveLength(3);
    expect(names(stack)).toEqual(['chat-Performance', 'chat-Capacity', 'chat-Reliability']);
    const all: any[] = Object.values(bodies(stack));
    expect(all.map(({ widgets }) => headings(widgets))).toEqual(SECTIONS.map((section) => [section]));
    for (const { widgets } of all) {
      expect(texts(widgets)[0]).toContain('**Sections:** [Performance](https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/chat-Performance) · [Capacity](');
    }
  });

  test('hold every panel, in order', () => {
    const stack = testStack();
    dashboard(stack);
    const panels = texts(body(stack).widgets).map((markdown) => /^### (.*)/.exec(markdown)?.[1]).filter((title) => title !== undefined);
    expect(panels).toEqual(InsightsPanel.all().map(({ title }) => title));
  });

  test('open with the last three hours, and obey the periods of charts', () => {
    const stack = testStack();
    dashboard(stack);
    expect(body(stack)).toMatchObject({ start: '-PT3H', periodOverride: 'inherit' });
  });

  test('open with another time range on request', () => {
    const stack = testStack();
    dashboard(stack, { newDashboard: { defaultInterval: Duration.days(2) } });
    expect(body(stack).start).toBe('-P2D');
  });

  test('have a name made from path and Region', () => {
    const stack = testStack();
    dashboard(stack);
    expect(names(stack)).toEqual(['Stack-Insights-4EF52988-eu-central-1']);
    const agnostic = new Stack(new App(), 'Stack');
    dashboard(agnostic);
    expect(names(agnostic)).toEqual([{ 'Fn::Join': ['', [expect.stringMatching(/^Stack-Insights.*-$/), { Ref: 'AWS::Region' }]] }]);
  });

  test('have a component that is added after them', () => {
    const stack = testStack();
    const host = provisioned(stack, 0);
    dashboard(stack, { subject: InsightsSubject.endpoint(host) });
    host.addInferenceComponent('Late', { model: vllmModel(stack), resources: { accelerators: 1, minMemory: Size.gibibytes(8) } });
    const { widgets } = body(stack);
    expect(titles(widgets)).toContain('KV cache in use');
    expect(texts(widgets)[0]).toContain('stack-host-late-');
  });

  test('are the same bytes every time', () => {
    const template = () => {
      const stack = testStack();
      dashboard(stack, { subject: InsightsSubject.endpoint(provisioned(stack, 2)) });
      return JSON.stringify(Template.fromStack(stack).toJSON());
    };
    expect(template()).toBe(template());
  });
});

describe('an existing dashboard', () => {
  test('gets the sections below what stands on it', () => {
    const stack = testStack();
    const existingDashboard = new Dashboard(stack, 'Existing');
    existingDashboard.addWidgets(new TextWidget({ markdown: 'Ours', width: 24, height: 3 }));
    expect(dashboard(stack, { existingDashboard }).dashboards).toEqual([existingDashboard]);
    const { widgets } = body(stack);
    expect(widgets.slice(0, 2).map(({ y, properties }: any) => [y, properties.markdown.split('\n')[0]])).toEqual([[0, 'Ours'], [3, '# Endpoint chat']]);
    expect(headings(widgets)).toEqual(SECTIONS);
  });

  test('is not made, so nothing can be said about how', () => {
    const stack = testStack();
    expect(errorOf(() => dashboard(stack, { existingDashboard: new Dashboard(stack, 'Existing'), newDashboard: {} }))).toBe(
      '[Stack/Insights] newDashboard says how a dashboard is made: expected it or existingDashboard, got: both');
  });
});

describe('panels', () => {
  test('are left out, replaced and added', () => {
    const stack = testStack();
    const panels = InsightsPanel.all()
      .filter((panel) => panel !== InsightsPanel.COLD_START)
      .map((panel) => panel === InsightsPanel.ERROR_MIX ? custom(InsightsSection.PERFORMANCE, 1, 'error-mix') : panel)
      .concat(custom(InsightsSection.PERFORMANCE, 2, 'more'));
    dashboard(stack, { panels });
    const shown = texts(body(stack).widgets).join('\n');
    expect(shown).not.toContain('### Anatomy of cold starts');
    expect(shown).not.toContain('### Error mix');
    expect(shown.indexOf('mine 0')).toBeGreaterThan(shown.indexOf('### Engine and request pressure'));
    expect(shown.match(/mine 0/g)).toHaveLength(2);
    expect(shown.lastIndexOf('mine 1')).toBeLessThan(shown.indexOf('## Capacity\n'));
  });

  test('of one section make a dashboard with that section', () => {
    const stack = testStack();
    dashboard(stack, { panels: [InsightsPanel.ZONE_DISTRIBUTION], newDashboard: { layout: DashboardLayout.PER_SECTION } });
    expect(headings(body(stack).widgets)).toEqual(['## Reliability']);
  });

  test.each<[string, Partial<InsightsDashboardProps>, string]>([
    ['that stand twice', { panels: [InsightsPanel.SUMMARY, InsightsPanel.SUMMARY] }, 'panels: each panel must stand once, got twice: summary'],
    ['of which there is none', { panels: [] }, 'panels must hold at least one panel, got: none'],
  ])('%s are refused', (_, props, problem) => {
    expect(errorOf(() => dashboard(testStack(), props))).toBe(`[Stack/Insights] ${problem}`);
  });
});

describe('refused are', () => {
  test.each<[string, Partial<InsightsDashboardProps>, string]>([
    ['a name that CloudWatch does not take', { newDashboard: { dashboardName: 'a b' } },
      "newDashboard: dashboardName must be 1 to 255 letters, digits, - and _, got: 'a b'"],
    ['a negative rate', { expectations: { outputTokensPerSecond: -1 } },
      'expectations: outputTokensPerSecond must be a number of at least 0 tokens per second, got: -1'],
    ['endpoints to switch to on the dashboard of a fleet', { subject: InsightsSubject.fleet(testStack()), newDashboard: { switchTo: [] } },
      'newDashboard: switchTo must stand with the subject of an endpoint, got: fleet'],
    ['a name that is too long with the name of a section behind it', {
      newDashboard: { dashboardName: 'n'.repeat(244), layout: DashboardLayout.PER_SECTION },
    }, 'newDashboard: dashboardName may have at most 243 characters with a dashboard per section, got: 244'],
    ['a dashboard that shows no time at all', { newDashboard: { defaultInterval: Duration.seconds(0) } },
      'newDashboard: defaultInterval must be a whole number of at least 60 seconds, got: 0'],
    ['endpoints elsewhere to switch to', { newDashboard: { switchTo: [chat(testStack(), { endpointName: 'far', region: 'us-east-1' }, 'Far')] } },
      "newDashboard: switchTo: far must lie in the Region of the dashboard's endpoint, eu-central-1, got: us-east-1"],
    ['a threshold that is no number', {
      alarms: [{ alarm: Alarm.fromAlarmName(testStack(), 'One', 'one'), signal: InferenceSignal.MODEL_LATENCY, threshold: NaN }],
    }, 'alarms: the threshold at place 0 must be a finite number, got: NaN'],
  ])('%s', (_, props, problem) => {
    expect(errorOf(() => dashboard(testStack(), props))).toBe(`[Stack/Insights] ${problem}`);
  });
});

describe('500 widgets', () => {
  /** The widgets of one panel, its section and the head of the dashboard. */
  function count(widgets: number): Stack {
    const stack = testStack();
    dashboard(stack, { panels: [custom(InsightsSection.CAPACITY, widgets - 2)] });
    return stack;
  }

  test('are accepted', () => {
    const stack = count(500);
    expect(body(stack).widgets).toHaveLength(500);
  });

  test('and one more fail synth, with a hint how to split', () => {
    expect(synthError(count(501))).toContain(
      '[Stack/Insights] a dashboard may have at most 500 widgets, got: 501 (Capacity 499). ' +
      'Spread panels over several InsightsDashboards with the property panels');
  });

  test('count what others put on an existing dashboard, too', () => {
    const stack = testStack();
    const existingDashboard = new Dashboard(stack, 'Existing');
    for (let number = 0; number < 500; number++) {
      existingDashboard.addWidgets(new TextWidget({ markdown: 'x' }));
    }
    dashboard(stack, { existingDashboard, panels: [InsightsPanel.SCALING_EVENTS] });
    expect(synthError(stack)).toContain('at most 500 widgets, got: 504 (Reliability 2). Give the sections dashboards of their own');
  });
});

describe('links', () => {
  const CONSOLE = 'https://eu-central-1.console.aws.amazon.com';

  /** A fleet, its endpoint and a component, each with a dashboard. */
  function linked() {
    const stack = testStack();
    const host = chat(stack);
    const name = (dashboardName: string) => ({ newDashboard: { dashboardName } });
    new InsightsDashboard(stack, 'Fleet', { subject: InsightsSubject.fleet(stack, { endpoints: [host] }), ...name('fleet') });
    new InsightsDashboard(stack, 'Endpoint', { subject: InsightsSubject.endpoint(host), ...name('the-endpoint') });
    new InsightsDashboard(stack, 'Component', { subject: InsightsSubject.component(host.inferenceComponents[0], host), ...name('the-component') });
    const all = bodies(stack);
    const head = (prefix: string) => texts(Object.entries(all).find(([id]) => id.startsWith(prefix))![1].widgets)[0];
    return { fleet: head('Fleet'), endpoint: head('Endpoint'), component: head('Component') };
  }

  const page = (name: string) => `(${CONSOLE}/cloudwatch/home?region=eu-central-1#dashboards/dashboard/${name})`;

  test('lead from a fleet to its endpoints and to their components, and back', () => {
    const { fleet, endpoint, component } = linked();
    expect(fleet).toContain(`**Endpoints:** [chat]${page('the-endpoint')}`);
    expect(endpoint).toContain(`[qwen]${page('the-component')}`);
    expect(component).toContain(`[Endpoint chat]${page('the-endpoint')}`);
    expect(component).toContain(`[Fleet]${page('fleet')}`);
    expect(endpoint).toContain(`[Fleet]${page('fleet')}`);
  });

  test('lead to the log groups and to the page of the endpoint', () => {
    const { endpoint, component } = linked();
    const logs = (name: string) => `(${CONSOLE}/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Fsagemaker$252F${name})`;
    expect(endpoint).toContain(`**Logs:** [endpoint]${logs('Endpoints$252Fchat')}`);
    expect(endpoint).toContain(`([logs]${logs('InferenceComponents$252Fqwen')})`);
    expect(component).toContain(`[component]${logs('InferenceComponents$252Fqwen')} · [endpoint]${logs('Endpoints$252Fchat')}`);
    for (const head of [endpoint, component]) {
      expect(head).toContain(`[button:primary:Endpoint in SageMaker](${CONSOLE}/sagemaker/home?region=eu-central-1#/endpoints/chat)`);
    }
  });

  test.each([
    ['us-gov-west-1', 'amazonaws-us-gov.com'], ['cn-north-1', 'amazonaws.cn'], ['us-east-1', 'aws.amazon.com'],
  ])('lead to the page of an endpoint that has no dashboard, where it lies: %s', (region, domain) => {
    const stack = testStack();
    new InsightsDashboard(stack, 'Fleet', { subject: InsightsSubject.fleet(stack, { endpoints: [chat(stack, { region })] }) });
    expect(texts(body(stack).widgets)[0]).toContain(`[chat](https://${region}.console.${domain}/sagemaker/home?region=${region}#/endpoints/chat)`);
  });

  test('do not lead to an address of SageMaker Insights, which is not documented', () => {
    expect(Object.values(linked()).join()).not.toMatch(/insights/i);
  });

  test('to components end after some, so that the head does not grow without end', () => {
    const stack = testStack();
    const many = Array.from({ length: 40 }, (_, number) => `component-${number}`);
    dashboard(stack, { subject: InsightsSubject.endpoint(chat(stack, { inferenceComponentNames: many })) });
    const [head] = texts(body(stack).widgets);
    expect(head).toContain('component-4 logs');
    expect(head).not.toContain('component-5 logs');
    expect(head).toContain('and 35 more');
  });

  test('between dashboards of two stacks need no reference', () => {
    const app = new App();
    const env = { region: 'eu-central-1', account: '111122223333' };
    const [one, other] = ['One', 'Other'].map((id) => new Stack(app, id, { env }));
    const host = chat(one);
    new InsightsDashboard(one, 'Endpoint', { subject: InsightsSubject.endpoint(host) });
    new InsightsDashboard(other, 'Fleet', { subject: InsightsSubject.fleet(other, { endpoints: [host] }) });
    app.synth();
    expect(texts(body(other).widgets)[0]).toContain('#dashboards/dashboard/One-Endpoint');
    expect([...one.dependencies, ...other.dependencies]).toEqual([]);
  });

  test('lead to an existing dashboard only where its name is literal', () => {
    for (const [dashboardName, expected] of [['ours', page('ours')], [undefined, `(${CONSOLE}/sagemaker/home?region=eu-central-1#/endpoints/chat)`]]) {
      const stack = testStack();
      const host = chat(stack);
      new InsightsDashboard(stack, 'Endpoint', {
        subject: InsightsSubject.endpoint(host), existingDashboard: new Dashboard(stack, 'Existing', { dashboardName }),
      });
      new InsightsDashboard(stack, 'Fleet', { subject: InsightsSubject.fleet(stack, { endpoints: [host] }) });
      const [, fleet] = Object.entries(bodies(stack)).find(([id]) => id.startsWith('Fleet'))!;
      expect(texts(fleet.widgets)[0]).toContain(`[chat]${expected}`);
    }
  });
});

describe('alarms', () => {
  function alarms(stack: Stack): InsightsAlarm[] {
    const promQl = new PromQLAlarm(stack, 'Cache', {
      alarmName: 'cache', query: 'vllm:kv_cache_usage_perc > 0.8', evaluationInterval: Duration.minutes(1),
    });
    const metric: IAlarm = new Alarm(stack, 'Latency', {
      alarmName: 'latency',
      metric: chat(stack, {}, 'Watched').metricModelLatency(),
      threshold: 2_000_000,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
    const composite = new CompositeAlarm(stack, 'Both', { compositeAlarmName: 'both', alarmRule: AlarmRule.anyOf(promQl, metric) });
    return [
      { alarm: promQl, title: 'Cache full', signal: InferenceSignal.KV_CACHE_UTILIZATION, threshold: 80 },
      { alarm: metric, title: 'Slow', signal: InferenceSignal.MODEL_LATENCY, threshold: 2 },
      { alarm: composite, title: 'Anything' },
    ];
  }

  test('are tiles beside the health of instances', () => {
    const stack = testStack();
    const subject = InsightsSubject.endpoint(chat(stack));
    const [, health, tiles] = rendered(InsightsPanel.HEALTH_BY_INSTANCE.widgets(subject, { alarms: alarms(stack) }), stack);
    expect(tiles).toMatchObject({ type: 'alarm', x: 16, y: health.y, width: 8 });
    expect(tiles.properties.alarms).toEqual(['Cache', 'Latency', 'Both'].map((id) => expect.stringMatching(new RegExp(`^<${id}[0-9A-F]{8}.Arn>$`))));
  });

  test('of more than 100 are spread over widgets', () => {
    const stack = testStack();
    const [{ alarm }] = alarms(stack);
    const many = Array.from({ length: 101 }, () => ({ alarm }));
    const found = rendered(InsightsPanel.HEALTH_BY_INSTANCE.widgets(InsightsSubject.endpoint(chat(stack)), { alarms: many }), stack);
    expect(found.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms.length)).toEqual([100, 1]);
  });

  test('are missed by a line where there are none', () => {
    const stack = testStack();
    expect(texts(rendered(InsightsPanel.HEALTH_BY_INSTANCE.widgets(InsightsSubject.endpoint(chat(stack))), stack))[1]).toContain('No alarms were handed');
  });

  test('are links in the head', () => {
    const stack = testStack();
    dashboard(stack, { alarms: [{ alarm: Alarm.fromAlarmName(stack, 'Named', 'cache'), title: 'Cache full' }] });
    expect(texts(body(stack).widgets)[0]).toContain(
      '**Alarms:** [Cache full](https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/cache)');
  });

  test('draw their threshold on the charts of their signal, in the unit of the chart, in the place of the usual line', () => {
    const stack = testStack();
    const given = alarms(stack);
    const subject = InsightsSubject.endpoint(chat(stack));
    const pressure = widget(InsightsPanel.ENGINE_PRESSURE, subject, 'KV cache in use', { alarms: given });
    expect(pressure.properties.plotOptions.annotations.horizontal).toEqual([{ type: 'static', label: 'Cache full', value: 80, color: '#d62728' }]);
    const unchanged = widget(InsightsPanel.ENGINE_PRESSURE, subject, 'KV cache in use');
    expect(unchanged.properties.plotOptions.annotations.horizontal).toEqual([
      { type: 'static', label: 'requests soon wait (vLLM)', value: 90, color: '#ff7f0e' },
    ]);
    const latency = widget(InsightsPanel.LATENCY_BREAKDOWN, subject, 'Invoke: model and overhead, P90', { alarms: given });
    expect(latency.properties.annotations.horizontal).toEqual([{ label: 'Slow', value: 2000, color: '#d62728', yAxis: 'left' }]);
  });

  test('colour the map of health by their threshold', () => {
    const stack = testStack();
    const given = [{ alarm: alarms(stack)[0].alarm, signal: InferenceSignal.WAITING_REQUESTS, threshold: 25 }];
    const [, map] = rendered(InsightsPanel.HEALTH_BY_INSTANCE.widgets(InsightsSubject.endpoint(chat(stack)), { alarms: given }), stack);
    expect(map.properties.title).toBe('Requests waiting, from 0 to 25 (percent of the range)');
    expect(map.properties.data.queries[0].query).toMatch(/\/ 25, 100\)$/);
  });

  test('colour it by the lowest of several thresholds, and by none that leaves no room for colours', () => {
    const stack = testStack();
    const [{ alarm }] = alarms(stack);
    const given = [30, 0, 12].map((threshold) => ({ alarm, signal: InferenceSignal.WAITING_REQUESTS, threshold }));
    const subject = InsightsSubject.endpoint(chat(stack));
    expect(titles(rendered(InsightsPanel.HEALTH_BY_INSTANCE.widgets(subject, { alarms: given }), stack))[0]).toContain('from 0 to 12');
  });
});

describe('links to alarms', () => {
  test('survive any name, and lead to the Region of the alarm', () => {
    const stack = testStack();
    const named = { alarm: Alarm.fromAlarmName(stack, 'Named', 'KV cache (prod) 90% #1'), title: 'Cache [prod]' };
    const elsewhere = { alarm: Alarm.fromAlarmArn(stack, 'Elsewhere', 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:far') };
    new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(chat(stack)), alarms: [named, elsewhere] });
    const [head] = texts(body(stack).widgets);
    expect(head).toContain('[Cache \\[prod\\]](https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1' +
      '#alarmsV2:alarm/KV%20cache%20%28prod%29%2090%25%20%231)');
    expect(head).toContain('[far](https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/far)');
  });

  test('keep names that only the deployment knows', () => {
    const stack = testStack();
    const alarm = { alarm: Alarm.fromAlarmName(stack, 'Named', 'late'), title: `${Fn.importValue('late')} [prod]` };
    new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(chat(stack)), alarms: [alarm] });
    const written = JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    expect(written).toContain('{"Fn::ImportValue":"late"}," \\\\\\\\[prod');
    expect(written).not.toContain('TOKEN');
  });
});

test('a dashboard can be switched to other endpoints by a variable', () => {
  const stack = testStack();
  dashboard(stack, { newDashboard: { switchTo: [chat(stack, { endpointName: 'code' }, 'Code')] } });
  expect(body(stack).variables).toEqual([{
    type: 'pattern',
    pattern: 'chat',
    inputType: 'select',
    id: 'endpoint',
    label: 'Endpoint',
    defaultValue: 'chat',
    values: [{ label: 'chat', value: 'chat' }, { label: 'code', value: 'code' }],
  }]);
});
