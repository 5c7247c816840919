import { Duration } from 'aws-cdk-lib';
import { chat, component, endpoint, fleet, metrics, rendered, texts, titles, unit, widget, widgets } from './support';
import { InferenceEndpoint, InsightsPanel, InsightsSubject, PublishFrequency } from '../../src';
import { renderClassic } from '../../src/dashboards/classic-query';
import { ClassicMetrics, DimensionSet } from '../../src/telemetry/classic-metrics';
import { testStack } from '../support';

/*
 * Requests, errors and latencies come from classic metrics. Each line is namespace, metric, dimensions, expression and statistic as the
 * widget has them, written out by hand.
 */

const CHAT = 'EndpointName chat VariantName AllTraffic';

function search(dimensions: string, metric: string, term: string = ' EndpointName="chat"', seconds: number = 60): string {
  return `SEARCH('{AWS/SageMaker,${dimensions}} MetricName="${metric}"${term}', 'Sum', ${seconds})`;
}

function sorted(expression: string): string {
  return `SORT(${expression}, MAX, DESC, 100)`;
}

const BY_INSTANCE = 'EndpointName,VariantName,InstanceId';
const BY_ZONE = 'EndpointName,VariantName,Region,AvailabilityZone,InstanceType';
const BY_CONTAINER = 'EndpointName,VariantName,InferenceComponentName,InstanceId,ContainerId';

describe('summary', () => {
  test('the requests of an endpoint: one metric, summed over the time range', () => {
    expect(metrics(widget(InsightsPanel.SUMMARY, endpoint(), 'Requests'))).toEqual([`AWS/SageMaker Invocations ${CHAT} Sum`]);
  });

  test('the requests of a component, which has one dimension', () => {
    expect(metrics(widget(InsightsPanel.SUMMARY, component(), 'Requests'))).toEqual(['AWS/SageMaker Invocations InferenceComponentName qwen Sum']);
  });

  test('the requests of every endpoint together', () => {
    expect(metrics(widget(InsightsPanel.SUMMARY, fleet(), 'Requests'))).toEqual([`SUM(${search('EndpointName,VariantName', 'Invocations', '')})`]);
  });
});

describe('latency breakdown', () => {
  test.each([
    ['Invoke: model and overhead, P50', 'ModelLatency', 'OverheadLatency', 'p50'],
    ['Invoke: model and overhead, P90', 'ModelLatency', 'OverheadLatency', 'p90'],
    ['First chunk: model and overhead, P50', 'FirstChunkModelLatency', 'FirstChunkOverheadLatency', 'p50'],
    ['First chunk: model and overhead, P90', 'FirstChunkModelLatency', 'FirstChunkOverheadLatency', 'p90'],
  ])('%s: stacked, microseconds divided by 1000', (title, model, overhead, statistic) => {
    const chart = widget(InsightsPanel.LATENCY_BREAKDOWN, endpoint(), title);
    expect(metrics(chart)).toEqual([
      'm1 / 1000', `AWS/SageMaker ${model} ${CHAT} ${statistic} hidden`, 'm2 / 1000', `AWS/SageMaker ${overhead} ${CHAT} ${statistic} hidden`,
    ]);
    expect(chart.properties).toMatchObject({ view: 'timeSeries', stacked: true });
    expect(unit(chart)).toBe('milliseconds');
    expect(chart.properties.metrics.map(([first]: any[]) => first.label).filter(Boolean)).toEqual(['Model', 'Overhead']);
  });

  test('of a component: by its name alone, and a line says that first chunks exist per endpoint only', () => {
    const shown = widgets(InsightsPanel.LATENCY_BREAKDOWN, component());
    expect(titles(shown)).toEqual(['Invoke: model and overhead, P50', 'Invoke: model and overhead, P90']);
    expect(metrics(shown[1])[1]).toBe('AWS/SageMaker ModelLatency InferenceComponentName qwen p50 hidden');
    expect(texts(shown)[1]).toContain('Not shown: first chunks.');
  });

  test('of a fleet: a line per endpoint, not stacked', () => {
    const chart = widget(InsightsPanel.LATENCY_BREAKDOWN, fleet(), 'Invoke: model and overhead, P90');
    expect(metrics(chart)).toEqual(['ModelLatency', 'OverheadLatency'].map((metric) =>
      sorted(`SEARCH('{AWS/SageMaker,EndpointName,VariantName} MetricName="${metric}"', 'p90', 60) / 1000`)));
    expect(chart.properties.stacked).toBe(false);
  });
});

