import { Duration } from 'aws-cdk-lib';
import { ClassicMetric } from './classic-metrics';
import { publishes } from './query-context';
import { EVERY_ENGINE } from './scope';
import { ServingEngine } from './serving-engine';
import { SignalDefinition } from './signal-definition';
import { SignalGrouping, SignalQueryOptions, SignalStatistic, SignalUnit } from './signal-options';
import { renderShareWithin, renderSignal } from './signal-query';
import * as latency from './signals/engine-latency';
import * as pressure from './signals/engine-pressure';
import * as throughput from './signals/engine-throughput';
import * as gpu from './signals/gpu';
import * as host from './signals/host';
import * as lifecycle from './signals/lifecycle';
import * as placement from './signals/placement';
import * as presence from './signals/presence';
import * as requests from './signals/requests';

/**
 * One quantity of the telemetry catalogue: what it is, and the PromQL that asks CloudWatch for it. Panels, alarms and scaling of
 * this library are made of these, and so can a user's own be.
 *
 * The engines and the publish frequency of an endpoint are taken as they are when a query is built: add components first.
 */
export class InferenceSignal {
  /** KV cache in use (percent). */
  public static readonly KV_CACHE_UTILIZATION = new InferenceSignal(pressure.KV_CACHE_UTILIZATION);
  /** Requests running (count). */
  public static readonly RUNNING_REQUESTS = new InferenceSignal(pressure.RUNNING_REQUESTS);
  /** Requests waiting (count). */
  public static readonly WAITING_REQUESTS = new InferenceSignal(pressure.WAITING_REQUESTS);
  /** Requests waiting for capacity (count). */
  public static readonly WAITING_FOR_CAPACITY = new InferenceSignal(pressure.WAITING_FOR_CAPACITY);
  /** Preemptions (per second). */
  public static readonly PREEMPTIONS = new InferenceSignal(pressure.PREEMPTIONS);
  /** Prefix cache hits (percent). */
  public static readonly PREFIX_CACHE_HIT_RATE = new InferenceSignal(pressure.PREFIX_CACHE_HIT_RATE);
  /** Adapters in use (count). */
  public static readonly ADAPTERS_IN_USE = new InferenceSignal(pressure.ADAPTERS_IN_USE);
  /** Time to first token (seconds). */
  public static readonly TIME_TO_FIRST_TOKEN = new InferenceSignal(latency.TIME_TO_FIRST_TOKEN);
  /** Inter-token latency (seconds). */
  public static readonly INTER_TOKEN_LATENCY = new InferenceSignal(latency.INTER_TOKEN_LATENCY);
  /** End-to-end latency (seconds). */
  public static readonly END_TO_END_LATENCY = new InferenceSignal(latency.END_TO_END_LATENCY);
  /** Queue time (seconds). */
  public static readonly QUEUE_TIME = new InferenceSignal(latency.QUEUE_TIME);
  /** Input tokens (tokens per second). */
  public static readonly INPUT_TOKENS = new InferenceSignal(throughput.INPUT_TOKENS);
  /** Output tokens (tokens per second). */
  public static readonly OUTPUT_TOKENS = new InferenceSignal(throughput.OUTPUT_TOKENS);
  /** Requests finished by the engine (per second). */
  public static readonly REQUEST_RATE = new InferenceSignal(throughput.REQUEST_RATE);
  /** Responses of the model server (per second). */
  public static readonly SERVER_RESPONSES = new InferenceSignal(throughput.SERVER_RESPONSES);
  /** Input and output tokens (tokens per second). */
  public static readonly TOTAL_TOKENS = new InferenceSignal(throughput.TOTAL_TOKENS);
  /** Tokens as share of the observed peak (percent). */
  public static readonly TOKENS_SHARE_OF_PEAK = new InferenceSignal(throughput.TOKENS_SHARE_OF_PEAK);
  /** Requests that ended in an error (percent). */
  public static readonly ENGINE_ERROR_RATIO = new InferenceSignal(throughput.ENGINE_ERROR_RATIO);
  /** Requests that were aborted (percent). */
  public static readonly ENGINE_ABORT_RATIO = new InferenceSignal(throughput.ENGINE_ABORT_RATIO);
  /** Failed responses of the model server (percent). */
  public static readonly SERVER_ERROR_RATIO = new InferenceSignal(throughput.SERVER_ERROR_RATIO);
  /** Requests (per second). */
  public static readonly INVOCATIONS = new InferenceSignal(requests.INVOCATIONS);
  /** Requests per instance (per second). */
  public static readonly INVOCATIONS_PER_INSTANCE = new InferenceSignal(requests.INVOCATIONS_PER_INSTANCE);
  /** Requests per copy (per second). */
  public static readonly INVOCATIONS_PER_COPY = new InferenceSignal(requests.INVOCATIONS_PER_COPY);
  /** 4XX errors (per second). */
  public static readonly INVOCATION_4XX_ERRORS = new InferenceSignal(requests.INVOCATION_4XX_ERRORS);
  /** 5XX errors (per second). */
  public static readonly INVOCATION_5XX_ERRORS = new InferenceSignal(requests.INVOCATION_5XX_ERRORS);
  /** Model errors (per second). */
  public static readonly INVOCATION_MODEL_ERRORS = new InferenceSignal(requests.INVOCATION_MODEL_ERRORS);
  /** Mid-stream errors (per second). */
  public static readonly MID_STREAM_ERRORS = new InferenceSignal(requests.MID_STREAM_ERRORS);
  /** Requests that found no copy (per second). */
  public static readonly NO_CAPACITY_FAILURES = new InferenceSignal(requests.NO_CAPACITY_FAILURES);
  /** Model latency (seconds). */
  public static readonly MODEL_LATENCY = new InferenceSignal(requests.MODEL_LATENCY);
  /** Overhead latency (seconds). */
  public static readonly OVERHEAD_LATENCY = new InferenceSignal(requests.OVERHEAD_LATENCY);
  /** First chunk (seconds). */
  public static readonly FIRST_CHUNK_LATENCY = new InferenceSignal(requests.FIRST_CHUNK_LATENCY);
  /** First chunk: model (seconds). */
  public static readonly FIRST_CHUNK_MODEL_LATENCY = new InferenceSignal(requests.FIRST_CHUNK_MODEL_LATENCY);
  /** First chunk: overhead (seconds). */
  public static readonly FIRST_CHUNK_OVERHEAD_LATENCY = new InferenceSignal(requests.FIRST_CHUNK_OVERHEAD_LATENCY);
  /** Concurrent requests (count). */
  public static readonly CONCURRENT_REQUESTS_PER_MODEL = new InferenceSignal(requests.CONCURRENT_REQUESTS_PER_MODEL);
  /** Concurrent requests per copy (count). */
  public static readonly CONCURRENT_REQUESTS_PER_COPY = new InferenceSignal(requests.CONCURRENT_REQUESTS_PER_COPY);
  /** GPU busy (percent). */
  public static readonly GPU_UTILIZATION = new InferenceSignal(gpu.GPU_UTILIZATION);
  /** GPU memory in use (percent). */
  public static readonly GPU_MEMORY_UTILIZATION = new InferenceSignal(gpu.GPU_MEMORY_UTILIZATION);
  /** GPU memory free (percent). */
  public static readonly GPU_MEMORY_HEADROOM = new InferenceSignal(gpu.GPU_MEMORY_HEADROOM);
  /** GPU memory controller busy (percent). */
  public static readonly GPU_MEMORY_COPY_UTILIZATION = new InferenceSignal(gpu.GPU_MEMORY_COPY_UTILIZATION);
  /** GPU multiprocessors active (percent). */
  public static readonly GPU_SM_ACTIVITY = new InferenceSignal(gpu.GPU_SM_ACTIVITY);
  /** GPU temperature (degrees Celsius). */
  public static readonly GPU_TEMPERATURE = new InferenceSignal(gpu.GPU_TEMPERATURE);
  /** GPU memory temperature (degrees Celsius). */
  public static readonly GPU_MEMORY_TEMPERATURE = new InferenceSignal(gpu.GPU_MEMORY_TEMPERATURE);
  /** Code of the last GPU hardware error (count). */
  public static readonly GPU_HARDWARE_ERROR = new InferenceSignal(gpu.GPU_HARDWARE_ERROR);
  /** CPU in use (percent). */
  public static readonly CPU_UTILIZATION = new InferenceSignal(host.CPU_UTILIZATION);
  /** Memory in use (percent). */
  public static readonly MEMORY_UTILIZATION = new InferenceSignal(host.MEMORY_UTILIZATION);
  /** Disk in use (percent). */
  public static readonly DISK_UTILIZATION = new InferenceSignal(host.DISK_UTILIZATION);
  /** Endpoints (count). */
  public static readonly ENDPOINTS = new InferenceSignal(placement.ENDPOINTS);
  /** Inference components (count). */
  public static readonly COMPONENTS = new InferenceSignal(placement.COMPONENTS);
  /** GPUs (count). */
  public static readonly GPUS = new InferenceSignal(placement.GPUS);
  /** Instances (count). */
  public static readonly INSTANCES = new InferenceSignal(placement.INSTANCES);
  /** Copies (count). */
  public static readonly COPIES = new InferenceSignal(placement.COPIES);
  /** Zones in use (count). */
  public static readonly ZONES_IN_USE = new InferenceSignal(placement.ZONES_IN_USE);
  /** Zone skew of instances (count). */
  public static readonly INSTANCE_ZONE_SKEW = new InferenceSignal(placement.INSTANCE_ZONE_SKEW);
  /** Zone skew of copies (count). */
  public static readonly COPY_ZONE_SKEW = new InferenceSignal(placement.COPY_ZONE_SKEW);
  /** Copies per instance (count). */
  public static readonly COPIES_PER_INSTANCE = new InferenceSignal(placement.COPIES_PER_INSTANCE);
  /** Instances without components (count). */
  public static readonly INSTANCES_WITHOUT_COMPONENTS = new InferenceSignal(placement.INSTANCES_WITHOUT_COMPONENTS);
  /** Scaling operations (count). */
  public static readonly SCALING_OPERATIONS = new InferenceSignal(lifecycle.SCALING_OPERATIONS);
  /** Duration of scaling operations (seconds). */
  public static readonly SCALING_DURATION = new InferenceSignal(lifecycle.SCALING_DURATION);
  /** Insufficient capacity errors (count). */
  public static readonly CAPACITY_ERRORS = new InferenceSignal(lifecycle.CAPACITY_ERRORS);
  /** Model download (seconds). */
  public static readonly MODEL_DOWNLOAD_TIME = new InferenceSignal(lifecycle.MODEL_DOWNLOAD_TIME);
  /** Load into GPU memory (seconds). */
  public static readonly GPU_LOAD_TIME = new InferenceSignal(lifecycle.GPU_LOAD_TIME);
  /** Container start (seconds). */
  public static readonly CONTAINER_START_TIME = new InferenceSignal(lifecycle.CONTAINER_START_TIME);
  /** Duration of rebalancing (seconds). */
  public static readonly REBALANCING_DURATION = new InferenceSignal(lifecycle.REBALANCING_DURATION);
  /** Blocked rebalancing (count). */
  public static readonly REBALANCING_BLOCKED = new InferenceSignal(lifecycle.REBALANCING_BLOCKED);
  /** Copies moved (count). */
  public static readonly COPIES_MOVED = new InferenceSignal(lifecycle.COPIES_MOVED);
  /** Instances released (count). */
  public static readonly INSTANCES_RELEASED = new InferenceSignal(lifecycle.INSTANCES_RELEASED);
  /** Telemetry arrives (count). */
  public static readonly TELEMETRY_PRESENCE = new InferenceSignal(presence.TELEMETRY_PRESENCE);
  /** Engines report now (count). */
  public static readonly ENGINE_PRESENCE = new InferenceSignal(presence.ENGINE_PRESENCE);
  /** Telemetry is missing (count). */
  public static readonly TELEMETRY_GAP = new InferenceSignal(presence.TELEMETRY_GAP);

