import { Duration, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  EngineSeries, HistogramForm, IInferenceEndpoint, InferenceEndpoint, InferenceEndpointAttributes, InferenceSignal, IObservedComponent,
  PublishFrequency, RequestSeriesForm, SeriesNaming, ServingEngine, SignalGrouping, SignalQueryOptions, SignalStatistic, SignalUnit,
  TelemetryDialect, TelemetryDialectOptions, TelemetryScope,
} from '../../src';
import { checkPromQl } from '../../src/telemetry/promql-checker';
import { errorOf, testStack } from '../support';

const { VLLM, SGLANG, DJL, TGI } = ServingEngine;
const S = InferenceSignal;
const By = SignalGrouping;

const ENDPOINT = '"aws.sagemaker.endpoint.name"';
const COMPONENT = '"aws.sagemaker.inference_component.name"';
const CONTAINER = '"aws.sagemaker.container.id"';
const FRAMEWORK = '"aws.sagemaker.inference_framework"';
const HOST = '"@resource.host.id"';
const ZONE = '"@resource.cloud.availability_zone"';
const INSTANCE_TYPE = '"@resource.host.type"';

/** The only matcher of an endpoint, and the only one of a component. */
const CHAT = `${ENDPOINT}="chat"`;
const QWEN = `${COMPONENT}="qwen"`;

/** An endpoint that publishes every minute: gauges look back 4 min, rates 5 min. */
function endpoint(
  engines?: ServingEngine[], attributes: Partial<InferenceEndpointAttributes> = {}, stack: Stack = testStack(),
): IInferenceEndpoint {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: 'chat', engines, publishFrequency: PublishFrequency.ONE_MINUTE, ...attributes,
  });
}

function chat(engines?: ServingEngine[]): TelemetryScope {
  return TelemetryScope.endpoint(endpoint(engines));
}

/** A component that publishes every minute, whatever serves it. */
function qwen(engines?: ServingEngine[]): TelemetryScope {
  const component: IObservedComponent = Object.assign(new Construct(testStack(), 'Qwen'), {
    inferenceComponentName: 'qwen', engines, slowestPublishFrequency: PublishFrequency.ONE_MINUTE,
  });
  return TelemetryScope.component(component);
}

function inDialect(options: TelemetryDialectOptions, engines?: ServingEngine[]): TelemetryScope {
  const stack = testStack();
  new TelemetryDialect(options).applyTo(stack);
  return TelemetryScope.endpoint(endpoint(engines, {}, stack));
}

function ask(signal: InferenceSignal, scope: TelemetryScope, options: Partial<SignalQueryOptions> = {}): string {
  return signal.promQl({ scope, ...options });
}

/** Rows of a table of signals, each with the signal's id in front for the title. */
function bySignal<T extends unknown[]>(rows: [signal: InferenceSignal, ...T][]): [id: string, signal: InferenceSignal, ...T][] {
  return rows.map(([signal, ...rest]) => [signal.id, signal, ...rest]);
}

/** A query in which the ranks of SGLang, which a test of its own names, are left out. */
function withoutRanks(query: string): string {
  return query.replace(/(max|avg) without \([^)]*\)/g, '$1 without (RANKS)');
}

/** How long a query is once each token in it is a name of 63 characters. */
function longest(query: string): number {
  return query.replace(/\$\{Token\[[^\]]*\]\}/g, 'n'.repeat(63)).length;
}

/*
 * The whole text of each query, written by hand from the names, types and units of the metric reference: for an endpoint on vLLM (on
 * DJL where it is about the server) that publishes every minute. Adapters and components have tests of their own.
 */
const RUNNING = `last_over_time(vllm:num_requests_running{${CHAT}}[4m])`;
const HOSTS = `last_over_time(node_memory_MemTotal_bytes{${CHAT}}[4m])`;
const PROMPT_RATE = `sum (rate(vllm:prompt_tokens_total{${CHAT}}[5m]))`;
const GENERATION_RATE = `sum (rate(vllm:generation_tokens_total{${CHAT}}[5m]))`;
const FINISHED = `sum (rate(vllm:request_success_total{${CHAT}}[5m]))`;
const FAILED = `sum (rate(vllm:request_success_total{${CHAT},finished_reason="error"}[5m]))`;
const ABORTED = `sum (rate(vllm:request_success_total{${CHAT},finished_reason="abort"}[5m]))`;
const OK_RESPONSES = `sum (rate(Response_2XX_total{${CHAT}}[5m]))`;
const REFUSED_RESPONSES = `sum (rate(Response_4XX_total{${CHAT}}[5m]))`;
const BAD_RESPONSES = `sum (rate(Response_5XX_total{${CHAT}}[5m]))`;
/** A class of responses has no series before its first one: until then there were none, as long as any class has one. */
const NO_RESPONSES = `(0 * (${OK_RESPONSES} or ${REFUSED_RESPONSES} or ${BAD_RESPONSES}))`;
const TOKEN_RATE = `(${PROMPT_RATE} + ${GENERATION_RATE})`;
/** The seconds of all modes are the time that is known of: a gap or a young host makes both sides shorter. */
const CPU_IDLE = `rate(node_cpu_seconds_total{${CHAT},mode="idle"}[5m])`;
const CPU_ALL = `rate(node_cpu_seconds_total{${CHAT}}[5m])`;
const USED = `last_over_time(DCGM_FI_DEV_FB_USED{${CHAT}}[4m])`;
const FREE = `last_over_time(DCGM_FI_DEV_FB_FREE{${CHAT}}[4m])`;
const DISK = `${CHAT},fstype!~"tmpfs|overlay|squashfs"`;
const OPERATION = '"aws.sagemaker.scaling.direction", "aws.sagemaker.operation.type"';
const INSTANCES_BY_ZONE = `count by (${ZONE}) (group by (${ZONE}, ${HOST}) (${HOSTS}))`;
const COPIES_BY_ZONE = `count by (${ZONE}) (group by (${ZONE}, ${CONTAINER}, ${HOST}) (${RUNNING}))`;

