import { NOW, SGLANG, VLLM } from './support';
import { surveyAlarms } from '../../../src/cli/doctor/alarm-survey';
import { Row } from '../../../src/cli/doctor/aws/promql';
import { enginesOf } from '../../../src/cli/doctor/engines';
import { Failure } from '../../../src/cli/doctor/failure';
import { surveySeries } from '../../../src/cli/doctor/survey';
import { ServingEngine } from '../../../src/telemetry/serving-engine';

const SECONDS = NOW.getTime() / 1000;

/** An API in which some series exist: name and rows. */
function apiWith(series: Record<string, Row[]>) {
  const asked: string[] = [];
  const rowsOf = (query: string) => Object.entries(series).find(([name]) => query.includes(`"${name}"`) || query.includes(`${name}{`))?.[1];
  return {
    asked,
    query: async (query: string) => {
      asked.push(query);
      const rows = rowsOf(query) ?? [];
      return query.startsWith('count(') && rows.length > 0 ? [{ labels: {}, value: rows.length, points: [] }] : rows;
    },
    queryRange: async (query: string): Promise<Row[]> => {
      asked.push(query);
      return rowsOf(query) ? [{ labels: {}, points: [[SECONDS - 60, SECONDS - 95], [SECONDS, SECONDS - 35]] }] : [];
    },
  };
}

const ROWS: Row[] = [
  { labels: { __type__: 'gauge' }, value: 0.25, points: [] },
  { labels: { __type__: 'gauge', __temporality__: 'cumulative' }, value: 0.5, points: [] },
  { labels: {}, value: NaN, points: [] },
];

test('a series is found under the first of its names that arrives', async () => {
  const told: string[] = [];
  const api = apiWith({ vllm_kv_cache_usage_perc: ROWS, BatchSize: [{ labels: {}, points: [] }] });
  const found = await surveySeries(api, 'chat', [ServingEngine.VLLM], NOW, (text) => told.push(text));
  expect(found.map(({ series: { name }, spelling, newest, rows, types, temporalities, highest }) => (
    { name, as: spelling.name, age: SECONDS - newest.getTime() / 1000, rows, types, temporalities, highest }))).toEqual([
    { name: 'vllm:kv_cache_usage_perc', as: 'vllm_kv_cache_usage_perc', age: 35, rows: 3, types: ['gauge'], temporalities: ['cumulative'], highest: 0.5 },
    { name: 'vllm:num_requests_running', as: 'BatchSize', age: 35, rows: 1, types: [], temporalities: [], highest: undefined },
  ]);
  expect(api.asked[0]).toBe('max(timestamp(vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="chat"}))');
  expect(told[told.length - 1]).toMatch(/^chat: series (\d+) of \1$/);
});

test('engines are told by their images', () => {
  const names = (containers?: Array<{ image?: string }>) => enginesOf(containers?.map((one) => ({ of: 'm', environment: {}, ...one }))).map(({ name }) => name);
  expect(enginesOf([VLLM, SGLANG, VLLM]).map(({ name }) => name)).toEqual(['vllm', 'sglang']);
  const everyone = ['vllm', 'sglang', 'djl', 'tgi'];
  expect(names([{ image: 'a.dkr.ecr/team/other:vllm' }])).toEqual(everyone);
  expect(names([{}])).toEqual(everyone);
  expect(names([])).toEqual(everyone);
  expect(names()).toEqual(everyone);
  expect(names([{ image: 'a/djl-inference:0.36.0-lmi-vllm' }])).toEqual(['djl']);
  expect(names([{ image: 'a/sagemaker-tritonserver:1' }])).toEqual(['triton']);
});

describe('alarms', () => {
  const KV = 'vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="chat"}';
  const RUNNING = 'vllm:num_requests_running{"aws.sagemaker.endpoint.name"="chat"}';
  const survey = async (query: string, api = apiWith({ 'vllm:kv_cache_usage_perc': ROWS })) =>
    (await surveyAlarms(api, 'chat', [{ name: 'a', query }], 60, NOW, () => undefined))[0];

  test.each<[string, boolean]>([
    [`max(${KV}) > 0.9`, true],
    [`max(${RUNNING}) > 0.9`, false],
    [`max(${KV}) > 0.9 and max(${RUNNING}) > 1`, false],
    [`max(${KV}) > 0.9 or max(${RUNNING}) > 1`, true],
    [`max(${KV}) > 0.9 unless max(${RUNNING}) > 1`, true],
    [`max(${RUNNING}) > 0.9 unless max(${KV}) > 1`, false],
    [`absent_over_time(${RUNNING}[10m])`, true],
    ['sum(ice_count{"aws.sagemaker.endpoint.name"="chat"}) > 0', true],
    ['max(vllm:nonsense{"aws.sagemaker.endpoint.name"="chat"}) > 0', false],
  ])('%s: can it fire? %s', async (query, canYield) => {
    expect(await survey(query)).toMatchObject({ problems: [], canYield });
  });

  test('selectors are counted once each', async () => {
    const api = apiWith({ 'vllm:kv_cache_usage_perc': ROWS });
    const { selectors } = (await survey(`max(${KV}) > 0.9 and min(${KV}) > 0.1`, api))!;
    expect(selectors).toEqual([{ text: KV, metricName: 'vllm:kv_cache_usage_perc', rows: 3, mayBeAbsent: false }]);
    expect(api.asked.filter((query) => query.startsWith('count('))).toEqual([`count(last_over_time(${KV}[20m]))`]);
  });

  test.each<[string, boolean]>([
    [KV, true],
    ['up{"aws.sagemaker.endpoint.name"=~"ch.*"}', true],
    ['up{"aws.sagemaker.endpoint.name"=~"c"}', false],
    ['up{"aws.sagemaker.endpoint.name"=~"("}', false],
    ['up{"aws.sagemaker.endpoint.name"!="other"}', true],
    ['up{"aws.sagemaker.endpoint.name"="other"}', false],
    ['vllm:kv_cache_usage_perc{"aws.sagemaker.endpoint.name"="other"}', false],
    ['max(vllm:kv_cache_usage_perc)', true],
    ['up', false],
    ['up{endpoint="chat"}', true],
    ['max(up{endpoint="chat"}', true],
    ['max(', false],
  ])('%s is about the endpoint: %s', async (query, isAbout) => {
    expect((await survey(query)) !== undefined).toBe(isAbout);
  });

  const failing = (failure: Error, when: (query: string) => boolean) => ({
    ...apiWith({}),
    query: async (query: string) => {
      if (when(query)) {
        throw failure;
      }
      return [];
    },
  });

  test('what CloudWatch says against a query is kept', async () => {
    expect(await survey(`max(${KV}`, failing(new Failure('refused', 'parse error', ''), () => true)))
      .toMatchObject({ refusal: 'parse error', canYield: false, problems: [expect.stringContaining('valid PromQL')] });
  });

  test('why CloudWatch did not answer is kept, unless nothing will be answered', async () => {
    const throttled = new Failure('throttled', 'later', '');
    expect(await survey(KV, failing(throttled, () => true))).toMatchObject({ failure: throttled });
    expect(await survey(KV, failing(throttled, (query) => query.startsWith('count')))).toMatchObject({ failure: throttled, selectors: [] });
    await expect(survey(KV, failing(new Failure('credentials', 'gone', ''), () => true))).rejects.toThrow('gone');
    await expect(survey(KV, failing(new Error('bug'), () => true))).rejects.toThrow('bug');
  });
});