  /** Every signal of the catalogue. */
  public static all(): InferenceSignal[] {
    return Object.values(InferenceSignal).filter((value): value is InferenceSignal => value instanceof InferenceSignal);
  }

  private constructor(private readonly definition: SignalDefinition) {}

  /** A short name that never changes. */
  public get id(): string {
    return this.definition.id;
  }

  /** What a panel is called. */
  public get title(): string {
    return this.definition.title;
  }

  /** What it is measured in. */
  public get unit(): SignalUnit {
    return this.definition.unit;
  }

  /** One line on what it tells. */
  public get meaning(): string {
    return this.definition.meaning;
  }

  /** The engines of this library that publish it, or undefined when it does not come from an engine. */
  public get engines(): ServingEngine[] | undefined {
    const { engineQuantities } = this.definition;
    return engineQuantities && EVERY_ENGINE.filter((engine) => publishes(engine, engineQuantities));
  }

  /** By what the answer can be split. */
  public get groupings(): SignalGrouping[] {
    return [...this.definition.groupings];
  }

  /** How copies, GPUs or instances can be put together: the first is the default. Empty when there is one way only. */
  public get statistics(): SignalStatistic[] {
    return [...this.definition.statistics];
  }

  /** Whether it exists around events only: mostly there is nothing. */
  public get isEvent(): boolean {
    return this.definition.isEvent ?? false;
  }

  /**
   * The PromQL that asks for it: an instant query that yields a vector.
   *
   * Throws when the scope has no engine that publishes it, when it cannot be split or put together as asked, and when the window or
   * the query is longer than CloudWatch takes.
   *
   * @param options whom the query asks about, and how the answer is split and put together
   */
  public promQl(options: SignalQueryOptions): string {
    return renderSignal(this.definition, options);
  }

  /**
   * The PromQL that asks for the percentage of requests within an objective: for latencies that are histograms.
   *
   * @param objective the longest time that is good, above 0
   * @param options whom the query asks about, and how the answer is split
   */
  public promQlShareWithin(objective: Duration, options: SignalQueryOptions): string {
    return renderShareWithin(this.definition, objective, options);
  }

  /**
   * The same quantity as a classic metric.
   * @internal
   */
  public get _classic(): ClassicMetric | undefined {
    return this.definition.classic;
  }

  /** @internal */
  public _isPublishedBy(engine: ServingEngine): boolean {
    return publishes(engine, this.definition.engineQuantities ?? []);
  }
}