const QUERIES: [signal: InferenceSignal, unit: string, query: string][] = [
  [S.KV_CACHE_UTILIZATION, 'percent', `max (100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m]))`],
  [S.RUNNING_REQUESTS, 'count', `sum (${RUNNING})`],
  [S.WAITING_REQUESTS, 'count', `sum (last_over_time(vllm:num_requests_waiting{${CHAT}}[4m]))`],
  [S.WAITING_FOR_CAPACITY, 'count', `sum (last_over_time(vllm:num_requests_waiting_by_reason{${CHAT},reason="capacity"}[4m]))`],
  [S.PREEMPTIONS, 'per second', `sum (rate(vllm:num_preemptions_total{${CHAT}}[5m]))`],
  [
    S.PREFIX_CACHE_HIT_RATE, 'percent',
    `100 * (sum (rate(vllm:prefix_cache_hits_total{${CHAT}}[5m])) / (sum (rate(vllm:prefix_cache_queries_total{${CHAT}}[5m])) > 0))`,
  ],

  [S.TIME_TO_FIRST_TOKEN, 'seconds', `histogram_quantile(0.99, sum (rate(vllm:time_to_first_token_seconds{${CHAT}}[5m])))`],
  [S.INTER_TOKEN_LATENCY, 'seconds', `histogram_quantile(0.99, sum (rate(vllm:inter_token_latency_seconds{${CHAT}}[5m])))`],
  [S.END_TO_END_LATENCY, 'seconds', `histogram_quantile(0.99, sum (rate(vllm:e2e_request_latency_seconds{${CHAT}}[5m])))`],
  [S.QUEUE_TIME, 'seconds', `histogram_quantile(0.99, sum (rate(vllm:request_queue_time_seconds{${CHAT}}[5m])))`],

  [S.INPUT_TOKENS, 'tokens per second', PROMPT_RATE],
  [S.OUTPUT_TOKENS, 'tokens per second', GENERATION_RATE],
  [S.TOTAL_TOKENS, 'tokens per second', `${PROMPT_RATE} + ${GENERATION_RATE}`],
  [
    S.TOKENS_SHARE_OF_PEAK, 'percent',
    // The peak is looked for every 5 min, so the rate of now may be above it: then that is the peak, and never more than 100 % is in use.
    `100 * (${TOKEN_RATE} / (((max_over_time(${TOKEN_RATE}[1d:5m]) > ${TOKEN_RATE}) or ${TOKEN_RATE}) > 0))`,
  ],
  [S.REQUEST_RATE, 'per second', FINISHED],
  [S.ENGINE_ERROR_RATIO, 'percent', `clamp_max(100 * ((${FAILED} or (0 * ${FINISHED})) / (${FINISHED} > 0)), 100)`],
  [S.ENGINE_ABORT_RATIO, 'percent', `clamp_max(100 * ((${ABORTED} or (0 * ${FINISHED})) / (${FINISHED} > 0)), 100)`],
  [S.SERVER_RESPONSES, 'per second', OK_RESPONSES],
  [
    S.SERVER_ERROR_RATIO, 'percent',
    // Of all responses, so 4XX ones are in the divisor, too.
    `100 * ((${BAD_RESPONSES} or ${NO_RESPONSES}) / ` +
    `((((${OK_RESPONSES} or ${NO_RESPONSES}) + (${REFUSED_RESPONSES} or ${NO_RESPONSES})) + (${BAD_RESPONSES} or ${NO_RESPONSES})) > 0))`,
  ],

  [S.INVOCATIONS, 'per second', `sum (sum_over_time(Invocations{${CHAT}}[5m])) / 300`],
  [S.INVOCATIONS_PER_INSTANCE, 'per second', `sum (sum_over_time(InvocationsPerInstance{${CHAT}}[5m])) / 300`],
  [S.INVOCATION_4XX_ERRORS, 'per second', `sum (sum_over_time(Invocation4XXErrors{${CHAT}}[5m])) / 300`],
  [S.INVOCATION_5XX_ERRORS, 'per second', `sum (sum_over_time(Invocation5XXErrors{${CHAT}}[5m])) / 300`],
  [S.INVOCATION_MODEL_ERRORS, 'per second', `sum (sum_over_time(InvocationModelErrors{${CHAT}}[5m])) / 300`],
  [S.MID_STREAM_ERRORS, 'per second', `sum (sum_over_time(MidStreamErrors{${CHAT}}[5m])) / 300`],
  [S.MODEL_LATENCY, 'seconds', `0.000001 * avg (avg_over_time(ModelLatency{${CHAT}}[5m]))`],
  [S.OVERHEAD_LATENCY, 'seconds', `0.000001 * avg (avg_over_time(OverheadLatency{${CHAT}}[5m]))`],
  [S.FIRST_CHUNK_LATENCY, 'seconds', `0.000001 * avg (avg_over_time(FirstChunkLatency{${CHAT}}[5m]))`],
  [S.FIRST_CHUNK_MODEL_LATENCY, 'seconds', `0.000001 * avg (avg_over_time(FirstChunkModelLatency{${CHAT}}[5m]))`],
  [S.FIRST_CHUNK_OVERHEAD_LATENCY, 'seconds', `0.000001 * avg (avg_over_time(FirstChunkOverheadLatency{${CHAT}}[5m]))`],
  [S.CONCURRENT_REQUESTS_PER_MODEL, 'count', `max (max_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m]))`],

  [S.GPU_UTILIZATION, 'percent', `avg (last_over_time(DCGM_FI_DEV_GPU_UTIL{${CHAT}}[4m]))`],
  [S.GPU_MEMORY_UTILIZATION, 'percent', `max (100 * (${USED} / (${USED} + ${FREE})))`],
  [S.GPU_MEMORY_HEADROOM, 'percent', `min (100 * (${FREE} / (${USED} + ${FREE})))`],
  [S.GPU_MEMORY_COPY_UTILIZATION, 'percent', `avg (last_over_time(DCGM_FI_DEV_MEM_COPY_UTIL{${CHAT}}[4m]))`],
  [S.GPU_SM_ACTIVITY, 'percent', `avg (100 * last_over_time(DCGM_FI_PROF_SM_ACTIVE{${CHAT}}[4m]))`],
  [S.GPU_TEMPERATURE, 'degrees Celsius', `max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${CHAT}}[4m]))`],
  [S.GPU_MEMORY_TEMPERATURE, 'degrees Celsius', `max (last_over_time(DCGM_FI_DEV_MEMORY_TEMP{${CHAT}}[4m]) < 200)`],

  [
    S.GPU_HARDWARE_ERROR, 'count',
    `max (last_over_time(DCGM_FI_DEV_XID_ERRORS{${CHAT}}[4m]) != 0 != 13 != 31 != 43 != 63 != 92 != 94 != 121 != 126 != 154)`,
  ],

  [S.CPU_UTILIZATION, 'percent', `max (100 * (1 - (sum by (${HOST}) (${CPU_IDLE}) / sum by (${HOST}) (${CPU_ALL}))))`],
  [S.MEMORY_UTILIZATION, 'percent', `max (100 * (1 - (last_over_time(node_memory_MemAvailable_bytes{${CHAT}}[4m]) / ${HOSTS})))`],
  [
    S.DISK_UTILIZATION, 'percent',
    `max (max by (${HOST}) (100 * (1 - (last_over_time(node_filesystem_avail_bytes{${DISK}}[4m]) / ` +
    `last_over_time(node_filesystem_size_bytes{${DISK}}[4m])))))`,
  ],

  [S.ENDPOINTS, 'count', `count (group by (${ENDPOINT}) (${HOSTS}))`],
  [S.GPUS, 'count', `count (group by (${HOST}, gpu) (last_over_time(DCGM_FI_DEV_GPU_UTIL{${CHAT}}[4m])))`],
  [S.INSTANCES, 'count', `count (group by (${HOST}) (${HOSTS}))`],
  [S.COPIES, 'count', `count (group by (${CONTAINER}, ${HOST}) (${RUNNING}))`],
  [S.ZONES_IN_USE, 'count', `count (group by (${ZONE}) (${HOSTS}))`],
  [S.INSTANCE_ZONE_SKEW, 'count', `max (${INSTANCES_BY_ZONE}) - min (${INSTANCES_BY_ZONE})`],
  [S.COPY_ZONE_SKEW, 'count', `max (${COPIES_BY_ZONE}) - min (${COPIES_BY_ZONE})`],
  [S.COPIES_PER_INSTANCE, 'count', `max (count by (${HOST}) (group by (${HOST}, ${CONTAINER}) (${RUNNING})))`],
  [
    S.INSTANCES_WITHOUT_COMPONENTS, 'count',
    `count (group by (${HOST}) (${HOSTS}) unless on (${HOST}) group by (${HOST}) (${RUNNING})) or (0 * count (group by (${HOST}) (${HOSTS})))`,
  ],

  [S.SCALING_OPERATIONS, 'count', `sum by (${OPERATION}) (count_over_time(e2e_duration{${CHAT}}[15m]))`],
  [S.SCALING_DURATION, 'seconds', `max by (${OPERATION}) (max_over_time(e2e_duration{${CHAT}}[15m]))`],
  [S.CAPACITY_ERRORS, 'count', `sum (sum_over_time(ice_count{${CHAT}}[15m]))`],
  [S.MODEL_DOWNLOAD_TIME, 'seconds', `max (max_over_time(model_download_time{${CHAT}}[15m]))`],
  [S.GPU_LOAD_TIME, 'seconds', `max (max_over_time(gpu_load_time{${CHAT}}[15m]))`],
  [S.CONTAINER_START_TIME, 'seconds', `max (max_over_time(container_start_time{${CHAT}}[15m]))`],
  [S.REBALANCING_DURATION, 'seconds', `max (max_over_time(rebalancing_duration{${CHAT}}[15m]))`],
  [S.REBALANCING_BLOCKED, 'count', `sum (sum_over_time(rebalancing_blocked{${CHAT}}[15m]))`],
  [S.COPIES_MOVED, 'count', `sum (sum_over_time(ic_copy_moved{${CHAT}}[15m]))`],
  [S.INSTANCES_RELEASED, 'count', `sum (sum_over_time(instances_released{${CHAT}}[15m]))`],

  [S.TELEMETRY_PRESENCE, 'count', `group (${HOSTS})`],
  [S.ENGINE_PRESENCE, 'count', `group (present_over_time(vllm:num_requests_running{${CHAT}}[2m]))`],
  [S.TELEMETRY_GAP, 'count', `absent_over_time(node_memory_MemTotal_bytes{${CHAT}}[5m])`],
];

/** Signals that have no query for an endpoint as a whole on vLLM, or that have tests of their own. */
const ELSEWHERE: [signal: InferenceSignal, unit: string][] = [
  [S.ADAPTERS_IN_USE, 'count'],
  [S.COMPONENTS, 'count'],
  [S.INVOCATIONS_PER_COPY, 'per second'],
  [S.CONCURRENT_REQUESTS_PER_COPY, 'count'],
  [S.NO_CAPACITY_FAILURES, 'per second'],
];

describe('the query for an endpoint', () => {
  test.each(bySignal(QUERIES))('of %s', (id, signal, _unit, query) => {
    expect(ask(signal, chat([id.startsWith('server-') ? DJL : VLLM]))).toBe(query);
  });

  test('is written by hand for every signal, here or below', () => {
    expect([...QUERIES, ...ELSEWHERE].map(([{ id }]) => id).sort()).toEqual(S.all().map(({ id }) => id).sort());
  });
});

/** From the metric reference, by hand: which engine of this library publishes what. */
const ENGINES: [signal: InferenceSignal, ...engines: string[]][] = [
  [S.KV_CACHE_UTILIZATION, 'vllm', 'sglang'],
  [S.RUNNING_REQUESTS, 'vllm', 'sglang', 'tgi'],
  [S.ENGINE_PRESENCE, 'vllm', 'sglang', 'tgi'],
  [S.WAITING_REQUESTS, 'vllm', 'sglang', 'tgi'],
  [S.WAITING_FOR_CAPACITY, 'vllm'],
  [S.PREEMPTIONS, 'vllm', 'sglang'],
  [S.PREFIX_CACHE_HIT_RATE, 'vllm', 'sglang'],
  [S.ADAPTERS_IN_USE, 'vllm'],
  [S.TIME_TO_FIRST_TOKEN, 'vllm', 'sglang'],
  [S.INTER_TOKEN_LATENCY, 'vllm', 'sglang'],
  [S.END_TO_END_LATENCY, 'vllm', 'sglang'],
  [S.QUEUE_TIME, 'vllm', 'sglang', 'tgi'],
  [S.INPUT_TOKENS, 'vllm', 'sglang'],
  [S.OUTPUT_TOKENS, 'vllm', 'sglang'],
  [S.TOTAL_TOKENS, 'vllm', 'sglang'],
  [S.TOKENS_SHARE_OF_PEAK, 'vllm', 'sglang'],
  [S.REQUEST_RATE, 'vllm', 'sglang'],
  [S.ENGINE_ERROR_RATIO, 'vllm'],
  [S.ENGINE_ABORT_RATIO, 'vllm', 'sglang'],
  [S.SERVER_RESPONSES, 'djl'],
  [S.SERVER_ERROR_RATIO, 'djl'],
];

