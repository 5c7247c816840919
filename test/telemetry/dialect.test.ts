import { App, Duration, Stack } from 'aws-cdk-lib';
import {
  EngineSeries, HistogramForm, InferenceEndpoint, InferenceSignal, PublishFrequency, RequestSeriesForm, SeriesNaming, ServingEngine,
  SignalGrouping, SignalQueryOptions, SignalStatistic, TelemetryDialect, TelemetryDialectOptions, TelemetryScope,
} from '../../src';
import { errorOf } from '../support';

const ENDPOINT = '"aws.sagemaker.endpoint.name"';
const CHAT = `${ENDPOINT}="chat"`;
const COMPONENT = '"aws.sagemaker.inference_component.name"';

/** What every test asks: an endpoint that publishes every minute, in an app of its own. */
function chat(options?: TelemetryDialectOptions, engines: ServingEngine[] = [ServingEngine.VLLM]): TelemetryScope {
  const app = new App();
  if (options) {
    new TelemetryDialect(options).applyTo(app);
  }
  return chatIn(app, engines);
}

function chatIn(app: App, engines: ServingEngine[] = [ServingEngine.VLLM]): TelemetryScope {
  return TelemetryScope.endpoint(InferenceEndpoint.fromEndpointAttributes(new Stack(app, 'Stack'), 'Endpoint', {
    endpointName: 'chat', engines, publishFrequency: PublishFrequency.ONE_MINUTE,
  }));
}

function ask(signal: InferenceSignal, scope: TelemetryScope, options: Partial<SignalQueryOptions> = {}): string {
  return signal.promQl({ scope, ...options });
}

/** The query for a statistic, or why there is none. */
function answer(signal: InferenceSignal, scope: TelemetryScope, statistic: SignalStatistic): string {
  try {
    return ask(signal, scope, { statistic });
  } catch (error) {
    return (error as Error).message;
  }
}

const {
  KV_CACHE_UTILIZATION, WAITING_REQUESTS, TIME_TO_FIRST_TOKEN, INVOCATIONS, MODEL_LATENCY, CONCURRENT_REQUESTS_PER_MODEL,
} = InferenceSignal;

describe('an app that chooses nothing', () => {
  test('has names with the colon of the engine', () => {
    expect(ask(KV_CACHE_UTILIZATION, chat())).toBe(`max (100 * last_over_time(vllm:kv_cache_usage_perc{${CHAT}}[4m]))`);
  });

  test('has native histograms under the base name', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat()))
      .toBe(`histogram_quantile(0.99, sum (rate(vllm:time_to_first_token_seconds{${CHAT}}[5m])))`);
  });

  test('has request series of delta temporality', () => {
    expect(ask(INVOCATIONS, chat())).toBe(`sum (sum_over_time(Invocations{${CHAT}}[5m])) / 300`);
  });

  test('says so', () => {
    const { naming, histograms, seriesNames, requestSeries, hasRequestSeries } = TelemetryDialect.of(new App());
    expect({ naming, histograms, seriesNames, requestSeries, hasRequestSeries }).toEqual({
      naming: 'COLON', histograms: 'NATIVE', seriesNames: {}, requestSeries: 'DELTA', hasRequestSeries: false,
    });
    expect(new TelemetryDialect({ requestSeries: RequestSeriesForm.DELTA }).hasRequestSeries).toBe(true);
  });

  test('asks as one that chooses the defaults', () => {
    const chosen = chat({
      naming: SeriesNaming.COLON, histograms: HistogramForm.NATIVE, seriesNames: {}, requestSeries: RequestSeriesForm.DELTA,
    });
    for (const signal of [KV_CACHE_UTILIZATION, TIME_TO_FIRST_TOKEN, INVOCATIONS, MODEL_LATENCY, CONCURRENT_REQUESTS_PER_MODEL]) {
      expect(ask(signal, chosen)).toBe(ask(signal, chat()));
    }
  });
});

describe('names with underscores', () => {
  const naming = SeriesNaming.UNDERSCORE;

  test('replace the colon of every engine', () => {
    const both = ask(KV_CACHE_UTILIZATION, chat({ naming }, [ServingEngine.VLLM, ServingEngine.SGLANG]));
    expect(both).toContain(`last_over_time(vllm_kv_cache_usage_perc{${CHAT}}[4m])`);
    expect(both).toContain(`last_over_time(sglang_token_usage{${CHAT}}[4m])`);
    expect(ask(KV_CACHE_UTILIZATION, chat({ naming }))).toBe(`max (100 * last_over_time(vllm_kv_cache_usage_perc{${CHAT}}[4m]))`);
  });

  test('replace it in histograms', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({ naming })))
      .toBe(`histogram_quantile(0.99, sum (rate(vllm_time_to_first_token_seconds{${CHAT}}[5m])))`);
  });

  test('replace every colon of a custom engine', () => {
    const mine = ServingEngine.custom('mine', { series: { waitingRequests: EngineSeries.gauge('mine:queue:length') } });
    expect(ask(WAITING_REQUESTS, chat({ naming }, [mine]))).toBe(`sum (last_over_time(mine_queue_length{${CHAT}}[4m]))`);
  });

  test('leave series without a colon as they are', () => {
    expect(ask(InferenceSignal.GPU_TEMPERATURE, chat({ naming }))).toBe(`max (last_over_time(DCGM_FI_DEV_GPU_TEMP{${CHAT}}[4m]))`);
    expect(ask(INVOCATIONS, chat({ naming }))).toBe(`sum (sum_over_time(Invocations{${CHAT}}[5m])) / 300`);
  });
});

