import { Label } from './labels';

/** Options of an engine's series. */
export interface EngineSeriesOptions {
  /**
   * The factor that turns the series into the unit of the signal: percent for utilisation and rates of hits, seconds for times.
   * A ratio from 0 to 1 needs 100, milliseconds need 0.001.
   *
   * @default 1
   */
  readonly scale?: number;

  /**
   * Labels that rows must have. The empty string stands for rows without the label.
   *
   * @default - all rows
   */
  readonly labels?: { [label: string]: string };

  /**
   * Labels whose rows repeat the same number, as tensor-parallel ranks do: only one row counts.
   *
   * @default - none: rows add up
   */
  readonly repeatedBy?: string[];
}

/** A series that an engine publishes. */
export class EngineSeries {
  /**
   * A gauge: the newest value counts.
   *
   * @param name the series' name
   * @param options unit and rows
   */
  public static gauge(name: string, options: EngineSeriesOptions = {}): EngineSeries {
    return new EngineSeries(name, 'gauge', options);
  }

  /**
   * A cumulative counter: its rise per second counts.
   *
   * @param name the series' name, `_total` included
   * @param options unit and rows
   */
  public static counter(name: string, options: EngineSeriesOptions = {}): EngineSeries {
    return new EngineSeries(name, 'counter', options);
  }

  /**
   * A cumulative histogram.
   *
   * @param name the series' base name, without `_bucket`
   * @param options unit and rows
   */
  public static histogram(name: string, options: EngineSeriesOptions = {}): EngineSeries {
    return new EngineSeries(name, 'histogram', options);
  }

  private constructor(
    /** The series' name. */
    public readonly name: string,
    /** What it is: `gauge`, `counter` or `histogram`. */
    public readonly kind: string,
    /** Unit and rows. */
    public readonly options: EngineSeriesOptions,
  ) {}
}

type Quantity = keyof EngineSeriesSet;

/** What kind of series each quantity is taken from. */
const QUANTITIES_BY_KIND: Record<string, readonly Quantity[]> = {
  gauge: ['kvCacheUtilization', 'runningRequests', 'waitingRequests', 'waitingForCapacity', 'prefixCacheHitRate', 'runningAdapters'],
  histogram: ['timeToFirstToken', 'interTokenLatency', 'endToEndLatency', 'queueTime'],
  counter: [
    'preemptions', 'prefixCacheHits', 'prefixCacheQueries', 'inputTokens', 'outputTokens', 'finishedRequests', 'failedRequests',
    'abortedRequests', 'serverResponses2xx', 'serverResponses4xx', 'serverResponses5xx',
  ],
};

/** What is wrong with the kinds of an engine's series: a query on the wrong kind answers nothing. */
export function seriesProblems(series: EngineSeriesSet): string[] {
  return Object.entries(QUANTITIES_BY_KIND).flatMap(([kind, quantities]) => quantities.flatMap((quantity) => {
    const found = series[quantity]?.kind;
    return found === undefined || found === kind ? [] : [`series.${quantity}: expected a ${kind}, got: a ${found}`];
  }));
}

/** What an engine publishes, by quantity. A quantity that is left out does not exist for the engine. */
export interface EngineSeriesSet {
  /**
   * The share of the KV cache in use: a gauge, scaled to percent.
   * @default - none
   */
  readonly kvCacheUtilization?: EngineSeries;
  /**
   * Requests in the execution batch: a gauge.
   * @default - none
   */
  readonly runningRequests?: EngineSeries;
  /**
   * Requests that wait inside the engine: a gauge.
   * @default - none
   */
  readonly waitingRequests?: EngineSeries;
  /**
   * Requests that wait because the engine is full: a gauge.
   * @default - none
   */
  readonly waitingForCapacity?: EngineSeries;
  /**
   * Running requests that lost their KV blocks and are computed again: a counter.
   * @default - none
   */
  readonly preemptions?: EngineSeries;
  /**
   * Prompt tokens that were found in the prefix cache: a counter.
   * @default - none
   */
  readonly prefixCacheHits?: EngineSeries;
  /**
   * Prompt tokens that were looked up in the prefix cache: a counter.
   * @default - none
   */
  readonly prefixCacheQueries?: EngineSeries;
  /**
   * The share of prompt tokens found in the prefix cache, where the engine has no counters: a gauge, scaled to percent.
   * @default - none
   */
  readonly prefixCacheHitRate?: EngineSeries;
  /**
   * Time to the first token: a histogram, scaled to seconds.
   * @default - none
   */
  readonly timeToFirstToken?: EngineSeries;
  /**
   * Time between two tokens: a histogram, scaled to seconds.
   * @default - none
   */
  readonly interTokenLatency?: EngineSeries;
  /**
   * Time of a whole request: a histogram, scaled to seconds.
   * @default - none
   */
  readonly endToEndLatency?: EngineSeries;
  /**
   * Time that a request waits inside the engine: a histogram, scaled to seconds.
   * @default - none
   */
  readonly queueTime?: EngineSeries;
  /**
   * Prompt tokens: a counter.
   * @default - none
   */
  readonly inputTokens?: EngineSeries;
  /**
   * Generated tokens: a counter.
   * @default - none
   */
  readonly outputTokens?: EngineSeries;
  /**
   * Requests that ended, whatever the reason: a counter.
   * @default - none
   */
  readonly finishedRequests?: EngineSeries;
  /**
   * Requests that ended in an error: a counter.
   * @default - none
   */
  readonly failedRequests?: EngineSeries;
  /**
   * Requests that were aborted: a counter.
   * @default - none
   */
  readonly abortedRequests?: EngineSeries;
  /**
   * One row per set of adapters in use, named by a label: a gauge.
   * @default - none
   */
  readonly runningAdapters?: EngineSeries;
  /**
   * Responses of the server with a 2XX status: a counter.
   * @default - none
   */
  readonly serverResponses2xx?: EngineSeries;
  /**
   * Responses of the server with a 4XX status: a counter.
   * @default - none
   */
  readonly serverResponses4xx?: EngineSeries;
  /**
   * Responses of the server with a 5XX status: a counter.
   * @default - none
   */
  readonly serverResponses5xx?: EngineSeries;
}

