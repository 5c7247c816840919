import { InferenceSignal, SeriesNaming, TelemetryDialect } from '../../src';
import { DJL_SERIES, SGLANG_SERIES, TGI_SERIES, VLLM_SERIES } from '../../src/telemetry/engine-series';
import { checkPromQl, PromQlCheckOptions } from '../../src/telemetry/promql-checker';
import { EVENT_SERIES } from '../../src/telemetry/signals/lifecycle';
import { RenderedQuery, renderCatalogue } from '../conformance/catalogue';

/** Request series are numbers or histograms as the dialect has it: as histograms they are these, with an ending per granularity. */
const REQUEST_SERIES = [
  'Invocations', 'InvocationsPerInstance', 'InvocationsPerCopy', 'Invocation4XXErrors', 'Invocation5XXErrors', 'InvocationModelErrors',
  'MidStreamErrors', 'ModelLatency', 'OverheadLatency', 'FirstChunkLatency', 'FirstChunkModelLatency', 'FirstChunkOverheadLatency',
  'ConcurrentRequestsPerModel', 'ConcurrentRequestsPerCopy',
].flatMap((name) => [
  '', 'ByInstanceId', 'ByAzByInstanceType', 'ForIc', 'ForIcByAzByInstanceType', 'ForIcByInstanceIdByContainerId',
].map((suffix) => name + suffix));

const ENGINE_HISTOGRAMS = [VLLM_SERIES, SGLANG_SERIES, DJL_SERIES, TGI_SERIES]
  .flatMap((series) => Object.values(series))
  .filter(({ kind }) => kind === 'histogram')
  .map(({ name }) => name as string);

const QUERIES = renderCatalogue();

/** What a query was rendered for, such as `{ scope: 'endpoint', every: '60' }`. */
function parametersOf({ id }: RenderedQuery): Record<string, string> {
  return Object.fromEntries(id.split('/').slice(1).map((parameter) => parameter.split('=')));
}

function checksFor(rendered: RenderedQuery): PromQlCheckOptions {
  const { dialect } = parametersOf(rendered);
  const spelling = new TelemetryDialect({ naming: dialect === 'underscore' ? SeriesNaming.UNDERSCORE : SeriesNaming.COLON });
  const spell = (name: string) => spelling.seriesName(name);
  return {
    publishIntervalSeconds: rendered.publishIntervalSeconds,
    histograms: rendered.histograms as PromQlCheckOptions['histograms'],
    histogramSeries: [...ENGINE_HISTOGRAMS.map(spell), ...dialect === 'delta-histogram' ? REQUEST_SERIES : []],
    eventSeries: EVENT_SERIES.map(spell),
    mustBeVector: true,
  };
}

/** Each text with the options of its check, once. */
function distinct(queries: RenderedQuery[]): [query: string, options: PromQlCheckOptions, id: string][] {
  const found = new Map(queries.map((rendered): [string, [string, PromQlCheckOptions, string]] => {
    const options = checksFor(rendered);
    return [JSON.stringify([rendered.query, options]), [rendered.query, options, rendered.id]];
  }));
  return [...found.values()];
}

/** The problems of queries, each with where it comes from. */
function problemsOf(queries: RenderedQuery[]): string[] {
  return distinct(queries).flatMap(([query, options, id]) => checkPromQl(query, options).map((problem) => `${id}: ${problem}`));
}

describe('the queries of the catalogue', () => {
  test('are there for every signal', () => {
    const rendered = new Set(QUERIES.map(({ signal }) => signal));
    const missing = InferenceSignal.all().map(({ id }) => id).filter((id) => !rendered.has(id));
    // It has no OpenTelemetry name in AWS's mapping of 52 rows, so it may have no query.
    expect(missing.filter((id) => id !== 'no-capacity-failures')).toEqual([]);
  });

  test('are there for every scope, engine, dialect and a fast, a middling and a slow frequency', () => {
    const valuesOf = (name: string) => [...new Set(QUERIES.flatMap((rendered) => parametersOf(rendered)[name] ?? []))].sort();
    expect(valuesOf('scope')).toEqual(['component', 'endpoint', 'endpoints', 'everything', 'variant']);
    expect(valuesOf('engines')).toEqual(['both', 'djl', 'sglang', 'tgi', 'unknown', 'vllm']);
    expect(valuesOf('dialect')).toEqual(['classic', 'cumulative', 'delta-histogram', 'underscore']);
    expect(valuesOf('every')).toEqual(['10', '300', '60']);
  });

  test('are there for every grouping of every signal', () => {
    const rendered = new Set(QUERIES.map((query) => `${query.signal} by ${parametersOf(query).by}`));
    const possible = InferenceSignal.all().flatMap(({ id, groupings }) => groupings.map((grouping) => `${id} by ${grouping}`));
    const refused = possible.filter((combination) => !rendered.has(combination));
    // What SageMaker does not publish: the first chunk, mid-stream errors and concurrency by few dimensions, requests per instance or copy.
    expect(refused.filter((combination) => !/^(first-chunk|mid-stream|concurrent|invocations-per|no-capacity)/.test(combination))).toEqual([]);
  });

  test('are many', () => {
    expect(QUERIES.length).toBeGreaterThan(40_000);
    expect(distinct(QUERIES).length).toBeGreaterThan(15_000);
  });

  test('pass all that CloudWatch asks of PromQL', () => {
    expect(problemsOf(QUERIES)).toEqual([]);
  }, 120_000);

  test('have an id of their own', () => {
    expect(new Set(QUERIES.map(({ id }) => id)).size).toBe(QUERIES.length);
  });
});