describe('classic histograms', () => {
  const histograms = HistogramForm.CLASSIC;

  test('are asked for by their buckets, which keep the label le', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({ histograms }), { groupBy: [SignalGrouping.COMPONENT] }))
      .toBe(`histogram_quantile(0.99, sum by (${COMPONENT}, le) (rate(vllm:time_to_first_token_seconds_bucket{${CHAT}}[5m])))`);
  });

  test('keep le as the only label where one answer is asked for', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({ histograms })))
      .toBe(`histogram_quantile(0.99, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{${CHAT}}[5m])))`);
  });

  test('tell the share of requests within an objective', () => {
    expect(TIME_TO_FIRST_TOKEN.promQlShareWithin(Duration.seconds(2), { scope: chat({ histograms }) }))
      .toBe(`100 * histogram_fraction(0, 2, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket{${CHAT}}[5m])))`);
  });

  test('go together with underscores', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({ histograms, naming: SeriesNaming.UNDERSCORE })))
      .toBe(`histogram_quantile(0.99, sum by (le) (rate(vllm_time_to_first_token_seconds_bucket{${CHAT}}[5m])))`);
  });

  test('change nothing about gauges and counters', () => {
    for (const signal of [KV_CACHE_UTILIZATION, InferenceSignal.OUTPUT_TOKENS, InferenceSignal.CPU_UTILIZATION]) {
      expect(ask(signal, chat({ histograms }))).toBe(ask(signal, chat()));
    }
  });
});

describe('other names for single series', () => {
  test('replace the name that this library knows', () => {
    expect(ask(KV_CACHE_UTILIZATION, chat({ seriesNames: { 'vllm:kv_cache_usage_perc': 'KVCacheUtilization' } })))
      .toBe(`max (100 * last_over_time(KVCacheUtilization{${CHAT}}[4m]))`);
  });

  test('leave every other series as it is', () => {
    expect(ask(WAITING_REQUESTS, chat({ seriesNames: { 'vllm:kv_cache_usage_perc': 'KVCacheUtilization' } })))
      .toBe(`sum (last_over_time(vllm:num_requests_waiting{${CHAT}}[4m]))`);
  });

  test('stand as they are given where names have underscores', () => {
    const dialect = { naming: SeriesNaming.UNDERSCORE, seriesNames: { 'vllm:kv_cache_usage_perc': 'vllm:gpu_cache_usage_perc' } };
    expect(ask(KV_CACHE_UTILIZATION, chat(dialect))).toBe(`max (100 * last_over_time(vllm:gpu_cache_usage_perc{${CHAT}}[4m]))`);
    expect(ask(WAITING_REQUESTS, chat(dialect))).toBe(`sum (last_over_time(vllm_num_requests_waiting{${CHAT}}[4m]))`);
  });

  test('reach GPU, host, request and custom series, too', () => {
    const mine = ServingEngine.custom('mine', { series: { waitingRequests: EngineSeries.gauge('mine_queue') } });
    const scope = chat({
      seriesNames: { DCGM_FI_DEV_GPU_TEMP: 'GpuTemp', node_memory_MemTotal_bytes: 'Memory', Invocations: 'Calls', mine_queue: 'MyQueue' },
    }, [mine]);
    expect(ask(InferenceSignal.GPU_TEMPERATURE, scope)).toBe(`max (last_over_time(GpuTemp{${CHAT}}[4m]))`);
    expect(ask(InferenceSignal.TELEMETRY_GAP, scope)).toBe(`absent_over_time(Memory{${CHAT}}[5m])`);
    expect(ask(INVOCATIONS, scope)).toBe(`sum (sum_over_time(Calls{${CHAT}}[5m])) / 300`);
    expect(ask(WAITING_REQUESTS, scope)).toBe(`sum (last_over_time(MyQueue{${CHAT}}[4m]))`);
  });

  test('are quoted where PromQL needs it', () => {
    expect(ask(KV_CACHE_UTILIZATION, chat({ seriesNames: { 'vllm:kv_cache_usage_perc': 'vllm.kv_cache.usage' } })))
      .toBe(`max (100 * last_over_time({"vllm.kv_cache.usage",${CHAT}}[4m]))`);
  });

  test('name a native histogram', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({ seriesNames: { 'vllm:time_to_first_token_seconds': 'TTFT' } })))
      .toBe(`histogram_quantile(0.99, sum (rate(TTFT{${CHAT}}[5m])))`);
  });

  test('name a classic histogram by its base name: the library knows no other', () => {
    expect(ask(TIME_TO_FIRST_TOKEN, chat({
      histograms: HistogramForm.CLASSIC, seriesNames: { 'vllm:time_to_first_token_seconds': 'TTFT' },
    }))).toBe(`histogram_quantile(0.99, sum by (le) (rate(TTFT_bucket{${CHAT}}[5m])))`);
  });
});

