import { engineCatalogue, KNOWN_ENGINES, PLATFORM_CATALOGUE, spellingsOf } from '../../src/telemetry/catalogue';
import { ServingEngine } from '../../src/telemetry/serving-engine';

function names(name: string, engine = ServingEngine.VLLM): string[] {
  return spellingsOf(engineCatalogue([engine]).find((series) => series.name === name)!).map((spelling) => `${spelling.name} ${spelling.style} ${spelling.histograms ?? '-'}`);
}

test('a series that several quantities are taken from stands once', () => {
  expect(engineCatalogue([ServingEngine.VLLM]).filter(({ name }) => name === 'vllm:request_success_total')).toHaveLength(1);
  expect(engineCatalogue(KNOWN_ENGINES).filter(({ isSteady }) => isSteady).map(({ name }) => name)).toEqual([
    'vllm:kv_cache_usage_perc', 'vllm:num_requests_running', 'vllm:num_requests_waiting',
    'sglang:token_usage', 'sglang:num_running_reqs', 'sglang:num_queue_reqs', 'tgi_batch_current_size', 'tgi_queue_size',
  ]);
});

test('a gauge may have other names', () => {
  expect(names('vllm:kv_cache_usage_perc')).toEqual([
    'vllm:kv_cache_usage_perc known -', 'vllm_kv_cache_usage_perc underscore -', 'KVCacheUtilization console -', 'vllm:gpu_cache_usage_perc former -',
  ]);
  expect(names('tgi_queue_size', ServingEngine.TGI)).toEqual(['tgi_queue_size known -', 'QueueDepth console -']);
});

test('a histogram may be stored in two forms', () => {
  expect(names('vllm:time_to_first_token_seconds')).toEqual([
    'vllm:time_to_first_token_seconds known NATIVE', 'vllm_time_to_first_token_seconds underscore NATIVE',
    'vllm:time_to_first_token_seconds_bucket known CLASSIC', 'vllm_time_to_first_token_seconds_bucket underscore CLASSIC',
    'TTFT console -',
  ]);
});

test('series of GPUs, hosts, events and requests have one name each', () => {
  expect(PLATFORM_CATALOGUE.every((series) => spellingsOf(series).length === 1)).toBe(true);
  expect(PLATFORM_CATALOGUE.filter(({ source }) => source === 'request').map(({ name }) => name))
    .toEqual(['Invocations', 'InvocationsForIc', 'ModelLatency', 'ModelLatencyForIc']);
  expect(PLATFORM_CATALOGUE.filter(({ isSteady }) => isSteady)).toHaveLength(9);
});
