import { EngineSeries, EngineSeriesSet, ServingEngine } from '../../src';
import { DJL_SERIES, seriesProblems, SGLANG_SERIES, TGI_SERIES, VLLM_SERIES } from '../../src/telemetry/engine-series';
import { Problems } from '../../src/validation';
import { errorOf } from '../support';

/** By hand from the documentation of the quantities: which kind of series each is taken from. */
const KINDS: Record<keyof EngineSeriesSet, 'gauge' | 'counter' | 'histogram'> = {
  kvCacheUtilization: 'gauge',
  runningRequests: 'gauge',
  waitingRequests: 'gauge',
  waitingForCapacity: 'gauge',
  prefixCacheHitRate: 'gauge',
  runningAdapters: 'gauge',
  timeToFirstToken: 'histogram',
  interTokenLatency: 'histogram',
  endToEndLatency: 'histogram',
  queueTime: 'histogram',
  preemptions: 'counter',
  prefixCacheHits: 'counter',
  prefixCacheQueries: 'counter',
  inputTokens: 'counter',
  outputTokens: 'counter',
  finishedRequests: 'counter',
  failedRequests: 'counter',
  abortedRequests: 'counter',
  serverResponses2xx: 'counter',
  serverResponses4xx: 'counter',
  serverResponses5xx: 'counter',
};

const ROWS = Object.entries(KINDS).flatMap(([quantity, expected]) => (['gauge', 'counter', 'histogram'] as const).map((got) => ({ quantity, expected, got })));
const WRONG = ROWS.filter(({ expected, got }) => expected !== got);
const RIGHT = ROWS.filter(({ expected, got }) => expected === got);

describe('a custom engine', () => {
  // The query for another kind answers nothing: a rate of a gauge, the newest value of a histogram.
  test.each(WRONG)('has no $got as $quantity', ({ quantity, expected, got }) => {
    expect(errorOf(() => ServingEngine.custom('mine', { series: { [quantity]: EngineSeries[got]('mine_series') } }))).toBe(
      `[ServingEngine 'mine'] series.${quantity}: expected a ${expected}, got: a ${got}`);
  });

  test.each(RIGHT)('has a $got as $quantity', ({ quantity, got }) => {
    const series = { [quantity]: EngineSeries[got]('mine_series') };
    expect(ServingEngine.custom('mine', { series }).series).toEqual(series);
  });

  test('is refused with all that is wrong at once', () => {
    const message = errorOf(() => ServingEngine.custom('mine', {
      series: {
        runningRequests: EngineSeries.counter('mine_running_total'),
        inputTokens: EngineSeries.counter('mine_in_total'),
        outputTokens: EngineSeries.gauge('mine_out'),
        timeToFirstToken: EngineSeries.gauge('mine_ttft'),
      },
    }));
    const [first, ...problems] = message!.split('\n  - ');
    expect(first).toBe("[ServingEngine 'mine']");
    expect(problems.sort()).toEqual([
      'series.outputTokens: expected a counter, got: a gauge',
      'series.runningRequests: expected a gauge, got: a counter',
      'series.timeToFirstToken: expected a histogram, got: a gauge',
    ]);
  });

  test('may publish nothing', () => {
    const { name, series, metricsPath, metricsEnvironment } = ServingEngine.custom('mine');
    expect({ name, series, metricsPath, metricsEnvironment }).toEqual({ name: 'mine', series: {}, metricsPath: undefined, metricsEnvironment: {} });
  });

  test('keeps what it is given', () => {
    const options = {
      metricsPath: '/own/metrics',
      metricsEnvironment: { METRICS: 'on' },
      series: { waitingRequests: EngineSeries.gauge('mine_queue', { scale: 2 }), queueTime: undefined },
    };
    expect(ServingEngine.custom('mine', options)).toMatchObject({ name: 'mine', ...options });
  });

  test.each([
    ['/metrics', true], ['/a', true], ['/a/b_c-d.e', true], [`/${'a'.repeat(255)}`, true],
    ['/', false], ['metrics', false], ['/a/../b', false], ['/a b', false], [`/${'a'.repeat(256)}`, false],
  ])('is scraped at %s or not', (metricsPath, isTaken) => {
    const problems = new Problems();
    ServingEngine.custom('mine', { metricsPath })._check(problems);
    expect(problems.found).toEqual(isTaken ? [] : [expect.stringMatching(/^engine 'mine': metricsPath must be a path such as '\/metrics'/)]);
  });
});

describe('the engines of the library', () => {
  test.each(Object.entries({ VLLM_SERIES, SGLANG_SERIES, DJL_SERIES, TGI_SERIES }))('have series of the kinds that are wanted: %s', (_name, series) => {
    expect(seriesProblems(series)).toEqual([]);
    expect(Object.keys(series).filter((quantity) => !(quantity in KINDS))).toEqual([]);
  });
});