describe('the form of request series', () => {
  const FORMS: { form: RequestSeriesForm; invocations: string; latency: string; concurrency: string; quantile?: number }[] = [
    {
      form: RequestSeriesForm.DELTA,
      invocations: `sum (sum_over_time(Invocations{${CHAT}}[5m])) / 300`,
      latency: `0.000001 * avg (avg_over_time(ModelLatency{${CHAT}}[5m]))`,
      concurrency: `max (max_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m]))`,
    },
    {
      form: RequestSeriesForm.DELTA_HISTOGRAM,
      invocations: `histogram_sum(sum (sum_over_time(Invocations{${CHAT}}[5m]))) / 300`,
      latency: `0.000001 * histogram_quantile(0.99, sum (sum_over_time(ModelLatency{${CHAT}}[5m])))`,
      concurrency: `histogram_quantile(1, sum (sum_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m])))`,
      quantile: 0.99,
    },
    {
      form: RequestSeriesForm.CUMULATIVE,
      invocations: `sum (rate(Invocations{${CHAT}}[5m]))`,
      latency: `0.000001 * histogram_quantile(0.99, sum (rate(ModelLatency{${CHAT}}[5m])))`,
      concurrency: `max (max_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m]))`,
      quantile: 0.99,
    },
  ];

  test.each(FORMS)('$form turns requests into a rate per second', ({ form, invocations }) => {
    expect(ask(INVOCATIONS, chat({ requestSeries: form }))).toBe(invocations);
  });

  test.each(FORMS)('$form turns the microseconds of latencies into seconds', ({ form, latency, quantile }) => {
    expect(ask(MODEL_LATENCY, chat({ requestSeries: form }), { quantile })).toBe(latency);
  });

  test.each(FORMS)('$form tells the most requests in flight', ({ form, concurrency }) => {
    expect(ask(CONCURRENT_REQUESTS_PER_MODEL, chat({ requestSeries: form }))).toBe(concurrency);
  });

  const HISTOGRAMS: [form: RequestSeriesForm, histogram: string][] = [
    [RequestSeriesForm.DELTA_HISTOGRAM, `sum (sum_over_time(ModelLatency{${CHAT}}[5m]))`],
    [RequestSeriesForm.CUMULATIVE, `sum (rate(ModelLatency{${CHAT}}[5m]))`],
  ];

  // A dialect must not change what is asked: without a quantile the mean, as with plain numbers. The ends are those of the distribution.
  test.each(HISTOGRAMS)('%s tells the mean latency unless another statistic is asked for', (requestSeries, histogram) => {
    const scope = chat({ requestSeries });
    expect(ask(MODEL_LATENCY, scope)).toBe(`0.000001 * histogram_avg(${histogram})`);
    expect(ask(MODEL_LATENCY, scope, { statistic: SignalStatistic.AVERAGE })).toBe(`0.000001 * histogram_avg(${histogram})`);
    expect(ask(MODEL_LATENCY, scope, { statistic: SignalStatistic.MAXIMUM })).toBe(`0.000001 * histogram_quantile(1, ${histogram})`);
    expect(ask(MODEL_LATENCY, scope, { statistic: SignalStatistic.MINIMUM })).toBe(`0.000001 * histogram_quantile(0, ${histogram})`);
  });

  test.each(HISTOGRAMS)('%s tells a quantile and a share within an objective, because latencies are histograms', (requestSeries, histogram) => {
    const scope = chat({ requestSeries });
    expect(ask(MODEL_LATENCY, scope, { quantile: 0.5 })).toBe(`0.000001 * histogram_quantile(0.5, ${histogram})`);
    expect(MODEL_LATENCY.promQlShareWithin(Duration.seconds(2), { scope })).toBe(`100 * histogram_fraction(0, 2000000, ${histogram})`);
  });

  test('tells the mean and the fewest requests in flight from their histogram, too', () => {
    const scope = chat({ requestSeries: RequestSeriesForm.DELTA_HISTOGRAM });
    const histogram = `sum by (${ENDPOINT}) (sum_over_time(ConcurrentRequestsPerModel{${CHAT}}[5m]))`;
    const by = (statistic: SignalStatistic) => ask(CONCURRENT_REQUESTS_PER_MODEL, scope, { statistic, groupBy: [SignalGrouping.ENDPOINT] });
    expect(by(SignalStatistic.MAXIMUM)).toBe(`histogram_quantile(1, ${histogram})`);
    expect(by(SignalStatistic.AVERAGE)).toBe(`histogram_avg(${histogram})`);
    expect(by(SignalStatistic.MINIMUM)).toBe(`histogram_quantile(0, ${histogram})`);
  });

  test('has no quantile and no share where latencies are plain numbers', () => {
    const scope = chat({ requestSeries: RequestSeriesForm.DELTA });
    expect(errorOf(() => ask(MODEL_LATENCY, scope, { quantile: 0.5 })))
      .toBe('[Stack/Endpoint] the signal model-latency has no distribution: expected no quantile, got: 0.5');
    expect(errorOf(() => MODEL_LATENCY.promQlShareWithin(Duration.seconds(2), { scope }))).toBe(
      '[Stack/Endpoint] the signal model-latency has no distribution: expected a latency that is a histogram in this telemetry dialect');
  });

  const STATISTICS = [SignalStatistic.MAXIMUM, SignalStatistic.AVERAGE, SignalStatistic.MINIMUM];

  test.each(FORMS)('$form answers differently for the longest, the mean and the shortest latency, or refuses', ({ form }) => {
    expect(new Set(STATISTICS.map((statistic) => answer(MODEL_LATENCY, chat({ requestSeries: form }), statistic))).size).toBe(3);
  });

  test.each(FORMS)('$form answers differently for the most, the mean and the fewest requests in flight, or refuses', ({ form }) => {
    const answers = STATISTICS.map((statistic) => answer(CONCURRENT_REQUESTS_PER_MODEL, chat({ requestSeries: form }), statistic));
    expect(new Set(answers).size).toBe(3);
  });
});