describe('traffic distribution', () => {
  test('requests, 4XX and 5XX per minute by instance, component copy and zone', () => {
    const subject = endpoint();
    const shown = widgets(InsightsPanel.TRAFFIC_DISTRIBUTION, subject).slice(1);
    expect(shown.map((one) => [one.properties.title, unit(one), ...metrics(one)])).toEqual([
      ['Requests by instance', 'requests per minute', sorted(search(BY_INSTANCE, 'Invocations'))],
      ['4XX and 5XX errors by instance', 'errors per minute',
        sorted(search(BY_INSTANCE, 'Invocation4XXErrors')), sorted(search(BY_INSTANCE, 'Invocation5XXErrors'))],
      ['Requests by component copy (errors: see error mix)', 'requests per minute', sorted(search(BY_CONTAINER, 'Invocations'))],
      ['Requests by zone', 'requests per minute', sorted(search(BY_ZONE, 'Invocations'))],
      ['4XX and 5XX errors by zone', 'errors per minute',
        sorted(search(BY_ZONE, 'Invocation4XXErrors')), sorted(search(BY_ZONE, 'Invocation5XXErrors'))],
    ]);
  });

  test('at a publish frequency of five minutes a sum is divided by five', () => {
    const slow = endpoint({ publishFrequency: PublishFrequency.FIVE_MINUTES });
    const chart = widget(InsightsPanel.TRAFFIC_DISTRIBUTION, slow, 'Requests by instance');
    expect(metrics(chart)).toEqual([sorted(`${search(BY_INSTANCE, 'Invocations', ' EndpointName="chat"', 300)} / 5`)]);
    expect(chart.properties.period).toBe(300);
  });

  test('of a component: its copies and zones', () => {
    const shown = widgets(InsightsPanel.TRAFFIC_DISTRIBUTION, component());
    expect(titles(shown)).toEqual(['Requests by component copy (errors: see error mix)', 'Requests by zone', '4XX and 5XX errors by zone']);
    expect(metrics(shown[1])).toEqual([sorted(search(BY_CONTAINER, 'Invocations', ' EndpointName="chat" InferenceComponentName="qwen"'))]);
    expect(metrics(shown[2])).toEqual([
      sorted(search('InferenceComponentName,Region,AvailabilityZone,InstanceType', 'Invocations', ' InferenceComponentName="qwen"')),
    ]);
  });

  test('without enhanced metrics a line says why there is nothing by instance', () => {
    const shown = widgets(InsightsPanel.TRAFFIC_DISTRIBUTION, endpoint({ enhancedMetrics: false }));
    expect(titles(shown)).toEqual(['Requests by zone', '4XX and 5XX errors by zone']);
    expect(texts(shown)[1]).toContain('Enhanced metrics are off');
  });

  test('a variant that somebody chose is asked for', () => {
    const subject = endpoint({ variantName: 'blue' });
    expect(metrics(widget(InsightsPanel.TRAFFIC_DISTRIBUTION, subject, 'Requests by instance'))).toEqual([
      sorted(search(BY_INSTANCE, 'Invocations', ' EndpointName="chat" VariantName="blue"')),
    ]);
  });
});

describe('error mix', () => {
  test('by kind for an endpoint, mid-stream errors among them', () => {
    const chart = widget(InsightsPanel.ERROR_MIX, endpoint(), 'Errors by kind');
    expect(metrics(chart)).toEqual(['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors', 'MidStreamErrors']
      .map((metric) => `AWS/SageMaker ${metric} ${CHAT} Sum`));
    expect(chart.properties).toMatchObject({ view: 'timeSeries', stacked: true });
    expect(unit(chart)).toBe('errors per minute');
  });

  test('by kind for a component: requests that found no copy instead of mid-stream errors, which exist per endpoint only', () => {
    expect(metrics(widget(InsightsPanel.ERROR_MIX, component(), 'Errors by kind'))).toEqual(
      ['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors', 'NoCapacityInvocationFailures']
        .map((metric) => `AWS/SageMaker ${metric} InferenceComponentName qwen Sum`));
  });

  test('by component copy', () => {
    expect(metrics(widget(InsightsPanel.ERROR_MIX, endpoint(), '4XX, 5XX and model errors by component copy'))).toEqual(
      ['Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors'].map((metric) => sorted(search(BY_CONTAINER, metric))));
  });

  test('of every endpoint: also requests that found no copy', () => {
    expect(metrics(widget(InsightsPanel.ERROR_MIX, fleet(), 'Requests that found no copy'))).toEqual([
      sorted(search('InferenceComponentName', 'NoCapacityInvocationFailures', '')),
    ]);
  });

  test('without enhanced metrics a line says why there is nothing by component', () => {
    const shown = widgets(InsightsPanel.ERROR_MIX, endpoint({ enhancedMetrics: false }));
    expect(titles(shown)).toEqual(['Errors by kind']);
    expect(texts(shown)[1]).toContain('Enhanced metrics are off');
  });
});

