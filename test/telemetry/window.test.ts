import { CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import {
  ContainerMetrics, DetailedObservability, IInferenceEndpoint, InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint,
  InferenceSignal, InstanceFleet, PublishFrequency, ServingEngine, SingleModelEndpoint, TelemetryScope,
} from '../../src';
import { TelemetryWindow } from '../../src/telemetry/window';
import { testStack, vllmModel } from '../support';

/** By hand: a gauge looks back four intervals; a rate, too, but at least 5 min, or whole minutes where the interval is below 60 s. */
const TABLE: [frequency: PublishFrequency, gauge: string, rate: string][] = [
  [PublishFrequency.TEN_SECONDS, '40s', '1m'],
  [PublishFrequency.THIRTY_SECONDS, '2m', '2m'],
  [PublishFrequency.ONE_MINUTE, '4m', '5m'],
  [PublishFrequency.TWO_MINUTES, '8m', '8m'],
  [PublishFrequency.THREE_MINUTES, '12m', '12m'],
  [PublishFrequency.FOUR_MINUTES, '16m', '16m'],
  [PublishFrequency.FIVE_MINUTES, '20m', '20m'],
];

/** The only range of a query, however often it stands there: both sides of a ratio look back equally far. */
function rangeOf(query: string): string {
  const ranges = new Set([...query.matchAll(/\[([^\]]+)\]\)/g)].map(([, range]) => range));
  expect(ranges.size).toBe(1);
  return [...ranges][0];
}

/** How far back gauges and rates of a scope look: of the engine, of the GPU and of the host. */
function windows(scope: TelemetryScope): { gauge: string[]; rate: string[] } {
  const ask = (...signals: InferenceSignal[]) => [...new Set(signals.map((signal) => rangeOf(signal.promQl({ scope }))))];
  return {
    gauge: ask(InferenceSignal.KV_CACHE_UTILIZATION, InferenceSignal.GPU_UTILIZATION),
    rate: ask(InferenceSignal.OUTPUT_TOKENS, InferenceSignal.TIME_TO_FIRST_TOKEN),
  };
}

function endpoint(stack: Stack, frequency: PublishFrequency, id: string = 'Endpoint'): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, id, {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2, fallbacks: ['ml.g6e.12xlarge'] }),
    observability: DetailedObservability.every(frequency),
  });
}

function add(host: InferenceComponentEndpoint, metrics?: ContainerMetrics, id: string = 'Qwen'): InferenceComponent {
  return host.addInferenceComponent(id, { model: vllmModel(host, { metrics }), resources: { accelerators: 1 } });
}

/** A component of this app on an endpoint of somebody else. */
function addTo(host: IInferenceEndpoint, publishFrequency: PublishFrequency): InferenceComponent {
  const stack = Stack.of(host);
  return new InferenceComponent(stack, 'Qwen', {
    endpoint: host, model: vllmModel(stack, { metrics: { publishFrequency } }), resources: { accelerators: 1 },
  });
}

function imported(stack: Stack, endpointName: string, publishFrequency?: PublishFrequency): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, endpointName, {
    endpointName, publishFrequency, engines: [ServingEngine.VLLM], inferenceComponentNames: [`${endpointName}-qwen`],
  });
}

describe.each(TABLE)('what publishes every %d seconds', (frequency, gauge, rate) => {
  const expected = { gauge: [gauge], rate: [rate] };

  test('is asked about over its window as a provisioned endpoint', () => {
    const host = endpoint(testStack(), frequency);
    add(host);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(expected);
  });

  test('is asked about over its window as a single-model endpoint', () => {
    const stack = testStack();
    const host = new SingleModelEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.fixed('ml.g6.xlarge'), model: vllmModel(stack), observability: DetailedObservability.every(frequency),
    });
    expect(windows(TelemetryScope.endpoint(host))).toEqual(expected);
  });

  test('is asked about over its window as a component', () => {
    expect(windows(TelemetryScope.component(add(endpoint(testStack(), frequency))))).toEqual(expected);
  });

  test('is asked about over its window as an import that says so, and as a component of it', () => {
    const host = imported(testStack(), 'chat', frequency);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(expected);
    expect(windows(TelemetryScope.component(host.inferenceComponents[0]))).toEqual(expected);
  });

  test('decides where its container publishes more slowly than its endpoint', () => {
    const host = endpoint(testStack(), PublishFrequency.TEN_SECONDS);
    const component = add(host, { publishFrequency: frequency });
    expect(windows(TelemetryScope.endpoint(host))).toEqual(expected);
    expect(windows(TelemetryScope.component(component))).toEqual(expected);
  });

  test('decides where it is the slowest of several endpoints, wherever it stands', () => {
    const stack = testStack();
    const [fast, slow] = [imported(stack, 'fast', PublishFrequency.TEN_SECONDS), imported(stack, 'slow', frequency)];
    expect(windows(TelemetryScope.endpoints([fast, slow]))).toEqual(expected);
    expect(windows(TelemetryScope.endpoints([slow, fast]))).toEqual(expected);
  });

  test('decides where it is said to be the slowest of everything', () => {
    const scope = TelemetryScope.everything(testStack(), { slowestPublishFrequency: frequency, engines: [ServingEngine.VLLM] });
    expect(windows(scope)).toEqual(expected);
  });

  test('has ranges of four intervals and more', () => {
    const window = new TelemetryWindow(frequency);
    expect(window.shortest).toBe(4 * frequency);
    expect(window.gauge).toBeGreaterThanOrEqual(4 * frequency);
    expect(window.rate).toBeGreaterThanOrEqual(4 * frequency);
  });
});