describe('a signal', () => {
  const SIGNALS = Object.entries(InferenceSignal)
    .filter((entry): entry is [string, InferenceSignal] => entry[1] instanceof InferenceSignal)
    .map(([constant, signal]) => ({ constant, signal }));

  test.each(SIGNALS)('is in the list of all: $constant', ({ signal }) => {
    expect(S.all()).toContain(signal);
  });

  test.each(SIGNALS)('has an id in kebab case that says the same as its constant: $constant', ({ constant, signal }) => {
    expect(signal.id).toBe(constant.toLowerCase().replace(/_/g, '-'));
  });

  test.each(SIGNALS)('has a title and a meaning on one line: $constant', ({ signal: { title, meaning } }) => {
    expect(title).toMatch(/^[A-Z0-9][^\n]{2,59}$/);
    expect(meaning).toMatch(/^[A-Z1-9][^\n]+[^.\n\s]$/);
    expect(meaning).not.toBe(title);
  });

  test('has an id and a title of its own', () => {
    for (const texts of [S.all().map(({ id }) => id), S.all().map(({ title }) => title)]) {
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test.each(bySignal([...QUERIES, ...ELSEWHERE].map(([signal, unit]) => [signal, unit])))('has its unit: %s', (_id, signal, unit) => {
    expect(signal.unit).toBe(unit);
    expect(Object.values(SignalUnit)).toContain(signal.unit);
  });

  test.each(ENGINES.map(([signal, ...engines]) => ({ id: signal.id, signal, engines })))('comes from the engines $engines: $id', ({ signal, engines }) => {
    expect(signal.engines!.map(({ name }) => name)).toEqual(engines);
  });

  test('knows whether an engine that is none of the library publishes it', () => {
    const mine = ServingEngine.custom('mine', { series: { prefixCacheHits: EngineSeries.counter('mine_hits_total'), queueTime: EngineSeries.histogram('mine_queue') } });
    expect(S.QUEUE_TIME._isPublishedBy(mine)).toBe(true);
    // Hits without queries make no rate.
    expect(S.PREFIX_CACHE_HIT_RATE._isPublishedBy(mine)).toBe(false);
    expect(S.QUEUE_TIME._isPublishedBy(ServingEngine.OTHER)).toBe(false);
    expect(S.GPU_TEMPERATURE._isPublishedBy(mine)).toBe(false);
  });

  test('names no engines where it comes from none', () => {
    const ofEngines = ENGINES.map(([signal]) => signal);
    expect(S.all().filter(({ engines }) => engines !== undefined)).toEqual(expect.arrayContaining(ofEngines));
    expect(S.all().filter(({ engines }) => engines !== undefined)).toHaveLength(ofEngines.length);
  });

  test.each(ENGINES.flatMap(([signal, ...engines]) => [VLLM, SGLANG, DJL, TGI].map((engine) => ({
    id: signal.id, name: engine.name, signal, engine, isEmitted: engines.includes(engine.name),
  }))))('has a query for $name or names it as what does not publish it: $id', ({ id, name, signal, engine, isEmitted }) => {
    if (isEmitted) {
      expect(ask(signal, chat([engine]))).toContain(CHAT);
    } else {
      expect(errorOf(() => ask(signal, chat([engine])))).toBe(
        `the signal ${id} of Stack/Endpoint has no series: expected an engine that publishes it, got: ${name}`);
    }
  });

  test('is an event where it exists around scaling, capacity, start-up and rebalancing only', () => {
    expect(S.all().filter(({ isEvent }) => isEvent)).toEqual([
      S.SCALING_OPERATIONS, S.SCALING_DURATION, S.CAPACITY_ERRORS, S.MODEL_DOWNLOAD_TIME, S.GPU_LOAD_TIME, S.CONTAINER_START_TIME,
      S.REBALANCING_DURATION, S.REBALANCING_BLOCKED, S.COPIES_MOVED, S.INSTANCES_RELEASED,
    ]);
  });

  test('hands out lists that a caller may change', () => {
    S.KV_CACHE_UTILIZATION.groupings.pop();
    S.KV_CACHE_UTILIZATION.statistics.pop();
    expect(S.KV_CACHE_UTILIZATION.groupings).toHaveLength(8);
    expect(S.KV_CACHE_UTILIZATION.statistics).toHaveLength(3);
  });
});

describe('an answer is split', () => {
  test.each([
    [By.ENDPOINT, ENDPOINT], [By.COMPONENT, COMPONENT], [By.COPY, `${CONTAINER}, ${HOST}`], [By.INSTANCE, HOST], [By.ZONE, ZONE],
    [By.INSTANCE_TYPE, INSTANCE_TYPE], [By.FRAMEWORK, FRAMEWORK], [By.MODEL, 'model_name'],
  ])('by %s through the label that carries it', (grouping, labels) => {
    expect(ask(S.KV_CACHE_UTILIZATION, chat([VLLM]), { groupBy: [grouping] }))
      .toBe(`max by (${labels}) (100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m]))`);
  });

  test('by GPU through instance and GPU, because every instance counts its GPUs from 0', () => {
    expect(ask(S.GPU_TEMPERATURE, chat(), { groupBy: [By.GPU] }))
      .toBe(`max by (${HOST}, gpu) (last_over_time(DCGM_FI_DEV_GPU_TEMP{${CHAT}}[4m]))`);
  });

  test('by several labels, each once', () => {
    expect(ask(S.KV_CACHE_UTILIZATION, chat([VLLM]), { groupBy: [By.INSTANCE, By.COPY, By.ZONE, By.INSTANCE] }))
      .toBe(`max by (${HOST}, ${CONTAINER}, ${ZONE}) (100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m]))`);
  });

  test('by the histograms of each group', () => {
    expect(ask(S.TIME_TO_FIRST_TOKEN, chat([VLLM]), { groupBy: [By.COMPONENT], quantile: 0.5 }))
      .toBe(`histogram_quantile(0.5, sum by (${COMPONENT}) (rate(vllm:time_to_first_token_seconds{${CHAT}}[5m])))`);
  });

  test('in both parts of a ratio alike', () => {
    expect(ask(S.PREFIX_CACHE_HIT_RATE, chat([VLLM]), { groupBy: [By.MODEL] })).toBe(
      `100 * (sum by (model_name) (rate(vllm:prefix_cache_hits_total{${CHAT}}[5m])) / ` +
      `(sum by (model_name) (rate(vllm:prefix_cache_queries_total{${CHAT}}[5m])) > 0))`);
  });

  test('by zone and instance in counts of instances', () => {
    expect(ask(S.INSTANCES, chat(), { groupBy: [By.ZONE] })).toBe(`count by (${ZONE}) (group by (${ZONE}, ${HOST}) (${HOSTS}))`);
    expect(ask(S.INSTANCE_ZONE_SKEW, chat(), { groupBy: [By.INSTANCE_TYPE] })).toBe(
      ['max', 'min'].map((operation) => (
        `${operation} by (${INSTANCE_TYPE}) (count by (${INSTANCE_TYPE}, ${ZONE}) (group by (${INSTANCE_TYPE}, ${ZONE}, ${HOST}) (${HOSTS})))`
      )).join(' - '));
  });

  test('by copies in the zone of each component', () => {
    expect(ask(S.COPIES, chat([VLLM]), { groupBy: [By.COMPONENT, By.ZONE] }))
      .toBe(`count by (${COMPONENT}, ${ZONE}) (group by (${COMPONENT}, ${ZONE}, ${CONTAINER}, ${HOST}) (${RUNNING}))`);
  });

  test('by instance type in instances that serve nothing', () => {
    expect(ask(S.INSTANCES_WITHOUT_COMPONENTS, chat([VLLM]), { groupBy: [By.INSTANCE_TYPE] })).toBe(
      `count by (${INSTANCE_TYPE}) (group by (${INSTANCE_TYPE}, ${HOST}) (${HOSTS}) unless on (${HOST}) group by (${HOST}) (${RUNNING})) or ` +
      `(0 * count by (${INSTANCE_TYPE}) (group by (${INSTANCE_TYPE}, ${HOST}) (${HOSTS})))`);
  });

  test('by direction and type of operation, besides what is asked for', () => {
    expect(ask(S.SCALING_DURATION, chat(), { groupBy: [By.ENDPOINT] }))
      .toBe(`max by (${ENDPOINT}, ${OPERATION}) (max_over_time(e2e_duration{${CHAT}}[15m]))`);
  });

  test('by zone and instance type in capacity errors', () => {
    expect(ask(S.CAPACITY_ERRORS, chat(), { groupBy: [By.ZONE, By.INSTANCE_TYPE] }))
      .toBe(`sum by (${ZONE}, ${INSTANCE_TYPE}) (sum_over_time(ice_count{${CHAT}}[15m]))`);
  });

  test('by host first where an average over hosts would hide a hot one', () => {
    expect(ask(S.CPU_UTILIZATION, chat(), { groupBy: [By.ZONE] })).toBe(
      `max by (${ZONE}) (100 * (1 - (sum by (${ZONE}, ${HOST}) (${CPU_IDLE}) / sum by (${ZONE}, ${HOST}) (${CPU_ALL}))))`);
  });
});

describe('copies are put together', () => {
  const KV = `100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m])`;
  const COPY = `${CONTAINER}, ${HOST}`;

  test.each([
    [SignalStatistic.MAXIMUM, `max (${KV})`],
    [SignalStatistic.AVERAGE, `avg (max by (${COPY}) (${KV}))`],
    [SignalStatistic.MINIMUM, `min (max by (${COPY}) (${KV}))`],
  ])('by their %s after the fullest engine core of each copy, where cores are compared', (statistic, query) => {
    expect(ask(S.KV_CACHE_UTILIZATION, chat([VLLM]), { statistic })).toBe(query);
  });

  test.each([
    [SignalStatistic.SUM, `sum (${RUNNING})`],
    [SignalStatistic.AVERAGE, `avg (sum by (${COPY}) (${RUNNING}))`],
    [SignalStatistic.MAXIMUM, `max (sum by (${COPY}) (${RUNNING}))`],
    [SignalStatistic.MINIMUM, `min (sum by (${COPY}) (${RUNNING}))`],
  ])('by their %s after the sum over the engine cores of each copy, where cores add up', (statistic, query) => {
    expect(ask(S.RUNNING_REQUESTS, chat([VLLM]), { statistic })).toBe(query);
  });

  test('within each group', () => {
    expect(ask(S.WAITING_REQUESTS, chat([VLLM]), { statistic: SignalStatistic.AVERAGE, groupBy: [By.COMPONENT] })).toBe(
      `avg by (${COMPONENT}) (sum by (${COMPONENT}, ${COPY}) (last_over_time(vllm:num_requests_waiting{${CHAT}}[4m])))`);
  });

  test('by the statistic that is asked for on GPUs, hosts and requests', () => {
    const statistic = SignalStatistic.MINIMUM;
    expect(ask(S.GPU_SM_ACTIVITY, chat(), { statistic })).toBe(`min (100 * last_over_time(DCGM_FI_PROF_SM_ACTIVE{${CHAT}}[4m]))`);
    expect(ask(S.MEMORY_UTILIZATION, chat(), { statistic }))
      .toBe(`min (100 * (1 - (last_over_time(node_memory_MemAvailable_bytes{${CHAT}}[4m]) / ${HOSTS})))`);
    expect(ask(S.MODEL_LATENCY, chat(), { statistic })).toBe(`0.000001 * min (avg_over_time(ModelLatency{${CHAT}}[5m]))`);
    expect(ask(S.CONCURRENT_REQUESTS_PER_MODEL, chat(), { statistic })).toBe(`min (max_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m]))`);
    expect(ask(S.COPIES_PER_INSTANCE, chat([VLLM]), { statistic }))
      .toBe(`min (count by (${HOST}) (group by (${HOST}, ${CONTAINER}) (${RUNNING})))`);
  });
});

describe('quantiles and shares', () => {
  const TTFT = `sum (rate(vllm:time_to_first_token_seconds{${CHAT}}[5m]))`;

  test.each([0, 0.5, 0.999, 1])('the quantile %d is asked for as it is', (quantile) => {
    expect(ask(S.TIME_TO_FIRST_TOKEN, chat([VLLM]), { quantile })).toBe(`histogram_quantile(${quantile}, ${TTFT})`);
  });

  test.each([
    [Duration.seconds(2), '2'], [Duration.millis(450), '0.45'], [Duration.minutes(2), '120'], [Duration.millis(1), '0.001'],
  ])('the share within %s is a percentage of what took no longer', (objective, seconds) => {
    expect(S.TIME_TO_FIRST_TOKEN.promQlShareWithin(objective, { scope: chat([VLLM]) })).toBe(`100 * histogram_fraction(0, ${seconds}, ${TTFT})`);
  });

  test('the share is split as asked', () => {
    expect(S.END_TO_END_LATENCY.promQlShareWithin(Duration.seconds(30), { scope: chat([SGLANG]), groupBy: [By.COMPONENT] }))
      .toBe(`100 * histogram_fraction(0, 30, sum by (${COMPONENT}) (rate(sglang:e2e_request_latency_seconds{${CHAT}}[5m])))`);
  });
});

describe('SGLang', () => {
  const scope = () => chat([SGLANG]);

  test.each(bySignal<[string]>([
    [S.KV_CACHE_UTILIZATION, `max (100 * max without (RANKS) (last_over_time(sglang:token_usage{${CHAT}}[4m])))`],
    [S.RUNNING_REQUESTS, `sum (max without (RANKS) (last_over_time(sglang:num_running_reqs{${CHAT},priority=""}[4m])))`],
    [S.WAITING_REQUESTS, `sum (max without (RANKS) (last_over_time(sglang:num_queue_reqs{${CHAT},priority=""}[4m])))`],
    [S.PREEMPTIONS, `sum (max without (RANKS) (rate(sglang:num_retracted_requests_total{${CHAT}}[5m])))`],
    [S.PREFIX_CACHE_HIT_RATE, `avg (100 * max without (RANKS) (last_over_time(sglang:cache_hit_rate{${CHAT}}[4m])))`],
    [S.INPUT_TOKENS, `sum (max without (RANKS) (rate(sglang:prompt_tokens_total{${CHAT}}[5m])))`],
    [S.OUTPUT_TOKENS, `sum (max without (RANKS) (rate(sglang:generation_tokens_total{${CHAT}}[5m])))`],
    [S.REQUEST_RATE, `sum (max without (RANKS) (rate(sglang:num_requests_total{${CHAT}}[5m])))`],
  ]))('counts ranks that repeat each other once, and totals without the rows per priority: %s', (_id, signal, query) => {
    expect(withoutRanks(ask(signal, scope()))).toBe(query);
  });

  test.each(bySignal<[string]>([
    [S.TIME_TO_FIRST_TOKEN, 'sglang:time_to_first_token_seconds'],
    [S.INTER_TOKEN_LATENCY, 'sglang:inter_token_latency_seconds'],
    [S.END_TO_END_LATENCY, 'sglang:e2e_request_latency_seconds'],
  ]))('adds up the histograms of streaming and other requests: %s', (_id, signal, series) => {
    expect(ask(signal, scope())).toBe(`histogram_quantile(0.99, sum (rate(${series}{${CHAT}}[5m])))`);
  });

  /*
   * Every rank reports the histogram of its scheduler. A histogram has no maximum, and the average of equal ones is that one; those of
   * different copies still add up.
   */
  test('counts the queue time of ranks that repeat each other once, by their average', () => {
    const ranks = 'tp_rank, pp_rank, moe_ep_rank';
    expect(ask(S.QUEUE_TIME, scope(), { groupBy: [By.COMPONENT], quantile: 0.9 })).toBe(
      `histogram_quantile(0.9, sum by (${COMPONENT}) (avg without (${ranks}) (rate(sglang:queue_time_seconds{${CHAT}}[5m]))))`);
    expect(S.QUEUE_TIME.promQlShareWithin(Duration.seconds(2), { scope: scope() })).toBe(
      `100 * histogram_fraction(0, 2, sum (avg without (${ranks}) (rate(sglang:queue_time_seconds{${CHAT}}[5m]))))`);
  });

  test('counts the buckets of ranks that repeat each other once, too: they keep le until the quantile', () => {
    expect(withoutRanks(ask(S.QUEUE_TIME, inDialect({ histograms: HistogramForm.CLASSIC }, [SGLANG])))).toBe(
      `histogram_quantile(0.99, sum by (le) (avg without (RANKS) (rate(sglang:queue_time_seconds_bucket{${CHAT}}[5m]))))`);
  });

  test.each(bySignal([[S.RUNNING_REQUESTS], [S.QUEUE_TIME]]))('has ranks of tensor, pipeline and expert parallelism: %s', (_id, signal) => {
    const [, ranks] = / without \(([^)]*)\)/.exec(ask(signal, scope()))!;
    expect(ranks.split(', ').sort()).toEqual(['moe_ep_rank', 'pp_rank', 'tp_rank']);
  });

  test('has an abort ratio of two counters, 0 where nothing was aborted yet', () => {
    const finished = `sum (max without (RANKS) (rate(sglang:num_requests_total{${CHAT}}[5m])))`;
    const aborted = `sum (max without (RANKS) (rate(sglang:num_aborted_requests_total{${CHAT}}[5m])))`;
    expect(withoutRanks(ask(S.ENGINE_ABORT_RATIO, scope()))).toBe(`clamp_max(100 * ((${aborted} or (0 * ${finished})) / (${finished} > 0)), 100)`);
  });

  test('counts its copies by their running requests', () => {
    expect(ask(S.COPIES, scope()))
      .toBe(`count (group by (${CONTAINER}, ${HOST}) (last_over_time(sglang:num_running_reqs{${CHAT},priority=""}[4m])))`);
  });
});

describe('Text Generation Inference', () => {
  test.each(bySignal<[string]>([
    [S.RUNNING_REQUESTS, `sum (last_over_time(tgi_batch_current_size{${CHAT}}[4m]))`],
    [S.WAITING_REQUESTS, `sum (last_over_time(tgi_queue_size{${CHAT}}[4m]))`],
    [S.QUEUE_TIME, `histogram_quantile(0.99, sum (rate(tgi_request_queue_duration{${CHAT}}[5m])))`],
  ]))('has a series of its own: %s', (_id, signal, query) => {
    expect(ask(signal, chat([TGI]))).toBe(query);
  });
});

describe('several engines', () => {
  const both = () => chat([VLLM, SGLANG]);

  test('are put together where their numbers mean the same', () => {
    expect(withoutRanks(ask(S.KV_CACHE_UTILIZATION, both(), { groupBy: [By.COMPONENT] }))).toBe(
      `max by (${COMPONENT}) ((100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m])) or ` +
      `(100 * max without (RANKS) (last_over_time(sglang:token_usage{${CHAT}}[4m]))))`);
    expect(withoutRanks(ask(S.OUTPUT_TOKENS, both()))).toBe(
      `sum (rate(vllm:generation_tokens_total{${CHAT}}[5m]) or max without (RANKS) (rate(sglang:generation_tokens_total{${CHAT}}[5m])))`);
  });

  test('are told apart by framework where their buckets differ', () => {
    expect(ask(S.TIME_TO_FIRST_TOKEN, both(), { groupBy: [By.COMPONENT], quantile: 0.9 })).toBe(
      ['vllm', 'sglang'].map((engine) => (
        `histogram_quantile(0.9, sum by (${COMPONENT}, ${FRAMEWORK}) (rate(${engine}:time_to_first_token_seconds{${CHAT}}[5m])))`
      )).join(' or '));
  });

  test('are told apart by framework in the share within an objective', () => {
    expect(S.TIME_TO_FIRST_TOKEN.promQlShareWithin(Duration.seconds(2), { scope: both() })).toBe(
      ['vllm', 'sglang'].map((engine) => (
        `(100 * histogram_fraction(0, 2, sum by (${FRAMEWORK}) (rate(${engine}:time_to_first_token_seconds{${CHAT}}[5m]))))`
      )).join(' or '));
  });

  test('name the framework once where the answer is split by it', () => {
    expect(ask(S.INTER_TOKEN_LATENCY, both(), { groupBy: [By.FRAMEWORK] })).toBe(
      ['vllm', 'sglang'].map((engine) => (
        `histogram_quantile(0.99, sum by (${FRAMEWORK}) (rate(${engine}:inter_token_latency_seconds{${CHAT}}[5m])))`
      )).join(' or '));
  });

  test('are told apart by framework where one has counters and the other a gauge', () => {
    expect(withoutRanks(ask(S.PREFIX_CACHE_HIT_RATE, both()))).toBe(
      `(100 * (sum by (${FRAMEWORK}) (rate(vllm:prefix_cache_hits_total{${CHAT}}[5m])) / ` +
      `(sum by (${FRAMEWORK}) (rate(vllm:prefix_cache_queries_total{${CHAT}}[5m])) > 0))) or ` +
      `avg by (${FRAMEWORK}) (100 * max without (RANKS) (last_over_time(sglang:cache_hit_rate{${CHAT}}[4m])))`);
  });

  test('are told apart by their own name where SageMaker knows no framework of theirs', () => {
    const mine = ServingEngine.custom('mine', { series: { queueTime: EngineSeries.histogram('mine_queue_seconds') } });
    // Both answers would have the same labels, and then `or` keeps the first one only. The first needs no label to differ.
    expect(ask(S.QUEUE_TIME, chat([TGI, mine]))).toBe(
      `histogram_quantile(0.99, sum by (${FRAMEWORK}) (rate(tgi_request_queue_duration{${CHAT}}[5m]))) or ` +
      `label_replace(histogram_quantile(0.99, sum by (${FRAMEWORK}) (rate(mine_queue_seconds{${CHAT}}[5m]))), ${FRAMEWORK}, "mine", "", "")`);
    expect(S.QUEUE_TIME.promQlShareWithin(Duration.seconds(1), { scope: chat([mine, TGI]) })).toBe(
      `(100 * histogram_fraction(0, 1, sum by (${FRAMEWORK}) (rate(mine_queue_seconds{${CHAT}}[5m])))) or ` +
      `label_replace(100 * histogram_fraction(0, 1, sum by (${FRAMEWORK}) (rate(tgi_request_queue_duration{${CHAT}}[5m]))), ` +
      `${FRAMEWORK}, "tgi", "", "")`);
  });

  test('keep the labels of SageMaker and the first place without one, whatever their order', () => {
    const mine = ServingEngine.custom('mine', { series: { queueTime: EngineSeries.histogram('mine_queue_seconds') } });
    const quantile = (series: string) => `histogram_quantile(0.99, sum by (${FRAMEWORK}) (rate(${series}{${CHAT}}[5m])))`;
    expect(ask(S.QUEUE_TIME, chat([mine, VLLM, TGI]))).toBe([
      quantile('mine_queue_seconds'), quantile('vllm:request_queue_time_seconds'),
      `label_replace(${quantile('tgi_request_queue_duration')}, ${FRAMEWORK}, "tgi", "", "")`,
    ].join(' or '));
    // DJL publishes no queue time, so it takes no place.
    expect(ask(S.QUEUE_TIME, chat([DJL, VLLM, TGI]))).toBe(
      [quantile('vllm:request_queue_time_seconds'), quantile('tgi_request_queue_duration')].join(' or '));
  });

  test('are told apart by their own name in hit rates, too', () => {
    const [one, two] = ['one', 'two'].map((name) => (
      ServingEngine.custom(name, { series: { prefixCacheHitRate: EngineSeries.gauge(`${name}_hits_percent`) } })));
    expect(ask(S.PREFIX_CACHE_HIT_RATE, chat([one, two]))).toBe(
      `avg by (${FRAMEWORK}) (last_over_time(one_hits_percent{${CHAT}}[4m])) or ` +
      `label_replace(avg by (${FRAMEWORK}) (last_over_time(two_hits_percent{${CHAT}}[4m])), ${FRAMEWORK}, "two", "", "")`);
  });

  test('leave out the one that does not publish what is asked', () => {
    expect(ask(S.WAITING_FOR_CAPACITY, both()))
      .toBe(`sum (last_over_time(vllm:num_requests_waiting_by_reason{${CHAT},reason="capacity"}[4m]))`);
    expect(ask(S.TIME_TO_FIRST_TOKEN, chat([VLLM, TGI])))
      .toBe(`histogram_quantile(0.99, sum (rate(vllm:time_to_first_token_seconds{${CHAT}}[5m])))`);
  });

  test('take errors and requests of the same engines', () => {
    expect(ask(S.ENGINE_ERROR_RATIO, both())).toBe(`clamp_max(100 * ((${FAILED} or (0 * ${FINISHED})) / (${FINISHED} > 0)), 100)`);
  });

  test('add up in the total of tokens', () => {
    const [input, output] = ['prompt', 'generation'].map((kind) => (
      `sum (rate(vllm:${kind}_tokens_total{${CHAT}}[5m]) or max without (RANKS) (rate(sglang:${kind}_tokens_total{${CHAT}}[5m])))`));
    expect(withoutRanks(ask(S.TOTAL_TOKENS, both()))).toBe(`${input} + ${output}`);
  });
});

describe('engines that nobody stated', () => {
  test('are all asked for that publish it', () => {
    expect(withoutRanks(ask(S.WAITING_REQUESTS, chat()))).toBe(
      `sum (last_over_time(vllm:num_requests_waiting{${CHAT}}[4m]) or ` +
      `max without (RANKS) (last_over_time(sglang:num_queue_reqs{${CHAT},priority=""}[4m])) or last_over_time(tgi_queue_size{${CHAT}}[4m]))`);
  });

  test('are told apart in latencies', () => {
    // Only the ranks of SGLang repeat each other, so only its histograms are averaged before they add up.
    expect(withoutRanks(ask(S.QUEUE_TIME, chat()))).toBe([
      `rate(vllm:request_queue_time_seconds{${CHAT}}[5m])`, `avg without (RANKS) (rate(sglang:queue_time_seconds{${CHAT}}[5m]))`,
      `rate(tgi_request_queue_duration{${CHAT}}[5m])`,
    ].map((rates) => `histogram_quantile(0.99, sum by (${FRAMEWORK}) (${rates}))`).join(' or '));
  });

  test('are asked for alone where one publishes it', () => {
    expect(ask(S.SERVER_RESPONSES, chat())).toBe(OK_RESPONSES);
    expect(ask(S.ENGINE_ERROR_RATIO, chat())).toBe(`clamp_max(100 * ((${FAILED} or (0 * ${FINISHED})) / (${FINISHED} > 0)), 100)`);
  });
});

describe('adapters in use', () => {
  test('are named by the label of vLLM, without the row of no adapter', () => {
    const query = ask(S.ADAPTERS_IN_USE, chat([VLLM]), { groupBy: [By.COMPONENT] });
    expect(query).toMatch(/^group by \("aws\.sagemaker\.inference_component\.name", running_lora_adapters\) \(/);
    expect(query).toContain(`last_over_time(vllm:lora_requests_info{${CHAT},running_lora_adapters!=""}[4m])`);
  });

  test('are those of now: vLLM keeps a row for every set that ever ran, and its value is the time when it ran last', () => {
    expect(ask(S.ADAPTERS_IN_USE, chat([VLLM]))).toMatch(/\btime\(\)/);
  });
});

describe('a custom engine', () => {
  const mine = ServingEngine.custom('mine', {
    series: {
      kvCacheUtilization: EngineSeries.gauge('mine_cache_ratio', { scale: 100, labels: { tier: 'hot', shadow: '' } }),
      runningRequests: EngineSeries.gauge('mine.requests.running', { labels: { 'mine.state': 'a"b' } }),
      outputTokens: EngineSeries.counter('mine:out_total', { repeatedBy: ['rank', 'mine.shard'] }),
      inputTokens: EngineSeries.counter('mine_in_thousands_total', { scale: 1000 }),
      timeToFirstToken: EngineSeries.histogram('mine_ttft_milliseconds', { scale: 0.001 }),
      queueTime: EngineSeries.histogram('mine_queue_seconds', { labels: { stage: 'admission' } }),
      prefixCacheHitRate: EngineSeries.gauge('mine_prefix_hits_percent'),
    },
  });

  test.each([
    ['scales a ratio to percent and keeps to its labels', S.KV_CACHE_UTILIZATION,
      `max (100 * last_over_time(mine_cache_ratio{${CHAT},tier="hot",shadow=""}[4m]))`],
    ['quotes names with dots and escapes values', S.RUNNING_REQUESTS,
      `sum (last_over_time({"mine.requests.running",${CHAT},"mine.state"="a\\"b"}[4m]))`],
    ['counts rows that repeat each other once', S.OUTPUT_TOKENS, `sum (max without (rank, "mine.shard") (rate(mine:out_total{${CHAT}}[5m])))`],
    ['scales the rate of a counter', S.INPUT_TOKENS, `sum (1000 * rate(mine_in_thousands_total{${CHAT}}[5m]))`],
    ['scales the quantile of a histogram to seconds', S.TIME_TO_FIRST_TOKEN,
      `0.001 * histogram_quantile(0.99, sum (rate(mine_ttft_milliseconds{${CHAT}}[5m])))`],
    ['keeps to the labels of a histogram', S.QUEUE_TIME,
      `histogram_quantile(0.99, sum (rate(mine_queue_seconds{${CHAT},stage="admission"}[5m])))`],
    ['has no scale where its unit is that of the signal', S.PREFIX_CACHE_HIT_RATE, `avg (last_over_time(mine_prefix_hits_percent{${CHAT}}[4m]))`],
  ])('%s', (_what, signal, query) => {
    expect(ask(signal, chat([mine]))).toBe(query);
  });

  test.each([
    [Duration.seconds(2), '2000'], [Duration.millis(300), '300'], [Duration.millis(70), '70'],
  ])('has the objective of %s scaled to its own unit, without a rounding error', (objective, milliseconds) => {
    expect(S.TIME_TO_FIRST_TOKEN.promQlShareWithin(objective, { scope: chat([mine]) }))
      .toBe(`100 * histogram_fraction(0, ${milliseconds}, sum (rate(mine_ttft_milliseconds{${CHAT}}[5m])))`);
  });

  test('keeps its own unit beside another engine', () => {
    expect(ask(S.TIME_TO_FIRST_TOKEN, chat([VLLM, mine]))).toMatch(
      /^histogram_quantile\(.*vllm:time_to_first_token_seconds.*\) or .*0\.001 \* histogram_quantile\(.*mine_ttft_milliseconds/);
  });

  test('is named where it does not publish what is asked', () => {
    expect(errorOf(() => ask(S.PREEMPTIONS, chat([mine])))).toBe(
      'the signal preemptions of Stack/Endpoint has no series: expected an engine that publishes it, got: mine');
  });

  test('needs both counters for a hit rate where it has no gauge', () => {
    const half = ServingEngine.custom('half', { series: { prefixCacheHits: EngineSeries.counter('half_hits_total') } });
    expect(errorOf(() => ask(S.PREFIX_CACHE_HIT_RATE, chat([half])))).toBe(
      'the signal prefix-cache-hit-rate of Stack/Endpoint has no series: expected an engine that publishes it, got: half');
  });

  test('is not among the engines of the library', () => {
    expect(S.KV_CACHE_UTILIZATION.engines).toEqual([VLLM, SGLANG]);
  });

  test('cannot name a gauge where a histogram is wanted, because CloudWatch would answer nothing', () => {
    expect(() => ask(S.TIME_TO_FIRST_TOKEN, chat([
      ServingEngine.custom('wrong', { series: { timeToFirstToken: EngineSeries.gauge('wrong_ttft_seconds') } }),
    ]))).toThrow(/timeToFirstToken.*expected.*histogram.*got.*gauge/);
  });
});

describe('a request series', () => {
  const SUFFIXED: [signal: InferenceSignal, name: string, isLatency: boolean][] = [
    [S.INVOCATIONS, 'Invocations', false], [S.INVOCATION_4XX_ERRORS, 'Invocation4XXErrors', false],
    [S.INVOCATION_5XX_ERRORS, 'Invocation5XXErrors', false], [S.INVOCATION_MODEL_ERRORS, 'InvocationModelErrors', false],
    [S.MODEL_LATENCY, 'ModelLatency', true], [S.OVERHEAD_LATENCY, 'OverheadLatency', true],
  ];

  type Granularity = [what: string, scope: () => TelemetryScope, groupBy: SignalGrouping[], matcher: string, suffix: string, by: string];

  const GRANULARITIES: Granularity[] = [
    ['an endpoint', chat, [], CHAT, '', ''],
    ['each endpoint', chat, [By.ENDPOINT], CHAT, '', ENDPOINT],
    ['each instance', chat, [By.INSTANCE], CHAT, 'ByInstanceId', HOST],
    ['each instance of each endpoint', chat, [By.ENDPOINT, By.INSTANCE], CHAT, 'ByInstanceId', `${ENDPOINT}, ${HOST}`],
    ['each zone', chat, [By.ZONE], CHAT, 'ByAzByInstanceType', ZONE],
    ['each instance type', chat, [By.INSTANCE_TYPE], CHAT, 'ByAzByInstanceType', INSTANCE_TYPE],
    ['each component', chat, [By.COMPONENT], CHAT, 'ForIc', COMPONENT],
    ['each component of each endpoint', chat, [By.ENDPOINT, By.COMPONENT], CHAT, 'ForIc', `${ENDPOINT}, ${COMPONENT}`],
    ['each component in each zone', chat, [By.COMPONENT, By.ZONE], CHAT, 'ForIcByAzByInstanceType', `${COMPONENT}, ${ZONE}`],
    ['each copy', chat, [By.COPY], CHAT, 'ForIcByInstanceIdByContainerId', `${CONTAINER}, ${HOST}`],
    ['each component on each instance', chat, [By.COMPONENT, By.INSTANCE], CHAT, 'ForIcByInstanceIdByContainerId', `${COMPONENT}, ${HOST}`],
    ['a component', qwen, [], QWEN, 'ForIc', ''],
    ['a component in each zone', qwen, [By.ZONE], QWEN, 'ForIcByAzByInstanceType', ZONE],
    ['a component on each instance type', qwen, [By.INSTANCE_TYPE], QWEN, 'ForIcByAzByInstanceType', INSTANCE_TYPE],
    ['a component on each instance', qwen, [By.INSTANCE], QWEN, 'ForIcByInstanceIdByContainerId', HOST],
    ['each copy of a component', qwen, [By.COPY], QWEN, 'ForIcByInstanceIdByContainerId', `${CONTAINER}, ${HOST}`],
  ];

  test.each(GRANULARITIES)('of %s has the name for it, whatever is counted or timed', (_what, scope, groupBy, matcher, suffix, by) => {
    const clause = by === '' ? '' : `by (${by}) `;
    for (const [signal, name, isLatency] of SUFFIXED) {
      expect(ask(signal, scope(), { groupBy })).toBe(isLatency
        ? `0.000001 * avg ${clause}(avg_over_time(${name}${suffix}{${matcher}}[5m]))`
        : `sum ${clause}(sum_over_time(${name}${suffix}{${matcher}}[5m])) / 300`);
    }
  });

  test.each(bySignal<[() => TelemetryScope, SignalGrouping[], string]>([
    [S.INVOCATIONS_PER_COPY, qwen, [], `sum (sum_over_time(InvocationsPerCopy{${QWEN}}[5m])) / 300`],
    [S.INVOCATIONS_PER_COPY, chat, [By.COMPONENT], `sum by (${COMPONENT}) (sum_over_time(InvocationsPerCopy{${CHAT}}[5m])) / 300`],
    [S.INVOCATIONS_PER_COPY, qwen, [By.ZONE], `sum by (${ZONE}) (sum_over_time(InvocationsPerCopyByAzByInstanceType{${QWEN}}[5m])) / 300`],
    [S.CONCURRENT_REQUESTS_PER_COPY, qwen, [], `max (max_over_time(ConcurrentRequestsPerCopy{${QWEN}}[5m]))`],
    [
      S.CONCURRENT_REQUESTS_PER_COPY, chat, [By.COMPONENT, By.INSTANCE_TYPE],
      `max by (${COMPONENT}, ${INSTANCE_TYPE}) (max_over_time(ConcurrentRequestsPerCopyByAzByInstanceType{${CHAT}}[5m]))`,
    ],
    [S.INVOCATIONS_PER_INSTANCE, chat, [By.INSTANCE], `sum by (${HOST}) (sum_over_time(InvocationsPerInstanceByInstanceId{${CHAT}}[5m])) / 300`],
    [S.INVOCATIONS_PER_INSTANCE, chat, [By.ZONE], `sum by (${ZONE}) (sum_over_time(InvocationsPerInstanceByAzByInstanceType{${CHAT}}[5m])) / 300`],
    [
      S.CONCURRENT_REQUESTS_PER_MODEL, chat, [By.ZONE],
      `max by (${ZONE}) (max_over_time(ConcurrentRequestsPerModelByAzByInstanceType{${CHAT}}[5m]))`,
    ],
    [S.FIRST_CHUNK_LATENCY, chat, [By.ZONE], `0.000001 * avg by (${ZONE}) (avg_over_time(FirstChunkLatencyByAzByInstanceType{${CHAT}}[5m]))`],
    [
      S.FIRST_CHUNK_MODEL_LATENCY, chat, [By.ZONE],
      `0.000001 * avg by (${ZONE}) (avg_over_time(FirstChunkModelLatencyByAzByInstanceType{${CHAT}}[5m]))`,
    ],
    [
      S.FIRST_CHUNK_OVERHEAD_LATENCY, chat, [By.INSTANCE_TYPE],
      `0.000001 * avg by (${INSTANCE_TYPE}) (avg_over_time(FirstChunkOverheadLatencyByAzByInstanceType{${CHAT}}[5m]))`,
    ],
  ]))('that has names for few granularities has the right one, row %#: %s', (_id, signal, scope, groupBy, query) => {
    expect(ask(signal, scope(), { groupBy })).toBe(query);
  });

  const VARIANT_SET = '[EndpointName, VariantName]';
  const VARIANT_BY_ZONE = '[EndpointName, VariantName, Region, AvailabilityZone, InstanceType]';
  const COMPONENT_SETS = '[InferenceComponentName] [InferenceComponentName, Region, AvailabilityZone, InstanceType]';
  const BY_CONTAINER = 'EndpointName, VariantName, InferenceComponentName, InstanceId, ContainerId';

  test.each(bySignal<[() => TelemetryScope, SignalGrouping[], string]>([
    [S.MID_STREAM_ERRORS, chat, [By.ZONE],
      'the signal mid-stream-errors of Stack/Endpoint is not published by EndpointName, VariantName, Region, AvailabilityZone, InstanceType: ' +
      `expected one of ${VARIANT_SET}, got: groupBy zone`],
    [S.FIRST_CHUNK_LATENCY, chat, [By.INSTANCE],
      'the signal first-chunk-latency of Stack/Endpoint is not published by EndpointName, VariantName, InstanceId: ' +
      `expected one of ${VARIANT_SET} ${VARIANT_BY_ZONE}, got: groupBy instance`],
    [S.INVOCATIONS_PER_COPY, qwen, [By.INSTANCE],
      `the signal invocations-per-copy of Stack/Qwen is not published by ${BY_CONTAINER}: ` +
      `expected one of ${COMPONENT_SETS}, got: groupBy instance`],
    [S.CONCURRENT_REQUESTS_PER_COPY, chat, [],
      'the signal concurrent-requests-per-copy of Stack/Endpoint is not published by EndpointName, VariantName: ' +
      `expected one of ${COMPONENT_SETS}, got: groupBy nothing`],
    [S.CONCURRENT_REQUESTS_PER_COPY, qwen, [By.COPY],
      `the signal concurrent-requests-per-copy of Stack/Qwen is not published by ${BY_CONTAINER}: ` +
      `expected one of ${COMPONENT_SETS}, got: groupBy copy`],
    [S.INVOCATIONS_PER_INSTANCE, qwen, [],
      'the signal invocations-per-instance of Stack/Qwen is not published by InferenceComponentName: expected one of ' +
      `${VARIANT_SET} [EndpointName, VariantName, InstanceId] ${VARIANT_BY_ZONE}, got: groupBy nothing`],
    [S.CONCURRENT_REQUESTS_PER_MODEL, chat, [By.COMPONENT, By.ZONE],
      'the signal concurrent-requests-per-model of Stack/Endpoint is not published by InferenceComponentName, Region, AvailabilityZone, ' +
      `InstanceType: expected one of ${VARIANT_SET} ${VARIANT_BY_ZONE}, got: groupBy component, zone`],
  ]))('that is not published at a granularity is refused: %s', (_id, signal, scope, groupBy, message) => {
    expect(errorOf(() => ask(signal, scope(), { groupBy }))).toBe(message);
  });

  /** Two endpoints that publish every minute. */
  function two(): TelemetryScope {
    const stack = testStack();
    return TelemetryScope.endpoints(['chat', 'code'].map((endpointName) => InferenceEndpoint.fromEndpointAttributes(stack, endpointName, {
      endpointName, publishFrequency: PublishFrequency.ONE_MINUTE,
    })));
  }

  const everything = () => TelemetryScope.everything(testStack(), { slowestPublishFrequency: PublishFrequency.ONE_MINUTE });

  // SageMaker divides by the instances of an endpoint or the copies of a component: the sum over several is the load of no instance.
  test.each(bySignal<[string, () => TelemetryScope, SignalGrouping[], string]>([
    [S.INVOCATIONS_PER_INSTANCE, 'two endpoints', two, [], 'endpoint, got: nothing'],
    [S.INVOCATIONS_PER_INSTANCE, 'two endpoints by zone and type', two, [By.ZONE, By.INSTANCE_TYPE], 'endpoint, got: zone, instance-type'],
    [S.INVOCATIONS_PER_INSTANCE, 'everything', everything, [], 'endpoint, got: nothing'],
    [S.INVOCATIONS_PER_INSTANCE, 'everything by component', everything, [By.COMPONENT], 'endpoint, got: component'],
    [S.INVOCATIONS_PER_COPY, 'an endpoint', chat, [], 'component, got: nothing'],
    [S.INVOCATIONS_PER_COPY, 'an endpoint by itself', chat, [By.ENDPOINT], 'component, got: endpoint'],
    [S.INVOCATIONS_PER_COPY, 'two endpoints by zone', two, [By.ZONE], 'component, got: zone'],
    [S.INVOCATIONS_PER_COPY, 'everything', everything, [], 'component, got: nothing'],
  ]))('that is divided already does not add up: %s of %s', (id, signal, _what, scope, groupBy, message) => {
    expect(errorOf(() => ask(signal, scope(), { groupBy }))).toBe(
      `the signal ${id} of several does not add up: expected groupBy to hold ${message}`);
  });

  test.each(bySignal<[string, () => TelemetryScope, SignalGrouping[], string]>([
    [
      S.INVOCATIONS_PER_INSTANCE, 'endpoint', two, [By.ENDPOINT],
      `sum by (${ENDPOINT}) (sum_over_time(InvocationsPerInstance{${ENDPOINT}=~"chat|code"}[5m])) / 300`,
    ],
    [
      S.INVOCATIONS_PER_INSTANCE, 'endpoint', everything, [By.ENDPOINT],
      `sum by (${ENDPOINT}) (sum_over_time(InvocationsPerInstance{${ENDPOINT}!=""}[5m])) / 300`,
    ],
    [
      S.INVOCATIONS_PER_INSTANCE, 'endpoint and instance', everything, [By.ENDPOINT, By.INSTANCE],
      `sum by (${ENDPOINT}, ${HOST}) (sum_over_time(InvocationsPerInstanceByInstanceId{${ENDPOINT}!=""}[5m])) / 300`,
    ],
    [
      S.INVOCATIONS_PER_COPY, 'component', two, [By.COMPONENT],
      `sum by (${COMPONENT}) (sum_over_time(InvocationsPerCopy{${ENDPOINT}=~"chat|code"}[5m])) / 300`,
    ],
    [
      S.INVOCATIONS_PER_COPY, 'endpoint and component', everything, [By.ENDPOINT, By.COMPONENT],
      `sum by (${ENDPOINT}, ${COMPONENT}) (sum_over_time(InvocationsPerCopy{${ENDPOINT}!=""}[5m])) / 300`,
    ],
  ]))('that is divided already is told of several where each has an answer of its own: %s by %s', (_id, signal, _by, scope, groupBy, query) => {
    expect(ask(signal, scope(), { groupBy })).toBe(query);
  });

  test('that is not divided adds up over several endpoints', () => {
    expect(ask(S.INVOCATIONS, two())).toBe(`sum (sum_over_time(Invocations{${ENDPOINT}=~"chat|code"}[5m])) / 300`);
    expect(ask(S.INVOCATIONS, everything())).toBe(`sum (sum_over_time(Invocations{${ENDPOINT}!=""}[5m])) / 300`);
  });

  test.each([By.ZONE, By.INSTANCE_TYPE])('of an endpoint by instance and %s is not that by zone and type, which adds up instances', (place) => {
    let answer: string;
    try {
      answer = ask(S.INVOCATIONS, chat(), { groupBy: [By.INSTANCE, place] });
    } catch (error) {
      answer = (error as Error).message;
    }
    expect(answer).not.toContain('InvocationsByAzByInstanceType{');
  });

  test('is refused where SageMaker has the classic metric only', () => {
    expect(() => ask(S.NO_CAPACITY_FAILURES, qwen())).toThrow(/the signal no-capacity-failures .*expected/);
  });

  test('of everything is that of endpoints', () => {
    const scope = TelemetryScope.everything(testStack(), { slowestPublishFrequency: PublishFrequency.ONE_MINUTE });
    expect(ask(S.INVOCATION_5XX_ERRORS, scope, { groupBy: [By.ENDPOINT] }))
      .toBe(`sum by (${ENDPOINT}) (sum_over_time(Invocation5XXErrors{${ENDPOINT}!=""}[5m])) / 300`);
  });

  test.each(bySignal<[string]>([
    [S.INVOCATIONS, 'Invocations'], [S.INVOCATIONS_PER_INSTANCE, 'InvocationsPerInstance'], [S.INVOCATIONS_PER_COPY, 'InvocationsPerCopy'],
    [S.INVOCATION_4XX_ERRORS, 'Invocation4XXErrors'], [S.INVOCATION_5XX_ERRORS, 'Invocation5XXErrors'],
    [S.INVOCATION_MODEL_ERRORS, 'InvocationModelErrors'], [S.MID_STREAM_ERRORS, 'MidStreamErrors'],
    [S.NO_CAPACITY_FAILURES, 'NoCapacityInvocationFailures'], [S.MODEL_LATENCY, 'ModelLatency'], [S.OVERHEAD_LATENCY, 'OverheadLatency'],
    [S.FIRST_CHUNK_LATENCY, 'FirstChunkLatency'], [S.FIRST_CHUNK_MODEL_LATENCY, 'FirstChunkModelLatency'],
    [S.FIRST_CHUNK_OVERHEAD_LATENCY, 'FirstChunkOverheadLatency'], [S.CONCURRENT_REQUESTS_PER_MODEL, 'ConcurrentRequestsPerModel'],
    [S.CONCURRENT_REQUESTS_PER_COPY, 'ConcurrentRequestsPerCopy'],
  ]))('has a classic form: %s', (_id, signal, name) => {
    expect(signal._classic).toMatchObject({ namespace: 'AWS/SageMaker', metricName: name });
  });

  test('is the only kind of signal with a classic form', () => {
    expect(S.all().filter(({ _classic }) => _classic !== undefined)).toHaveLength(15);
  });
});

describe('a dialect', () => {
  test('names buckets and keeps le for engines whose histograms are classic, the framework included', () => {
    const scope = inDialect({ histograms: HistogramForm.CLASSIC }, [VLLM, SGLANG]);
    expect(withoutRanks(ask(S.QUEUE_TIME, scope, { groupBy: [By.COMPONENT] }))).toBe([
      `rate(vllm:request_queue_time_seconds_bucket{${CHAT}}[5m])`,
      `avg without (RANKS) (rate(sglang:queue_time_seconds_bucket{${CHAT}}[5m]))`,
    ].map((rates) => `histogram_quantile(0.99, sum by (${COMPONENT}, ${FRAMEWORK}, le) (${rates}))`).join(' or '));
  });

  test('spells every engine with underscores', () => {
    expect(withoutRanks(ask(S.QUEUE_TIME, inDialect({ naming: SeriesNaming.UNDERSCORE }, [VLLM, SGLANG])))).toBe([
      `rate(vllm_request_queue_time_seconds{${CHAT}}[5m])`, `avg without (RANKS) (rate(sglang_queue_time_seconds{${CHAT}}[5m]))`,
    ].map((rates) => `histogram_quantile(0.99, sum by (${FRAMEWORK}) (${rates}))`).join(' or '));
  });

  test('spells both sides of a ratio', () => {
    expect(ask(S.ENGINE_ERROR_RATIO, inDialect({ naming: SeriesNaming.UNDERSCORE }, [VLLM])))
      .toBe(`clamp_max(100 * ((${FAILED} or (0 * ${FINISHED})) / (${FINISHED} > 0)), 100)`.replace(/vllm:/g, 'vllm_'));
  });

  test.each([
    [RequestSeriesForm.DELTA, `sum by (${COMPONENT}) (sum_over_time(InvocationsForIc{${CHAT}}[5m])) / 300`],
    [RequestSeriesForm.DELTA_HISTOGRAM, `histogram_sum(sum by (${COMPONENT}) (sum_over_time(InvocationsForIc{${CHAT}}[5m]))) / 300`],
    [RequestSeriesForm.CUMULATIVE, `sum by (${COMPONENT}) (rate(InvocationsForIc{${CHAT}}[5m]))`],
  ])('counts requests by component in the form %s', (requestSeries, query) => {
    expect(ask(S.INVOCATIONS, inDialect({ requestSeries }), { groupBy: [By.COMPONENT] })).toBe(query);
  });
});

describe('a component', () => {
  test('is asked about by its own name', () => {
    expect(ask(S.KV_CACHE_UTILIZATION, qwen([VLLM]))).toBe(`max (100 * last_over_time(vllm:kv_cache_usage_perc{${QWEN}}[4m]))`);
    expect(ask(S.GPU_MEMORY_COPY_UTILIZATION, qwen([VLLM]))).toBe(`avg (last_over_time(DCGM_FI_DEV_MEM_COPY_UTIL{${QWEN}}[4m]))`);
    expect(ask(S.MODEL_DOWNLOAD_TIME, qwen([VLLM]))).toBe(`max (max_over_time(model_download_time{${QWEN}}[15m]))`);
  });

  test.each(bySignal([
    [S.CPU_UTILIZATION], [S.MEMORY_UTILIZATION], [S.DISK_UTILIZATION], [S.ENDPOINTS], [S.INSTANCES], [S.ZONES_IN_USE],
    [S.INSTANCE_ZONE_SKEW], [S.INSTANCES_WITHOUT_COMPONENTS],
  ]))('is unknown to what hosts publish: %s', (id, signal) => {
    expect(errorOf(() => ask(signal, qwen([VLLM])))).toBe(
      `[Stack/Qwen] the signal ${id} knows no inference component: expected the scope of an endpoint, got: the component Stack/Qwen`);
  });

  test('is counted where its engine has a name for it', () => {
    expect(ask(S.COMPONENTS, chat([VLLM]))).toMatch(
      /^count \(group by \("aws\.sagemaker\.inference_component\.name"\) \(last_over_time\(vllm:num_requests_running\{/);
  });

  test('is not counted on an endpoint with a single model, whose series name none', () => {
    expect(ask(S.COMPONENTS, chat([VLLM]))).toContain(`${COMPONENT}!=""`);
  });

  test.each([
    ['no engine', []], ['an engine without gauges', [DJL]], ['a custom engine without gauges', [ServingEngine.custom('mine')]],
  ])('has its copies counted by the GPUs that it uses where it has %s', (_what, engines) => {
    expect(ask(S.COPIES, chat(engines))).toBe(
      `count (group by (${CONTAINER}, ${HOST}) (last_over_time(DCGM_FI_DEV_GPU_UTIL{${CHAT},${COMPONENT}!=""}[4m])))`);
  });

  test('has its copies counted once per copy where engines differ', () => {
    expect(ask(S.COPIES, chat([VLLM, SGLANG]))).toBe(
      `count (group by (${CONTAINER}, ${HOST}) (${RUNNING} or last_over_time(sglang:num_running_reqs{${CHAT},priority=""}[4m])))`);
  });

  test('serves something on its instances even where its engine has no gauge', () => {
    // DJL publishes no gauge, so only its GPUs tell that the instance is in use.
    expect(ask(S.INSTANCES_WITHOUT_COMPONENTS, chat([VLLM, DJL]))).toContain('DCGM_FI_DEV_GPU_UTIL');
    expect(ask(S.INSTANCES_WITHOUT_COMPONENTS, chat())).toContain('DCGM_FI_DEV_GPU_UTIL');
  });
});

describe('telemetry that arrives', () => {
  test('is told of endpoints by their instances', () => {
    expect(ask(S.TELEMETRY_PRESENCE, chat([VLLM]), { groupBy: [By.ENDPOINT] })).toBe(`group by (${ENDPOINT}) (${HOSTS})`);
  });

  test('is told of a component by its engine', () => {
    expect(ask(S.TELEMETRY_PRESENCE, qwen([VLLM]))).toBe(`group (last_over_time(vllm:num_requests_running{${QWEN}}[4m]))`);
  });
});

describe('telemetry that is missing', () => {
  const SHORTEST = '[5m]';

  test('is told of each endpoint on its own, so that one that is alive hides no other', () => {
    const stack = testStack();
    const [first, second] = ['chat', 'code'].map((endpointName) => InferenceEndpoint.fromEndpointAttributes(stack, endpointName, {
      endpointName, publishFrequency: PublishFrequency.ONE_MINUTE,
    }));
    expect(ask(S.TELEMETRY_GAP, TelemetryScope.endpoints([first, second]))).toBe(
      `absent_over_time(node_memory_MemTotal_bytes{${ENDPOINT}="chat"}${SHORTEST}) or ` +
      `absent_over_time(node_memory_MemTotal_bytes{${ENDPOINT}="code"}${SHORTEST})`);
  });

  test('is told of everything together, because nobody knows the names', () => {
    const scope = TelemetryScope.everything(testStack(), { slowestPublishFrequency: PublishFrequency.ONE_MINUTE });
    expect(ask(S.TELEMETRY_GAP, scope)).toBe(`absent_over_time(node_memory_MemTotal_bytes{${ENDPOINT}!=""}${SHORTEST})`);
  });

  test('is told of a component by its engine', () => {
    expect(ask(S.TELEMETRY_GAP, qwen([VLLM]))).toBe(`absent_over_time(vllm:num_requests_running{${QWEN}}${SHORTEST})`);
    expect(ask(S.TELEMETRY_GAP, qwen([SGLANG]))).toBe(`absent_over_time(sglang:num_running_reqs{${QWEN},priority=""}${SHORTEST})`);
  });

  test('is told of a component of unknown engine only where nothing of any engine arrives', () => {
    const query = ask(S.TELEMETRY_GAP, qwen());
    for (const series of ['vllm:num_requests_running', 'sglang:num_running_reqs', 'tgi_batch_current_size']) {
      expect(query).toContain(`absent_over_time(${series}{${QWEN}`);
    }
    expect(query).not.toContain(' or ');
  });

  test('is not told of a component of unknown engine that may be DJL and publishes for its GPUs', () => {
    expect(ask(S.TELEMETRY_GAP, qwen())).toContain('absent_over_time(DCGM_FI_DEV_GPU_UTIL{');
  });

  test('is told of a component without gauges by its GPUs, and names it', () => {
    // absent_over_time leaves out labels that are matched more than once, so the component must be matched once.
    expect(ask(S.TELEMETRY_GAP, qwen([DJL]))).toBe(`absent_over_time(DCGM_FI_DEV_GPU_UTIL{${QWEN}}${SHORTEST})`);
  });

  test('is told of a component of several engines whatever labels their series are picked by', () => {
    // The labels that absent_over_time yields are those that are matched, so a plain `and` of two would never hold.
    const mine = ServingEngine.custom('mine', { series: { runningRequests: EngineSeries.gauge('mine_running', { labels: { role: 'leader' } }) } });
    expect(ask(S.TELEMETRY_GAP, qwen([VLLM, mine]))).toMatch(/absent_over_time\(vllm:.*\) and on \(.*absent_over_time\(mine_running/);
  });
});

describe('what cannot be answered is refused', () => {
  const scope = () => chat([VLLM]);

  test.each([-0.01, 1.01, 99, NaN, Infinity])('a quantile of %d', (quantile) => {
    expect(errorOf(() => ask(S.TIME_TO_FIRST_TOKEN, scope(), { quantile }))).toBe(
      `[Stack/Endpoint] the signal time-to-first-token: quantile must be a number from 0 to 1 that is known at synth, got: ${quantile}`);
  });

  test('a quantile that is known at deployment only', () => {
    expect(errorOf(() => ask(S.TIME_TO_FIRST_TOKEN, scope(), { quantile: Token.asNumber({ Ref: 'Quantile' }) })))
      .toMatch(/^\[Stack\/Endpoint\] the signal time-to-first-token: quantile must be a number from 0 to 1 that is known at synth, got: /);
  });

  test.each(bySignal([
    [S.KV_CACHE_UTILIZATION], [S.OUTPUT_TOKENS], [S.ENGINE_ERROR_RATIO], [S.INVOCATIONS], [S.GPU_TEMPERATURE], [S.CPU_UTILIZATION],
    [S.INSTANCES], [S.CAPACITY_ERRORS], [S.TELEMETRY_GAP],
  ]))('a quantile of what has no distribution: %s', (id, signal) => {
    expect(errorOf(() => ask(signal, scope(), { quantile: 0.5 })))
      .toBe(`[Stack/Endpoint] the signal ${id} has no distribution: expected no quantile, got: 0.5`);
  });

  test('a share of what has no distribution', () => {
    expect(errorOf(() => S.KV_CACHE_UTILIZATION.promQlShareWithin(Duration.seconds(1), { scope: scope() }))).toBe(
      '[Stack/Endpoint] the signal kv-cache-utilization has no distribution: expected a latency that is a histogram in this telemetry dialect');
  });

  test('a share together with a quantile', () => {
    expect(errorOf(() => S.QUEUE_TIME.promQlShareWithin(Duration.seconds(1), { scope: scope(), quantile: 0.5 }))).toBe(
      '[Stack/Endpoint] the signal queue-time is asked for a share, not for a quantile: expected no quantile, got: 0.5');
  });

  test('an objective of nothing', () => {
    expect(errorOf(() => S.QUEUE_TIME.promQlShareWithin(Duration.seconds(0), { scope: scope() }))).toBe(
      '[Stack/Endpoint] the signal queue-time needs an objective above 0 seconds that is known at synth, got: 0');
  });

  test('an objective that is known at deployment only', () => {
    const objective = Duration.seconds(Lazy.number({ produce: () => 2 }));
    expect(errorOf(() => S.QUEUE_TIME.promQlShareWithin(objective, { scope: scope() }))).toBe(
      '[Stack/Endpoint] the signal queue-time needs an objective above 0 seconds that is known at synth, got: a token');
  });

  test.each([
    [PublishFrequency.TEN_SECONDS, 39, 40], [PublishFrequency.THIRTY_SECONDS, 119, 120], [PublishFrequency.ONE_MINUTE, 239, 240],
    [PublishFrequency.TWO_MINUTES, 479, 480], [PublishFrequency.THREE_MINUTES, 719, 720], [PublishFrequency.FOUR_MINUTES, 959, 960],
    [PublishFrequency.FIVE_MINUTES, 1199, 1200],
  ])('a window below four intervals of %d seconds', (publishFrequency, tooShort, shortest) => {
    const slow = TelemetryScope.endpoint(endpoint([VLLM], { publishFrequency }));
    expect(errorOf(() => ask(S.OUTPUT_TOKENS, slow, { window: Duration.seconds(tooShort) }))).toBe(
      `[Stack/Endpoint] the signal output-tokens: window must be a whole number from ${shortest} to 604800 seconds, got: ${tooShort}`);
    expect(() => ask(S.OUTPUT_TOKENS, slow, { window: Duration.seconds(shortest) })).not.toThrow();
  });

  test('but not of an event, which does not follow the publish frequency', () => {
    const slow = TelemetryScope.endpoint(endpoint([VLLM], { publishFrequency: PublishFrequency.FIVE_MINUTES }));
    expect(ask(S.CAPACITY_ERRORS, slow, { window: Duration.seconds(1) })).toBe(`sum (sum_over_time(ice_count{${CHAT}}[1s]))`);
    expect(errorOf(() => ask(S.CAPACITY_ERRORS, slow, { window: Duration.seconds(0) }))).toBe(
      '[Stack/Endpoint] the signal capacity-errors: window must be a whole number from 1 to 604800 seconds, got: 0');
  });

  test.each(bySignal<[number]>([[S.OUTPUT_TOKENS, 240], [S.CAPACITY_ERRORS, 1]]))('a window above seven days: %s', (id, signal, shortest) => {
    expect(errorOf(() => ask(signal, scope(), { window: Duration.seconds(604_801) }))).toBe(
      `[Stack/Endpoint] the signal ${id}: window must be a whole number from ${shortest} to 604800 seconds, got: 604801`);
    expect(ask(signal, scope(), { window: Duration.days(7) })).toContain('[7d]');
  });

  test('a window that reaches back more than seven days together with the day in which a peak is looked for', () => {
    expect(() => ask(S.TOKENS_SHARE_OF_PEAK, scope(), { window: Duration.days(7) })).toThrow(/the signal tokens-share-of-peak: window must be/);
  });

  test('a window with a fraction of a second', () => {
    expect(errorOf(() => ask(S.OUTPUT_TOKENS, scope(), { window: Duration.millis(300_500) }))).toBe(
      '[Stack/Endpoint] the signal output-tokens: window must be a whole number from 240 to 604800 seconds, got: 300.5');
  });

  test('a window that is known at deployment only', () => {
    expect(errorOf(() => ask(S.OUTPUT_TOKENS, scope(), { window: Duration.seconds(Lazy.number({ produce: () => 300 })) }))).toBe(
      '[Stack/Endpoint] the signal output-tokens: window must be known at synth, got: a token');
  });

  test.each(bySignal<[SignalGrouping, string]>([
    [S.CPU_UTILIZATION, By.COMPONENT, 'endpoint, instance, zone, instance-type'],
    [S.GPU_UTILIZATION, By.MODEL, 'endpoint, instance, zone, instance-type, component, copy, gpu'],
    [S.KV_CACHE_UTILIZATION, By.GPU, 'endpoint, instance, zone, instance-type, component, copy, framework, model'],
    [S.INVOCATIONS, By.FRAMEWORK, 'endpoint, component, instance, copy, zone, instance-type'],
    [S.CAPACITY_ERRORS, By.COPY, 'endpoint, component, instance, zone, instance-type'],
    [S.ZONES_IN_USE, By.ZONE, 'endpoint, instance, instance-type'],
    [S.INSTANCE_ZONE_SKEW, By.ZONE, 'endpoint, instance, instance-type'],
    [S.COPY_ZONE_SKEW, By.ZONE, 'endpoint, instance, instance-type, component, copy, framework, model'],
    [S.TELEMETRY_GAP, By.ENDPOINT, 'no groupBy'],
  ]))('a grouping that the series have no label for or that has no meaning: %s', (id, signal, grouping, expected) => {
    expect(errorOf(() => ask(signal, scope(), { groupBy: [grouping] }))).toBe(
      `[Stack/Endpoint] the signal ${id} cannot be split by ${grouping}: expected ${expected}, got: ${grouping}`);
  });

  test.each(bySignal<[SignalStatistic, string]>([
    [S.KV_CACHE_UTILIZATION, SignalStatistic.SUM, 'max, avg, min'],
    [S.GPU_UTILIZATION, SignalStatistic.SUM, 'avg, max, min'],
    [S.GPU_MEMORY_HEADROOM, SignalStatistic.SUM, 'min, avg, max'],
    [S.TIME_TO_FIRST_TOKEN, SignalStatistic.AVERAGE, 'none, it has its own'],
    [S.INVOCATIONS, SignalStatistic.SUM, 'none, it has its own'],
    [S.INSTANCES, SignalStatistic.MAXIMUM, 'none, it has its own'],
  ]))('a statistic that makes no sense: %s', (id, signal, statistic, expected) => {
    expect(errorOf(() => ask(signal, scope(), { statistic }))).toBe(
      `[Stack/Endpoint] the signal ${id} has no statistic ${statistic}: expected ${expected}, got: ${statistic}`);
  });

  test('with all that is wrong at once', () => {
    expect(errorOf(() => ask(S.CPU_UTILIZATION, qwen([VLLM]), {
      groupBy: [By.GPU], statistic: SignalStatistic.SUM, quantile: 2, window: Duration.seconds(1),
    }))).toBe([
      '[Stack/Qwen]',
      'the signal cpu-utilization cannot be split by gpu: expected endpoint, instance, zone, instance-type, got: gpu',
      'the signal cpu-utilization has no statistic sum: expected max, avg, min, got: sum',
      'the signal cpu-utilization knows no inference component: expected the scope of an endpoint, got: the component Stack/Qwen',
      'the signal cpu-utilization: quantile must be a number from 0 to 1 that is known at synth, got: 2',
      'the signal cpu-utilization: expected a quantile or a statistic, got both: 2 and sum',
      'the signal cpu-utilization: window must be a whole number from 240 to 604800 seconds, got: 1',
    ].join('\n  - '));
  });
});

describe('a query of more than 10,000 characters', () => {
  /** Endpoints whose names are known at deployment only. */
  function endpoints(count: number): IInferenceEndpoint[] {
    const stack = testStack();
    return Array.from({ length: count }, (_, index) => InferenceEndpoint.fromEndpointAttributes(stack, `Endpoint${index}`, {
      endpointName: Fn.importValue(`Endpoint${index}`), engines: [VLLM], publishFrequency: PublishFrequency.ONE_MINUTE,
    }));
  }

  /*
   * By hand: 73 characters before the names, 8 behind them, and n names of 63 characters with n - 1 bars between them. So 155 endpoints
   * make 81 + 9,765 + 154 = 10,000 characters, and 156 make 10,064.
   */
  const BEFORE = 'max (last_over_time(DCGM_FI_DEV_GPU_TEMP{"aws.sagemaker.endpoint.name"=~"';
  const AFTER = '"}[4m]))';

  test('is refused, where names that are tokens count as 63 characters', () => {
    const query = ask(S.GPU_TEMPERATURE, TelemetryScope.endpoints(endpoints(155)));
    expect(query.startsWith(BEFORE) && query.endsWith(AFTER)).toBe(true);
    expect(longest(query)).toBe(10_000);
    expect(errorOf(() => ask(S.GPU_TEMPERATURE, TelemetryScope.endpoints(endpoints(156))))).toBe(
      '[Stack/Endpoint0] the query of the signal gpu-temperature may have at most 10000 characters, names that are tokens counted as 63, ' +
      'got: 10064. Ask about fewer endpoints at a time');
  });

  test('is measured by its names and not by the text of tokens', () => {
    const query = ask(S.TELEMETRY_GAP, TelemetryScope.endpoints(endpoints(60)));
    expect(query.length).not.toBe(longest(query));
    expect(errorOf(() => ask(S.TELEMETRY_GAP, TelemetryScope.endpoints(endpoints(80))))).toMatch(
      /^\[Stack\/Endpoint0\] the query of the signal telemetry-gap may have at most 10000 characters, .* got: \d{5}\. Ask about fewer endpoints/);
  });

  test('is refused for a share within an objective, too', () => {
    expect(errorOf(() => S.QUEUE_TIME.promQlShareWithin(Duration.seconds(1), { scope: TelemetryScope.endpoints(endpoints(160)) }))).toMatch(
      /^\[Stack\/Endpoint0\] the query of the signal queue-time may have at most 10000 characters/);
  });

  test('is not one that the checker would let pass', () => {
    const query = ask(S.GPU_TEMPERATURE, TelemetryScope.endpoints(endpoints(150)));
    const options = { publishIntervalSeconds: 60, histograms: 'NATIVE' as const, eventSeries: [], histogramSeries: [], mustBeVector: true };
    expect(checkPromQl(query, options)).toEqual([]);
    expect(checkPromQl(query.replace(AFTER, `|${'n'.repeat(400)}${AFTER}`), options)).toEqual([
      expect.stringMatching(/^the query must have at most 10000 characters/),
    ]);
  });
});
