import { chat, component, endpoint, fleet, promQl, rendered, single, texts, titles, widget, widgets } from './support';
import {
  InferenceComponentEndpoint, InferenceEndpoint, InsightsPanel, InsightsSection, InsightsSubject, InstanceFleet, PublishFrequency,
  ServingEngine,
} from '../../src';
import { panelQueries } from '../../src/dashboards/panel-queries';
import { errorOf, testStack } from '../support';

const ALL = InsightsPanel.all();

/** Every text of every panel. */
function allTexts(subject: InsightsSubject): string {
  return ALL.flatMap((panel) => texts(widgets(panel, subject))).join('\n');
}

function allQueries(subject: InsightsSubject): string {
  return panelQueries(subject).map((query) => query.promQl).join('\n');
}

describe('component panels', () => {
  test('exist on an endpoint with components', () => {
    expect(allQueries(endpoint())).toContain('"aws.sagemaker.inference_component.name"');
  });

  test('do not exist on a single-model endpoint, and lines say why', () => {
    const subject = single();
    expect(allQueries(subject)).not.toContain('inference_component.name"');
    expect(texts(widgets(InsightsPanel.HEALTH_BY_COMPONENT, subject))).toEqual([
      '### Health by component copy\nNot shown: there are no inference components on this endpoint.',
    ]);
    expect(texts(widgets(InsightsPanel.REBALANCING, subject))[0]).toContain('this endpoint has none');
    expect(texts(widgets(InsightsPanel.UTILIZATION_OVER_TIME, subject))[1]).toContain('There are no inference components');
    expect(titles(widgets(InsightsPanel.SUMMARY, subject))).not.toContain('Inference components (count)');
  });

  test('do not exist on an endpoint of this app before its first component', () => {
    const host = new InferenceComponentEndpoint(testStack(), 'Host', { instances: InstanceFleet.of('ml.g6.xlarge', { max: 1 }) });
    expect(texts(widgets(InsightsPanel.HEALTH_BY_COMPONENT, InsightsSubject.endpoint(host)))[0]).toContain('Not shown');
  });

  test('exist on an import of which nothing is known, because it may have components', () => {
    const subject = InsightsSubject.endpoint(InferenceEndpoint.fromEndpointName(testStack(), 'Endpoint', 'chat'));
    expect(titles(widgets(InsightsPanel.HEALTH_BY_COMPONENT, subject))).toContain('KV cache in use');
  });
});

describe('token panels', () => {
  test.each([
    ['vLLM', ServingEngine.VLLM, true], ['SGLang', ServingEngine.SGLANG, true], ['TGI', ServingEngine.TGI, false], ['DJL', ServingEngine.DJL, false],
  ])('%s', (_, engine, exist) => {
    const subject = endpoint({ engines: [engine] });
    expect(titles(widgets(InsightsPanel.TOKEN_STREAMING, subject)).length).toBe(exist ? 2 : 0);
    expect(texts(widgets(InsightsPanel.TOKEN_STREAMING, subject))[0].includes('Not shown: time to first token. No engine here publishes it')).toBe(!exist);
    expect(titles(widgets(InsightsPanel.TOKEN_THROUGHPUT, subject)).some((title) => title.startsWith('Output tokens'))).toBe(exist);
  });

  test('of TGI: running and waiting requests are shown, the KV cache is not', () => {
    const shown = widgets(InsightsPanel.ENGINE_PRESSURE, endpoint({ engines: [ServingEngine.TGI] }));
    expect(titles(shown)).toEqual(['Requests running, waiting: highest of a copy']);
    expect(texts(shown)[1]).toContain('Not shown: kv cache in use.');
  });

  test('of an engine without series: a line for each', () => {
    const subject = endpoint({ engines: [ServingEngine.TRITON] });
    expect(titles(widgets(InsightsPanel.INSTANCE_COMPARISON, subject))).toEqual([]);
    expect(titles(widgets(InsightsPanel.ENGINE_PRESSURE, subject))).toEqual([]);
  });
});