describe('the slowest publish frequency', () => {
  const EVERY_300_SECONDS = { gauge: ['20m'], rate: ['20m'] };
  const EVERY_60_SECONDS = { gauge: ['4m'], rate: ['5m'] };

  test('is that of the endpoint where its containers publish faster', () => {
    const host = endpoint(testStack(), PublishFrequency.FIVE_MINUTES);
    const component = add(host, { publishFrequency: PublishFrequency.TEN_SECONDS });
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
  });

  test('is that of the slowest of several containers on an endpoint', () => {
    const host = endpoint(testStack(), PublishFrequency.TEN_SECONDS);
    const fast = add(host, undefined, 'Fast');
    add(host, { publishFrequency: PublishFrequency.FIVE_MINUTES }, 'Slow');
    add(host, { publishFrequency: PublishFrequency.ONE_MINUTE }, 'Middle');
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.component(fast))).toEqual({ gauge: ['40s'], rate: ['1m'] });
  });

  test('is that of a slower model which an instance type runs instead', () => {
    const host = endpoint(testStack(), PublishFrequency.TEN_SECONDS);
    const component = host.addInferenceComponent('Qwen', {
      model: vllmModel(host),
      resources: { accelerators: 1 },
      overrides: { 'ml.g6e.12xlarge': { model: vllmModel(host, { metrics: { publishFrequency: PublishFrequency.FIVE_MINUTES } }) } },
    });
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
  });

  test('is 60 seconds on an endpoint that states none, as SageMaker has it', () => {
    const host = new InferenceComponentEndpoint(testStack(), 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) });
    add(host);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_60_SECONDS);
  });

  test('is taken to be 300 seconds for an import that states none, and for its components', () => {
    const host = imported(testStack(), 'chat');
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.component(host.inferenceComponents[0]))).toEqual(EVERY_300_SECONDS);
  });

  test('is taken to be 300 seconds for an endpoint and a component of which only the name is known', () => {
    const stack = testStack();
    const scopes = [
      TelemetryScope.endpoint(InferenceEndpoint.fromEndpointName(stack, 'Chat', 'chat')),
      TelemetryScope.component(InferenceComponent.fromInferenceComponentName(stack, 'Qwen', 'qwen')),
    ];
    expect(scopes.map((scope) => rangeOf(InferenceSignal.GPU_UTILIZATION.promQl({ scope })))).toEqual(['20m', '20m']);
  });

  test('is taken to be 300 seconds for a component on an import that states none, however fast its container publishes', () => {
    const host = imported(testStack(), 'chat');
    const component = addTo(host, PublishFrequency.TEN_SECONDS);
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
  });

  test('counts a slower container on an import, too', () => {
    const host = imported(testStack(), 'chat', PublishFrequency.TEN_SECONDS);
    const component = addTo(host, PublishFrequency.FIVE_MINUTES);
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
  });

  test('is taken to be 300 seconds for several endpoints of which one states none', () => {
    const stack = testStack();
    expect(windows(TelemetryScope.endpoints([imported(stack, 'chat', PublishFrequency.TEN_SECONDS), imported(stack, 'code')])))
      .toEqual(EVERY_300_SECONDS);
  });

  test('counts the containers of several endpoints', () => {
    const stack = testStack();
    const host = endpoint(stack, PublishFrequency.TEN_SECONDS);
    add(host, { publishFrequency: PublishFrequency.ONE_MINUTE });
    expect(windows(TelemetryScope.endpoints([imported(stack, 'code', PublishFrequency.TEN_SECONDS), host]))).toEqual(EVERY_60_SECONDS);
  });

  test('is taken to be 300 seconds for everything where nothing is said', () => {
    expect(windows(TelemetryScope.everything(testStack(), { engines: [ServingEngine.VLLM] }))).toEqual(EVERY_300_SECONDS);
  });

  test('is taken to be 300 seconds where it is known at deployment only', () => {
    const stack = testStack();
    const frequency = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    const host = endpoint(stack, frequency);
    const component = add(host);
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
  });

  test('is taken to be 300 seconds where that of a container is known at deployment only', () => {
    const stack = testStack();
    const publishFrequency = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    const host = endpoint(stack, PublishFrequency.TEN_SECONDS);
    const component = add(host, { publishFrequency });
    expect(windows(TelemetryScope.endpoint(host))).toEqual(EVERY_300_SECONDS);
    expect(windows(TelemetryScope.component(component))).toEqual(EVERY_300_SECONDS);
  });

  test('counts a container that is added between the scope and the query', () => {
    const host = endpoint(testStack(), PublishFrequency.TEN_SECONDS);
    add(host);
    const scope = TelemetryScope.endpoint(host);
    add(host, { publishFrequency: PublishFrequency.FIVE_MINUTES }, 'Slow');
    expect(windows(scope)).toEqual(EVERY_300_SECONDS);
  });
});