const RATIO_AS_PERCENT = { scale: 100 };

/** The series of vLLM 0.20 and newer: one row per engine core. From vLLM's source and the AWS metric reference. */
export const VLLM_SERIES: EngineSeriesSet = {
  kvCacheUtilization: EngineSeries.gauge('vllm:kv_cache_usage_perc', RATIO_AS_PERCENT),
  runningRequests: EngineSeries.gauge('vllm:num_requests_running'),
  waitingRequests: EngineSeries.gauge('vllm:num_requests_waiting'),
  waitingForCapacity: EngineSeries.gauge('vllm:num_requests_waiting_by_reason', { labels: { [Label.REASON]: 'capacity' } }),
  preemptions: EngineSeries.counter('vllm:num_preemptions_total'),
  prefixCacheHits: EngineSeries.counter('vllm:prefix_cache_hits_total'),
  prefixCacheQueries: EngineSeries.counter('vllm:prefix_cache_queries_total'),
  timeToFirstToken: EngineSeries.histogram('vllm:time_to_first_token_seconds'),
  interTokenLatency: EngineSeries.histogram('vllm:inter_token_latency_seconds'),
  endToEndLatency: EngineSeries.histogram('vllm:e2e_request_latency_seconds'),
  queueTime: EngineSeries.histogram('vllm:request_queue_time_seconds'),
  inputTokens: EngineSeries.counter('vllm:prompt_tokens_total'),
  outputTokens: EngineSeries.counter('vllm:generation_tokens_total'),
  finishedRequests: EngineSeries.counter('vllm:request_success_total'),
  failedRequests: EngineSeries.counter('vllm:request_success_total', { labels: { [Label.FINISHED_REASON]: 'error' } }),
  abortedRequests: EngineSeries.counter('vllm:request_success_total', { labels: { [Label.FINISHED_REASON]: 'abort' } }),
  runningAdapters: EngineSeries.gauge('vllm:lora_requests_info'),
};

/** Tensor-, pipeline- and expert-parallel ranks report the same scheduler state once each. */
const SGLANG_RANKS = [Label.TENSOR_RANK, Label.PIPELINE_RANK, Label.EXPERT_RANK];
/** With priority scheduling there is a total without priority beside one row per priority. */
const SGLANG_TOTAL = { labels: { [Label.PRIORITY]: '' }, repeatedBy: SGLANG_RANKS };

/** The series of SGLang 0.5.7 and newer. From SGLang's source. */
export const SGLANG_SERIES: EngineSeriesSet = {
  kvCacheUtilization: EngineSeries.gauge('sglang:token_usage', { ...RATIO_AS_PERCENT, repeatedBy: SGLANG_RANKS }),
  runningRequests: EngineSeries.gauge('sglang:num_running_reqs', SGLANG_TOTAL),
  waitingRequests: EngineSeries.gauge('sglang:num_queue_reqs', SGLANG_TOTAL),
  preemptions: EngineSeries.counter('sglang:num_retracted_requests_total', { repeatedBy: SGLANG_RANKS }),
  prefixCacheHitRate: EngineSeries.gauge('sglang:cache_hit_rate', { ...RATIO_AS_PERCENT, repeatedBy: SGLANG_RANKS }),
  timeToFirstToken: EngineSeries.histogram('sglang:time_to_first_token_seconds'),
  interTokenLatency: EngineSeries.histogram('sglang:inter_token_latency_seconds'),
  endToEndLatency: EngineSeries.histogram('sglang:e2e_request_latency_seconds'),
  queueTime: EngineSeries.histogram('sglang:queue_time_seconds', { repeatedBy: SGLANG_RANKS }),
  inputTokens: EngineSeries.counter('sglang:prompt_tokens_total', { repeatedBy: SGLANG_RANKS }),
  outputTokens: EngineSeries.counter('sglang:generation_tokens_total', { repeatedBy: SGLANG_RANKS }),
  finishedRequests: EngineSeries.counter('sglang:num_requests_total', { repeatedBy: SGLANG_RANKS }),
  abortedRequests: EngineSeries.counter('sglang:num_aborted_requests_total', { repeatedBy: SGLANG_RANKS }),
};

/** The series of DJL Serving: of the server, not of the engine inside. */
export const DJL_SERIES: EngineSeriesSet = {
  serverResponses2xx: EngineSeries.counter('Response_2XX_total'),
  serverResponses4xx: EngineSeries.counter('Response_4XX_total'),
  serverResponses5xx: EngineSeries.counter('Response_5XX_total'),
};

/** The series of Text Generation Inference. */
export const TGI_SERIES: EngineSeriesSet = {
  runningRequests: EngineSeries.gauge('tgi_batch_current_size'),
  waitingRequests: EngineSeries.gauge('tgi_queue_size'),
  queueTime: EngineSeries.histogram('tgi_request_queue_duration'),
};