describe('GPU panels', () => {
  test('exist where an instance type may have GPUs that report', () => {
    expect(allQueries(endpoint({ instanceTypes: ['ml.c7i.xlarge', 'ml.g6.xlarge'] }))).toContain('DCGM_FI_DEV_GPU_UTIL');
    expect(allQueries(endpoint({ instanceTypes: undefined }))).toContain('DCGM_FI_DEV_GPU_UTIL');
  });

  test('do not exist where none has, and a line says why', () => {
    const subject = endpoint({ instanceTypes: ['ml.inf2.48xlarge', 'ml.c7i.xlarge'] });
    expect(allQueries(subject)).not.toContain('DCGM');
    expect(texts(widgets(InsightsPanel.CAPACITY_COMPARISON, subject))[1]).toBe('Not shown: GPUs. The instance types have none that report.');
    expect(titles(widgets(InsightsPanel.CAPACITY_HEALTH, subject))).toEqual(['Memory in use, from 0 to 90 (percent of the range)']);
    expect(titles(widgets(InsightsPanel.COLD_START, subject))).toEqual(['Model download, Container start, the rest']);
  });

  test('per GPU where an instance has several, with the maximum next to the average', () => {
    const subject = single();
    const [byGpu] = promQl(widget(InsightsPanel.UTILIZATION_OVER_TIME, subject, 'GPU memory in use by GPU'));
    expect(byGpu).toMatch(/^topk\(100, max by \("@resource\.host\.id", gpu\)/);
    expect(promQl(widget(InsightsPanel.UTILIZATION_OVER_TIME, subject, 'GPU memory in use by instance')).map((query) =>
      /, "shows", "([^"]*)"/.exec(query)?.[1])).toEqual(['avg of GPUs', 'max of GPUs', undefined]);
  });

  test('not per GPU where only accelerators that do not report are several', () => {
    const subject = endpoint({ instanceTypes: ['ml.g6.xlarge', 'ml.inf2.48xlarge'] });
    expect(titles(widgets(InsightsPanel.UTILIZATION_OVER_TIME, subject))).toContain('GPU busy by component copy');
  });

  test('not per GPU where every instance has one', () => {
    const subject = single(testStack(), 'ml.g6.xlarge');
    expect(titles(widgets(InsightsPanel.UTILIZATION_OVER_TIME, subject)).filter((title) => title.includes('by GPU'))).toEqual([]);
    expect(promQl(widget(InsightsPanel.UTILIZATION_OVER_TIME, subject, 'GPU busy by instance'))).toHaveLength(2);
    expect(titles(widgets(InsightsPanel.UTILIZATION_OVER_TIME, endpoint({ instanceTypes: ['ml.g6.xlarge'] })))).toContain('GPU busy by component copy');
  });
});

describe('detailed observability', () => {
  test('off: no query, and a line in every panel that would have had one', () => {
    const off = endpoint({ detailedObservability: false });
    expect(panelQueries(off)).toEqual([]);
    const silent = ALL.filter((panel) => !texts(widgets(panel, off)).join().includes('Detailed observability is off'));
    expect(silent.map(({ id }) => id)).toEqual(['health-by-endpoint', 'latency-breakdown', 'traffic-distribution', 'error-mix']);
  });

  test('unknown: everything is asked for', () => {
    expect(allTexts(endpoint({ detailedObservability: undefined }))).not.toContain('Detailed observability');
  });
});

describe('a component', () => {
  test('asks about itself, and about the endpoint only for what knows no component', () => {
    for (const { promQl: query } of panelQueries(component())) {
      const ofEndpoint = /(node_|e2e|DCGM_FI_DEV_FB)[a-zA-Z_]*\{[^}]*"aws\.sagemaker\.endpoint\.name"="chat"/.test(query);
      expect({ query, asks: ofEndpoint || query.includes('{"aws.sagemaker.inference_component.name"="qwen"') }).toEqual({ query, asks: true });
    }
    const ofEngineAndGpus = panelQueries(component()).filter(({ chart }) => chart !== 'GPU memory free, by instance').map((one) => one.promQl);
    expect(ofEngineAndGpus.join('\n')).not.toMatch(/(vllm:|DCGM)[a-zA-Z_:]*\{"aws\.sagemaker\.endpoint\.name"/);
  });

  test('asks for the free memory of every GPU of its instances: another model may use one that no component uses', () => {
    const [fullest, emptiest] = promQl(widget(InsightsPanel.CAPACITY_COMPARISON, component(), 'GPU memory free'));
    for (const query of [fullest, emptiest]) {
      expect(query).toContain('DCGM_FI_DEV_FB_FREE{"aws.sagemaker.endpoint.name"="chat"}');
      expect(query).toContain(') and (group by ("@resource.host.id") (last_over_time(vllm:num_requests_running{"aws.sagemaker.inference_component.name"="qwen"}');
    }
  });

  test('has capacity errors and first chunks on its endpoint, and says so', () => {
    expect(texts(widgets(InsightsPanel.CAPACITY_ERRORS, component()))[0]).toContain('see the endpoint');
  });
});

describe('a fleet', () => {
  test('asks about every endpoint: no name stands in a query', () => {
    const stack = testStack();
    const endpoints = [chat(stack), chat(stack, { endpointName: 'code' }, 'Code')];
    const queries = allQueries(InsightsSubject.fleet(stack, { endpoints }));
    expect(queries).not.toContain('"chat"');
    expect(queries).toContain('by ("aws.sagemaker.endpoint.name"');
  });

  test('may be narrowed to some endpoints, and then what is known of them decides', () => {
    const stack = testStack();
    const known = { instanceTypes: ['ml.c7i.xlarge'], inferenceComponentNames: [] };
    const endpoints = [chat(stack, known), chat(stack, { ...known, endpointName: 'code' }, 'Code')];
    const subject = InsightsSubject.fleet(stack, { endpoints, endpointsOnly: true });
    expect(allQueries(subject)).toContain('{"aws.sagemaker.endpoint.name"=~"chat|code"}');
    expect(allQueries(subject)).not.toContain('DCGM');
  });

  test('draws at most the 100 highest or lowest rows of what may be more', () => {
    const unlimited = panelQueries(fleet()).filter(({ promQl: query }) =>
      / by \(/.test(query) && !/(topk|bottomk)\(100, /.test(query) && !/^(avg|min|count|quantile|clamp_max|0 \*|\(*max)/.test(query));
    expect(unlimited.map(({ panel, chart, promQl: query }) => `${panel}: ${chart}: ${query}`)).toEqual([]);
  });

  test('cannot be narrowed to nothing, nor to endpoints of several Regions or accounts', () => {
    const stack = testStack();
    expect(errorOf(() => InsightsSubject.fleet(stack, { endpointsOnly: true }))).toBe(
      'a fleet with endpointsOnly needs endpoints: expected at least one, got: none');
    const endpoints = [chat(stack, { region: 'us-east-1' }), chat(stack, { region: 'us-west-2' }, 'West')];
    expect(errorOf(() => InsightsSubject.fleet(stack, { endpoints, endpointsOnly: true }))).toBe(
      'the endpoints of a fleet must lie in one region, because queries run in one: got: us-east-1, us-west-2');
    const accounts = [chat(stack, { account: '111122223333' }, 'A'), chat(stack, { account: '444455556666' }, 'B')];
    expect(errorOf(() => InsightsSubject.fleet(stack, { endpoints: accounts, endpointsOnly: true }))).toContain('must lie in one account');
  });

  test('is asked where its endpoints lie, which must be one place', () => {
    const stack = testStack();
    const there = { region: 'us-east-1', account: '444455556666' };
    const subject = InsightsSubject.fleet(stack, { endpoints: [chat(stack, there)] });
    expect(widget(InsightsPanel.SUMMARY, subject, 'Instances').properties.data.queries[0]).toMatchObject({ region: 'us-east-1', accountId: '444455556666' });
    expect(errorOf(() => InsightsSubject.fleet(stack, { endpoints: [chat(stack, there, 'There'), chat(stack, {}, 'Here')] }))).toContain(
      'the endpoints of a fleet must lie in one region');
  });

  test('may lie in another Region and account', () => {
    const stack = testStack();
    const subject = InsightsSubject.fleet(stack, { region: 'us-east-1', account: '444455556666' });
    const [, streaming] = rendered(InsightsPanel.TOKEN_STREAMING.widgets(subject), stack);
    expect(streaming.properties.data.queries[0]).toMatchObject({ region: 'us-east-1', accountId: '444455556666' });
  });
});

test('queries run where the endpoint lies, which is said only where that is elsewhere', () => {
  const stack = testStack('eu-central-1');
  const subject = InsightsSubject.endpoint(chat(stack, { region: 'us-east-1', account: '444455556666' }));
  const [, remote] = rendered(InsightsPanel.TOKEN_STREAMING.widgets(subject), stack);
  expect(remote.properties.data.queries[0]).toMatchObject({ region: 'us-east-1', accountId: '444455556666' });
  const [, local] = widgets(InsightsPanel.TOKEN_STREAMING, endpoint());
  expect(Object.keys(local.properties.data.queries[0])).toEqual(['id', 'type', 'language', 'query', 'label', 'step']);
});

test.each([
  [PublishFrequency.TEN_SECONDS, 60], [PublishFrequency.ONE_MINUTE, 60], [PublishFrequency.THREE_MINUTES, 180], [undefined, 300],
])('published every %s seconds: points lie %s seconds apart', (publishFrequency, step) => {
  const [, streaming] = widgets(InsightsPanel.TOKEN_STREAMING, endpoint({ publishFrequency }));
  expect(streaming.properties.data.queries.map((query: any) => query.step)).toEqual([step, step]);
  const [, traffic] = widgets(InsightsPanel.TRAFFIC_DISTRIBUTION, endpoint({ publishFrequency }));
  expect(traffic.properties.period).toBe(step);
});

test('the widgets of a section are those of its panels', () => {
  const subject = endpoint();
  const section = rendered(InsightsPanel.sectionWidgets(InsightsSection.RELIABILITY, subject));
  const panels = ALL.filter((panel) => panel.section === InsightsSection.RELIABILITY);
  expect(titles(section)).toEqual(panels.flatMap((panel) => titles(widgets(panel, subject))));
  expect(titles(section).length).toBeGreaterThan(6);
});
