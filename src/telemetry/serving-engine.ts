import { DJL_SERIES, EngineSeriesSet, seriesProblems, SGLANG_SERIES, TGI_SERIES, VLLM_SERIES } from './engine-series';
import { problemReport } from '../problem-report';
import type { Problems } from '../validation';

/** The path that SageMaker scrapes on port 8080 of a container unless told otherwise (ContainerMetricsConfig reference). */
export const DEFAULT_METRICS_PATH = '/metrics';

const METRICS_PATH = /^(?=.{2,256}$)\/(?!.*\.\.)[a-zA-Z0-9/_.-]+$/;

/** Checks a path against the pattern of the MetricsEndpoint reference. */
export function checkMetricsPath(problems: Problems, what: string, path: string | undefined): void {
  problems.pattern(what, path, METRICS_PATH, "a path such as '/metrics' of at most 256 letters, digits and /_.- without '..'");
}

/** A serving engine that this library does not know. */
export interface CustomServingEngineOptions {
  /**
   * Where the engine serves Prometheus metrics on port 8080.
   *
   * @default - nowhere: SageMaker scrapes port 8080 only, and an engine that serves elsewhere has no series of its own
   */
  readonly metricsPath?: string;

  /**
   * Environment variables that make the engine publish metrics. A user's own value for a key wins.
   *
   * @default - none
   */
  readonly metricsEnvironment?: { [key: string]: string };

  /**
   * The engine's series by quantity, with their own names and units.
   *
   * @default - none: signals about the engine cannot be asked for
   */
  readonly series?: EngineSeriesSet;
}

/**
 * The engine that serves a model: decides which series exist and what makes the container publish them.
 *
 * GPU and host series exist on GPU instances whatever the engine.
 */
export class ServingEngine {
  /** The engine vLLM. Its SageMaker containers serve `/metrics` on port 8080 without further ado. */
  public static readonly VLLM = new ServingEngine('vllm', { metricsPath: DEFAULT_METRICS_PATH, series: VLLM_SERIES });

  /**
   * SGLang. Serves no metrics unless started with `--enable-metrics`, which its SageMaker container does for
   * `SM_SGLANG_ENABLE_METRICS=true`: set by this library.
   */
  public static readonly SGLANG = new ServingEngine('sglang', {
    metricsPath: DEFAULT_METRICS_PATH,
    metricsEnvironment: { SM_SGLANG_ENABLE_METRICS: 'true' },
    series: SGLANG_SERIES,
  });

  /**
   * DJL Serving, the server of the large model inference (LMI) containers. Serves no metrics unless `SERVING_PROMETHEUS=true`,
   * and then at `/server/metrics`: both set by this library. The series are the server's (responses, queues): no KV cache and
   * no tokens, although vLLM may run inside.
   */
  public static readonly DJL = new ServingEngine('djl', {
    metricsPath: '/server/metrics',
    metricsEnvironment: { SERVING_PROMETHEUS: 'true' },
    series: DJL_SERIES,
  });

  /** Text Generation Inference. Serves queue and batch metrics at `/metrics`: no KV cache, no time to first token. */
  public static readonly TGI = new ServingEngine('tgi', { metricsPath: DEFAULT_METRICS_PATH, series: TGI_SERIES });

  /** Triton Inference Server. Serves its metrics on port 8002, which SageMaker does not scrape: no series of its own. */
  public static readonly TRITON = new ServingEngine('triton', {});

  /** Any server without Prometheus metrics. */
  public static readonly OTHER = new ServingEngine('other', {});

  /**
   * A server of the user's own. Throws when a series is of another kind than its quantity needs.
   *
   * @param name how the engine is called in titles and messages
   * @param options where and how it publishes metrics
   */
  public static custom(name: string, options: CustomServingEngineOptions = {}): ServingEngine {
    const problems = seriesProblems(options.series ?? {});
    if (problems.length > 0) {
      throw new Error(problemReport(`ServingEngine '${name}'`, problems));
    }
    return new ServingEngine(name, options);
  }

  /** Where the engine serves metrics on port 8080, or undefined when it does not. */
  public readonly metricsPath?: string;

  /** The environment variables that make the engine publish metrics. */
  public readonly metricsEnvironment: { [key: string]: string };

  /** The engine's series by quantity. */
  public readonly series: EngineSeriesSet;

  private constructor(
    /** The engine's name, as in the label `aws.sagemaker.inference_framework` where SageMaker knows it. */
    public readonly name: string,
    options: CustomServingEngineOptions,
  ) {
    this.metricsPath = options.metricsPath;
    this.metricsEnvironment = options.metricsEnvironment ?? {};
    this.series = options.series ?? {};
  }

  /** @internal */
  public _check(problems: Problems): void {
    checkMetricsPath(problems, `engine '${this.name}': metricsPath`, this.metricsPath);
  }
}
