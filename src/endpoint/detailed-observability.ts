import { CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { checkPublishFrequency } from '../telemetry/publish-frequency-checks';
import { Problems } from '../validation';

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
