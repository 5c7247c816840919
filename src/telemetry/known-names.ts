import { EngineQuantity } from './query-context';

/*
 * Names under which series of engines may arrive besides their own. The first three come from a public benchmark script that queries them
 * and swallows every error, the fourth from the column titles of the console: not one was seen to work.
 */

/** Names in the style of the console, by what they tell. */
export const CONSOLE_NAMES: Partial<Record<EngineQuantity, string>> = {
  kvCacheUtilization: 'KVCacheUtilization',
  waitingRequests: 'QueueDepth',
  runningRequests: 'BatchSize',
  timeToFirstToken: 'TTFT',
};

/** Names that older engines use: vLLM before 0.9.2 and before 0.11. */
export const FORMER_NAMES: { readonly [name: string]: string } = {
  'vllm:kv_cache_usage_perc': 'vllm:gpu_cache_usage_perc',
  'vllm:inter_token_latency_seconds': 'vllm:time_per_output_token_seconds',
};

/** The ending of the series that holds the buckets of a classic histogram. */
export const BUCKET_ENDING = '_bucket';

/** The labels by which CloudWatch says what a series is. */
export const KindLabel = {
  TYPE: '__type__',
  TEMPORALITY: '__temporality__',
} as const;
