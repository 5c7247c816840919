import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Problems } from '../validation';

/**
 * How often SageMaker publishes metrics, in seconds: the seven values that the API accepts.
 *
 * A shorter interval shows a spike sooner and costs more. Queries and alarms take their windows from it: with
 * `FIVE_MINUTES` a rate needs a window of twenty minutes.
 */
export enum PublishFrequency {
  /** Every 10 seconds. */
  TEN_SECONDS = 10,
  /** Every 30 seconds. */
  THIRTY_SECONDS = 30,
  /** Every 60 seconds, SageMaker's default. */
  ONE_MINUTE = 60,
  /** Every 120 seconds. */
  TWO_MINUTES = 120,
  /** Every 180 seconds. */
  THREE_MINUTES = 180,
  /** Every 240 seconds. */
  FOUR_MINUTES = 240,
  /** Every 300 seconds. */
  FIVE_MINUTES = 300,
}

const LEGAL_FREQUENCIES = [10, 30, 60, 120, 180, 240, 300];

/** Checks a frequency, which a caller from another language or from plain JavaScript may set to any number. */
export function checkPublishFrequency(problems: Problems, what: string, frequency: PublishFrequency | undefined): void {
  if (frequency !== undefined && !LEGAL_FREQUENCIES.includes(frequency)) {
    problems.add(`${what} must be one of ${LEGAL_FREQUENCIES.join(', ')} seconds, got: ${frequency}`);
  }
}

/** Options of `DetailedObservability`. */
export interface DetailedObservabilityOptions {
  /**
   * Whether the classic metrics also exist per instance and per container (enhanced metrics).
   *
   * Without them the classic `AWS/SageMaker` metrics have no `InstanceId` and `ContainerId` dimension, and invocation
   * metrics stay at 60 seconds whatever the publish frequency. Data below 60 seconds is kept for three hours.
   *
   * @default - as detailed observability itself: on with `every()`, off with `disabled()`
   */
  readonly enhancedMetrics?: boolean;
}

/**
 * What an endpoint reports about itself: vLLM or SGLang, GPU, host and placement series as OpenTelemetry in CloudWatch.
 *
 * SageMaker's own default changed on 2026-06-17 (true for configurations created after it, false before), so the template
 * always states it (MetricsConfig reference).
 */
export class DetailedObservability {
  /**
   * Detailed observability on, published at the given frequency.
   *
   * @param frequency how often series are published; SageMaker's own default is `PublishFrequency.ONE_MINUTE`
   * @param options what is published besides
   */
  public static every(frequency: PublishFrequency, options: DetailedObservabilityOptions = {}): DetailedObservability {
    return new DetailedObservability(true, frequency, options.enhancedMetrics ?? true);
  }

  /**
   * Detailed observability explicitly off: no engine, GPU, host or placement series, so nothing that watches them has data.
   *
   * @param options what is published nevertheless
   */
  public static disabled(options: DetailedObservabilityOptions = {}): DetailedObservability {
    return new DetailedObservability(false, PublishFrequency.ONE_MINUTE, options.enhancedMetrics ?? false);
  }

  /** Whether engine, GPU, host and placement series are published. */
  public readonly enabled: boolean;

  /** How often metrics are published. */
  public readonly publishFrequency: PublishFrequency;

  /** Whether the classic metrics exist per instance and per container too. */
  public readonly enhancedMetrics: boolean;

  private constructor(enabled: boolean, publishFrequency: PublishFrequency, enhancedMetrics: boolean) {
    this.enabled = enabled;
    this.publishFrequency = publishFrequency;
    this.enhancedMetrics = enhancedMetrics;
  }

  /** @internal */
  public _check(problems: Problems): void {
    checkPublishFrequency(problems, 'observability: the publish frequency', this.publishFrequency);
  }

  /** @internal */
  public _render(): CfnEndpointConfig.MetricsConfigProperty {
    return {
      enableDetailedObservability: this.enabled,
      enableEnhancedMetrics: this.enhancedMetrics,
      metricPublishFrequencyInSeconds: this.publishFrequency,
    };
  }
}