describe('a dialect is one decision for an app', () => {
  const underscore = new TelemetryDialect({ naming: SeriesNaming.UNDERSCORE });
  const WITH_COLON = `sum (last_over_time(vllm:num_requests_waiting{${CHAT}}[4m]))`;
  const WITH_UNDERSCORE = `sum (last_over_time(vllm_num_requests_waiting{${CHAT}}[4m]))`;

  test('that reaches every construct in it', () => {
    const app = new App();
    underscore.applyTo(app);
    expect(TelemetryDialect.of(new Stack(new Stack(app, 'Outer'), 'Inner'))).toBe(underscore);
    expect(ask(WAITING_REQUESTS, chatIn(app))).toBe(WITH_UNDERSCORE);
  });

  test('that any construct in it can make', () => {
    const app = new App();
    underscore.applyTo(new Stack(new Stack(app, 'Outer'), 'Inner'));
    expect(ask(WAITING_REQUESTS, chatIn(app))).toBe(WITH_UNDERSCORE);
  });

  test('that cannot be made twice, not even in the same way', () => {
    const app = new App();
    underscore.applyTo(app);
    const message = 'the app has a TelemetryDialect already: expected it to be applied once, got a second one';
    expect(errorOf(() => new TelemetryDialect().applyTo(app))).toBe(message);
    expect(errorOf(() => underscore.applyTo(new Stack(app, 'Other')))).toBe(message);
    expect(ask(WAITING_REQUESTS, chatIn(app))).toBe(WITH_UNDERSCORE);
  });

  test('that cannot be made once a query was built', () => {
    const app = new App();
    expect(ask(WAITING_REQUESTS, chatIn(app))).toBe(WITH_COLON);
    expect(errorOf(() => underscore.applyTo(app)))
      .toBe('queries were built before the TelemetryDialect was applied: expected it right after the App is created');
    expect(TelemetryDialect.of(app).naming).toBe(SeriesNaming.COLON);
  });

  test('that can be made once a scope was built', () => {
    const app = new App();
    const scope = chatIn(app);
    underscore.applyTo(app);
    expect(ask(WAITING_REQUESTS, scope)).toBe(WITH_UNDERSCORE);
  });

  test('that another app does not share', () => {
    const [one, other] = [new App(), new App()];
    underscore.applyTo(one);
    expect(ask(WAITING_REQUESTS, chatIn(other))).toBe(WITH_COLON);
    expect(ask(WAITING_REQUESTS, chatIn(one))).toBe(WITH_UNDERSCORE);
    expect(() => underscore.applyTo(new App())).not.toThrow();
  });
});