describe('a window that is asked for', () => {
  const scope = () => TelemetryScope.endpoint(imported(testStack(), 'chat', PublishFrequency.ONE_MINUTE));
  const window = Duration.minutes(10);

  test('is that of rates, histograms and requests', () => {
    for (const signal of [
      InferenceSignal.OUTPUT_TOKENS, InferenceSignal.TIME_TO_FIRST_TOKEN, InferenceSignal.INVOCATIONS, InferenceSignal.CPU_UTILIZATION,
    ]) {
      expect(rangeOf(signal.promQl({ scope: scope(), window }))).toBe('10m');
    }
  });

  test('divides what happened within it', () => {
    expect(InferenceSignal.INVOCATIONS.promQl({ scope: scope(), window }))
      .toBe('sum (sum_over_time(Invocations{"aws.sagemaker.endpoint.name"="chat"}[10m])) / 600');
  });

  test('is that of the share within an objective', () => {
    expect(rangeOf(InferenceSignal.QUEUE_TIME.promQlShareWithin(Duration.seconds(1), { scope: scope(), window }))).toBe('10m');
  });

  test('is that of events', () => {
    expect(rangeOf(InferenceSignal.CAPACITY_ERRORS.promQl({ scope: scope(), window }))).toBe('10m');
  });

  test('is that of a telemetry gap', () => {
    expect(rangeOf(InferenceSignal.TELEMETRY_GAP.promQl({ scope: scope(), window }))).toBe('10m');
  });

  test('leaves gauges alone: of them the newest value counts', () => {
    expect(rangeOf(InferenceSignal.GPU_UTILIZATION.promQl({ scope: scope(), window }))).toBe('4m');
  });
});

describe('events and gaps', () => {
  test.each(TABLE)('are looked for as long after they happened when metrics are published every %d seconds', (frequency) => {
    const scope = TelemetryScope.endpoint(imported(testStack(), 'chat', frequency));
    expect(rangeOf(InferenceSignal.MODEL_DOWNLOAD_TIME.promQl({ scope }))).toBe('15m');
  });

  test.each([
    [PublishFrequency.TEN_SECONDS, '5m'], [PublishFrequency.THIRTY_SECONDS, '5m'], [PublishFrequency.ONE_MINUTE, '5m'],
    [PublishFrequency.TWO_MINUTES, '8m'], [PublishFrequency.THREE_MINUTES, '12m'], [PublishFrequency.FOUR_MINUTES, '16m'],
    [PublishFrequency.FIVE_MINUTES, '20m'],
  ])('are gaps after four intervals and five minutes when metrics are published every %d seconds', (frequency, range) => {
    const scope = TelemetryScope.endpoint(imported(testStack(), 'chat', frequency));
    expect(rangeOf(InferenceSignal.TELEMETRY_GAP.promQl({ scope }))).toBe(range);
  });
});
