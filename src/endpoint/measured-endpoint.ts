import { Resource, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ClassicMetric, classicMetric, ClassicMetrics, Dimension, SageMakerNamespace } from '../telemetry/classic-metrics';

/** SageMaker's classic metrics of an endpoint. Every one carries the endpoint's and the variant's name: with less it has no data. */
export interface IMeasuredEndpoint {
  /**
   * A metric of the namespace `AWS/SageMaker` for this endpoint and variant.
   *
   * @param metricName such as `Invocations`
   * @param props what differs from an average over five minutes
   */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests (sum).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocations(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests divided by the number of instances (sum).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocationsPerInstance(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests answered with a 4XX status (sum; the statistic Average is the error rate from 0 to 1).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocation4XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests answered with a 5XX status (sum; the statistic Average is the error rate from 0 to 1).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocation5XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests that the model did not answer with 2XX, time-outs and socket errors included (sum; Average is the error rate).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocationModelErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Errors after a response stream had begun (sum).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricMidStreamErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Time in the model container, in **microseconds** (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricModelLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Time that SageMaker adds, in **microseconds** (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricOverheadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Time to the first chunk of a response stream, in **microseconds** (average). Documented for bidirectional streaming.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricFirstChunkLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * The model's part of the time to the first chunk, in **microseconds** (average). Documented for bidirectional streaming.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricFirstChunkModelLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * SageMaker's part of the time to the first chunk, in **microseconds** (average). Documented for bidirectional streaming.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricFirstChunkOverheadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests in flight, queued ones included (maximum, the other statistic is Minimum). High resolution: every 10 seconds.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricConcurrentRequestsPerModel(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * CPU utilisation, in percent **summed over cores**, so up to 100 times their number (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricCPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Memory utilisation, in percent from 0 to 100 (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Disk utilisation, in percent from 0 to 100 (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricDiskUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * GPU utilisation, in percent **summed over GPUs**, so up to 100 times their number (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricGPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * GPU memory utilisation, in percent **summed over GPUs**, so up to 100 times their number (average).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricGPUMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** What all endpoints have in common in CloudWatch. */
export abstract class MeasuredEndpoint extends Resource implements IMeasuredEndpoint {
  /** The endpoint's name. */
  public abstract readonly endpointName: string;

  /** The name of the production variant meant. */
  public abstract readonly variantName: string;

  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: SageMakerNamespace.INVOCATIONS, metricName, dimensionsMap: this.dimensionsMap(), ...whereaboutsOf(this), ...props,
    });
  }

  public metricInvocations(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.INVOCATIONS, props);
  }

  public metricInvocationsPerInstance(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.INVOCATIONS_PER_INSTANCE, props);
  }

  public metricInvocation4XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.ERRORS_4XX, props);
  }

  public metricInvocation5XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.ERRORS_5XX, props);
  }

  public metricInvocationModelErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.MODEL_ERRORS, props);
  }

  public metricMidStreamErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.MID_STREAM_ERRORS, props);
  }

  public metricModelLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.MODEL_LATENCY, props);
  }

  public metricOverheadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.OVERHEAD_LATENCY, props);
  }

  public metricFirstChunkLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.FIRST_CHUNK_LATENCY, props);
  }

  public metricFirstChunkModelLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.FIRST_CHUNK_MODEL_LATENCY, props);
  }

  public metricFirstChunkOverheadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.FIRST_CHUNK_OVERHEAD_LATENCY, props);
  }

  public metricConcurrentRequestsPerModel(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.CONCURRENT_REQUESTS_PER_MODEL, props);
  }

  public metricCPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.CPU_UTILIZATION, props);
  }

  public metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.MEMORY_UTILIZATION, props);
  }

  public metricDiskUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.DISK_UTILIZATION, props);
  }

  public metricGPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.GPU_UTILIZATION, props);
  }

  public metricGPUMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this._classic(ClassicMetrics.GPU_MEMORY_UTILIZATION, props);
  }

  /** @internal */
  protected _classic(entry: ClassicMetric, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return classicMetric(entry, this.dimensionsMap(), { ...whereaboutsOf(this), ...props });
  }

  private dimensionsMap() {
    return { [Dimension.ENDPOINT]: this.endpointName, [Dimension.VARIANT]: this.variantName };
  }
}

/**
 * The Region and account of a resource, so that its metrics are found from any stack. What is not known at synth is the stack's own,
 * unless the resource was imported from elsewhere.
 */
export function whereaboutsOf(resource: Resource): Pick<cloudwatch.MetricOptions, 'region' | 'account'> {
  const { region, account } = resource.env;
  const stack = Stack.of(resource);
  return {
    region: region === stack.region && Token.isUnresolved(region) ? undefined : region,
    account: account === stack.account && Token.isUnresolved(account) ? undefined : account,
  };
}