describe('the check of the catalogue can fail', () => {
  const [ttft] = QUERIES.filter(({ id }) => id === 'time-to-first-token/engines=vllm/every=300/scope=endpoint');
  const [kvCache] = QUERIES.filter(({ id }) => id === 'kv-cache-utilization/engines=vllm/every=60/scope=endpoint');
  const [errors] = QUERIES.filter(({ id }) => id === 'capacity-errors/engines=vllm/every=300/scope=endpoint');
  // Request histograms answer with their average unless a quantile is asked for.
  const [latency] = QUERIES.filter(({ id }) => /^model-latency\/.*dialect=delta-histogram.*engines=vllm.*scope=endpoint$/.test(id));
  const [quantile] = QUERIES.filter(({ id }) => /^model-latency\/.*dialect=delta-histogram.*engines=vllm.*quantile=0.9\/scope=endpoint$/.test(id));
  const [ranks] = QUERIES.filter(({ id }) => id === 'queue-time/engines=sglang/every=300/scope=endpoint');

  test.each([
    ['a bracket is missing', kvCache, (query: string) => query.slice(0, -1), /must be valid PromQL: expected more at its end/],
    ['a range is shorter than four intervals', ttft, (query: string) => query.replace('[20m]', '[19m]'), /must span at least 4 publish intervals of 5m/],
    ['a label has underscores', kvCache, (query: string) => query.replace('"aws.sagemaker.endpoint.name"', 'aws_sagemaker_endpoint_name'), /label `aws_sagemaker_endpoint_name` does not exist/],
    ['a histogram is used as a number', ttft, (query: string) => query.replace('histogram_quantile(0.99, ', '('), /a histogram must not be used as a number/],
    ['a request histogram is used as a number', latency, (query: string) => query.replace('histogram_avg(', '('), /a histogram must not be used as a number/],
    ['a request histogram is used as a number and not for a quantile', quantile, (query: string) => query.replace('histogram_quantile(0.9, ', '('), /a histogram must not be used as a number/],
    ['the average of ranks is used as a number', ranks, (query: string) => query.replace('histogram_quantile(0.99, ', '('), /a histogram must not be used as a number/],
    ['ranks are compared, which histograms cannot be', ranks, (query: string) => query.replace('avg without', 'max without'), /a histogram must not be used as a number/],
    ['a native histogram is asked for by its buckets', ttft, (query: string) => query.replace('_seconds{', '_seconds_bucket{'), /stored as native histograms/],
    ['a metric has no name', kvCache, (query: string) => query.replace('vllm:kv_cache_usage_perc', ''), /must name its metric exactly/],
    ['a range is longer than seven days', ttft, (query: string) => query.replace('[20m]', '[8d]'), /reach back at most 7d/],
    ['the result is no vector', kvCache, () => '1', /must yield an instant vector/],
    ['it is too long', kvCache, (query: string) => query.replace('"chat"', `"${'c'.repeat(10_000)}"`), /at most 10000 characters/],
  ])('where %s', (_what, rendered, breakIt, problem) => {
    const broken = breakIt(rendered.query);
    expect(broken).not.toBe(rendered.query);
    expect(problemsOf([{ ...rendered, query: broken }])).toEqual([expect.stringMatching(problem)]);
  });

  test('but not where an event is looked for in less than four intervals', () => {
    expect(problemsOf([{ ...errors, query: errors.query.replace('[15m]', '[1m]') }])).toEqual([]);
  });

  test('and not where nothing is broken', () => {
    expect(problemsOf([ttft, kvCache, errors, latency, quantile, ranks])).toEqual([]);
  });
});