describe('capacity', () => {
  test('what components reserve of the endpoint, in percent', () => {
    const chart = widget(InsightsPanel.CAPACITY_COMPARISON, endpoint(), 'Reserved by components');
    expect(metrics(chart)).toEqual(['GPUReservation', 'CPUReservation', 'MemoryReservation'].map((metric) => `/aws/sagemaker/Endpoints ${metric} ${CHAT} Average`));
    expect(chart.properties.yAxis.left).toEqual({ label: 'percent', min: 0, max: 100, showUnits: false });
  });

  test('what the copies of a component use of what they reserve, in percent', () => {
    const chart = widget(InsightsPanel.UTILIZATION_OVER_TIME, component(), 'CPU and memory');
    expect(metrics(chart)).toEqual(['CPUUtilizationNormalized', 'MemoryUtilizationNormalized']
      .map((metric) => `/aws/sagemaker/InferenceComponents ${metric} InferenceComponentName qwen Average`));
    expect(unit(chart)).toBe('percent');
  });
});

describe('a search', () => {
  test('of many names is split so that none is longer than CloudWatch takes', () => {
    const stack = testStack();
    const names = Array.from({ length: 30 }, (_, number) => `endpoint-${`${number}`.padStart(2, '0')}-${'x'.repeat(50)}`);
    const endpoints = names.map((endpointName) => InferenceEndpoint.fromEndpointName(stack, endpointName, endpointName));
    const subject = InsightsSubject.fleet(stack, { endpoints, endpointsOnly: true });
    const expressions = metrics(widget(InsightsPanel.TRAFFIC_DISTRIBUTION, subject, 'Requests by instance'));

    const terms = expressions.map((expression) => /^SORT\(SEARCH\('(.*)', 'Sum', 300\) \/ 5, MAX, DESC, 100\)$/.exec(expression)![1]);
    expect(terms.length).toBe(3);
    expect(Math.max(...terms.map(({ length }) => length))).toBeLessThanOrEqual(1024);
    expect(terms.flatMap((term) => /EndpointName=\((.*)\)$/.exec(term)![1].split(' OR '))).toEqual(names.map((name) => `"${name}"`));
  });

  test('of many names adds up over all parts', () => {
    const values = { EndpointName: Array.from({ length: 30 }, (_, number) => `${number}`.padStart(63, '0')) };
    const [total] = renderClassic(
      { metric: ClassicMetrics.INVOCATIONS, dimensions: DimensionSet.VARIANT, values, total: true }, 1, Duration.minutes(1), {});
    expect((total as any).expression.match(/SUM\(SEARCH/g)).toHaveLength(3);
    expect((total as any).expression.split(' + ')).toHaveLength(3);
  });

  test('counts a name that is known at deployment as the longest there is', () => {
    const token = '${Token[Name.1234]}';
    const values = { EndpointName: Array.from({ length: 12 }, () => token) };
    const query = { metric: ClassicMetrics.INVOCATIONS, dimensions: DimensionSet.VARIANT };
    expect(renderClassic({ ...query, values }, 1, Duration.minutes(1), {})).toHaveLength(1);
    const more = { EndpointName: Array.from({ length: 14 }, () => token) };
    expect(renderClassic({ ...query, values: more }, 1, Duration.minutes(1), {})).toHaveLength(2);
  });

  test('runs where the endpoint lies', () => {
    const stack = testStack('eu-west-1');
    const subject = InsightsSubject.endpoint(chat(stack, { region: 'us-east-1', account: '444455556666' }));
    const [, first] = rendered(InsightsPanel.TRAFFIC_DISTRIBUTION.widgets(subject), stack);
    expect(first.properties.metrics[0][0]).toMatchObject({ region: 'us-east-1', accountId: '444455556666' });
    const local = rendered(InsightsPanel.TRAFFIC_DISTRIBUTION.widgets(endpoint()))[1];
    expect(Object.keys(local.properties.metrics[0][0])).not.toContain('region');
    expect(Object.keys(local.properties.metrics[0][0])).not.toContain('accountId');
  });
});

test('one metric that is divided is called by its name where it has no label', () => {
  const values = { EndpointName: ['chat'], VariantName: ['AllTraffic'] };
  const [latency] = renderClassic(
    { metric: ClassicMetrics.MODEL_LATENCY, dimensions: DimensionSet.VARIANT, values, divideBy: 1000 }, 1, Duration.minutes(1), {});
  expect(latency.toMetricConfig().renderingProperties?.label).toBe('ModelLatency');
});

test('an endpoint named like the only variant there is stays in every search', () => {
  const subject = endpoint({ endpointName: 'AllTraffic' });
  expect(metrics(widget(InsightsPanel.TRAFFIC_DISTRIBUTION, subject, 'Requests by instance'))[0]).toContain('EndpointName="AllTraffic"');
});
