import { Resource } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IConstruct } from 'constructs';
import { grantInvocation, retainLogs, sageMakerArn } from './invocation';
import { whereaboutsOf } from './measured-endpoint';
import { ClassicMetric, classicMetric, ClassicMetrics, Dimension, SageMakerNamespace } from '../telemetry/classic-metrics';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { IObservedComponent } from '../telemetry/scope';
import { ServingEngine } from '../telemetry/serving-engine';

/** An inference component: copies of one model on the instances of an endpoint. */
export interface IInferenceComponent extends sagemaker.IInferenceComponentRef, IObservedComponent {
  /** The engine that serves the model, or undefined when an import does not state it. */
  readonly engine?: ServingEngine;

  /** The component's ARN. */
  readonly inferenceComponentArn: string;

  /** How often the container's own metrics are published, or undefined when an import does not state it. */
  readonly publishFrequency?: PublishFrequency;

  /** The log group that SageMaker writes the containers' output to: `/aws/sagemaker/InferenceComponents/NAME`. */
  readonly logGroupName: string;

  /**
   * Lets a principal invoke this component, response streams included: on the component and on its endpoint.
   *
   * @param grantee who may invoke
   */
  grantInvoke(grantee: iam.IGrantable): iam.Grant;

  /**
   * A metric of the namespace `AWS/SageMaker` for this component.
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
   * Requests divided by the number of copies (sum).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricInvocationsPerCopy(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

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
   * Requests in flight per copy, queued ones included (maximum, the other statistic is Minimum). High resolution: every 10 seconds.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricConcurrentRequestsPerCopy(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Requests that found no copy (sum).
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricNoCapacityInvocationFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * CPU utilisation of the copies against what they reserve, in percent (average). The normalised metric is the only one there is.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricCPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * Memory utilisation of the copies against what they reserve, in percent (average). The normalised metric is the only one there is.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * GPU utilisation of the copies, in percent from 0 to 100 (average). The normalised metric is the only one there is.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricGPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;

  /**
   * GPU memory utilisation of the copies, in percent from 0 to 100 (average). The normalised metric is the only one there is.
   *
   * @param props what differs: the statistic is the one in brackets, the period five minutes
   */
  metricGPUMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric;
}

/** What provisioned and imported components have in common. */
export abstract class InferenceComponentBase extends Resource implements IInferenceComponent {
  /** The component's name, which callers send along with a request. */
  public abstract readonly inferenceComponentName: string;

  /** The component's ARN. */
  public abstract readonly inferenceComponentArn: string;

  /** The engine that serves the model, or undefined when an import does not state it. */
  public abstract readonly engine?: ServingEngine;

  /** The engines whose own series reach CloudWatch: empty when none does, undefined when unknown. */
  public abstract readonly engines?: ServingEngine[];

  /** How often the container's own metrics are published, or undefined when an import does not state it. */
  public abstract readonly publishFrequency?: PublishFrequency;

  /** The longest interval at which anything about the component is published, its endpoint's included; undefined when unknown. */
  public abstract readonly slowestPublishFrequency?: PublishFrequency;

  /** The ARN of the endpoint that hosts the component, or undefined when an import does not state it. */
  protected abstract readonly endpointArn?: string;

  /** A reference to this component for other constructs. */
  public get inferenceComponentRef(): sagemaker.InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /** The log group that SageMaker writes the containers' output to: `/aws/sagemaker/InferenceComponents/NAME`. */
  public get logGroupName(): string {
    return `/aws/sagemaker/InferenceComponents/${this.inferenceComponentName}`;
  }

  /**
   * Sets how long the containers' output is kept: by a custom resource, because SageMaker creates the log group itself.
   *
   * @param retention how long
   */
  public retainLogs(retention: logs.RetentionDays): void {
    retainLogs(this, this.logGroupName, retention);
  }

  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return grantInvocation(grantee, [...this.endpointArn === undefined ? [] : [this.endpointArn], this.inferenceComponentArn]);
  }

  public metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: SageMakerNamespace.INVOCATIONS, metricName, dimensionsMap: this.dimensionsMap(), ...whereaboutsOf(this), ...props,
    });
  }

  public metricInvocations(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.INVOCATIONS, props);
  }

  public metricInvocationsPerCopy(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.INVOCATIONS_PER_COPY, props);
  }

  public metricInvocation4XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.ERRORS_4XX, props);
  }

  public metricInvocation5XXErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.ERRORS_5XX, props);
  }

  public metricInvocationModelErrors(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.MODEL_ERRORS, props);
  }

  public metricModelLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.MODEL_LATENCY, props);
  }

  public metricOverheadLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.OVERHEAD_LATENCY, props);
  }

  public metricConcurrentRequestsPerCopy(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.CONCURRENT_REQUESTS_PER_COPY, props);
  }

  public metricNoCapacityInvocationFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.NO_CAPACITY_FAILURES, props);
  }

  public metricCPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.COMPONENT_CPU_UTILIZATION, props);
  }

  public metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.COMPONENT_MEMORY_UTILIZATION, props);
  }

  public metricGPUUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.COMPONENT_GPU_UTILIZATION, props);
  }

  public metricGPUMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.classic(ClassicMetrics.COMPONENT_GPU_MEMORY_UTILIZATION, props);
  }

  /**
   * Called by each adapter of this component.
   * @internal
   */
  public _adaptedBy(_adapter: IConstruct): void {
    // An imported component cannot be told to load adapters.
  }

  private classic(entry: ClassicMetric, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return classicMetric(entry, this.dimensionsMap(), { ...whereaboutsOf(this), ...props });
  }

  private dimensionsMap() {
    return { [Dimension.COMPONENT]: this.inferenceComponentName };
  }
}

/** What is known of a component that another stack or tool owns. */
export interface ImportedComponentAttributes {
  readonly inferenceComponentName: string;
  readonly engine?: ServingEngine;
  /** What is known where it is not one engine: of the endpoint that hosts the component (default: the engine). */
  readonly engines?: ServingEngine[];
  readonly publishFrequency?: PublishFrequency;
  readonly slowestPublishFrequency?: PublishFrequency;
  readonly endpointArn?: string;
  readonly region?: string;
  readonly account?: string;
}

/** A component that another stack or tool owns. */
export class ImportedInferenceComponent extends InferenceComponentBase {
  public readonly inferenceComponentName: string;
  public readonly inferenceComponentArn: string;
  public readonly engine?: ServingEngine;
  public readonly engines?: ServingEngine[];
  public readonly publishFrequency?: PublishFrequency;
  public readonly slowestPublishFrequency?: PublishFrequency;
  protected readonly endpointArn?: string;

  public constructor(scope: Construct, id: string, attributes: ImportedComponentAttributes) {
    super(scope, id, { region: attributes.region, account: attributes.account });
    this.inferenceComponentName = attributes.inferenceComponentName;
    this.inferenceComponentArn = sageMakerArn(this, 'inference-component', attributes.inferenceComponentName, {
      region: attributes.region, account: attributes.account,
    });
    this.engine = attributes.engine;
    this.engines = attributes.engines ?? (attributes.engine && [attributes.engine]);
    this.publishFrequency = attributes.publishFrequency;
    this.slowestPublishFrequency = attributes.slowestPublishFrequency;
    this.endpointArn = attributes.endpointArn;
  }
}
