import { MetricOptions, Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { RequestSeries } from './request-series';

/**
 * The namespaces of SageMaker's classic metrics. The third is easily missed
 * (github.com/prometheus-community/yet-another-cloudwatch-exporter/pull/1686).
 */
export class SageMakerNamespace {
  /** Requests, errors, latencies and concurrency of endpoints and inference components. */
  public static readonly INVOCATIONS = 'AWS/SageMaker';

  /** Utilisation of an endpoint's instances. */
  public static readonly ENDPOINTS = '/aws/sagemaker/Endpoints';

  /** Utilisation of an inference component's copies. */
  public static readonly INFERENCE_COMPONENTS = '/aws/sagemaker/InferenceComponents';

  private constructor() {}
}

/** The dimensions of SageMaker's classic metrics. */
export const Dimension = {
  ENDPOINT: 'EndpointName',
  VARIANT: 'VariantName',
  COMPONENT: 'InferenceComponentName',
  INSTANCE: 'InstanceId',
  CONTAINER: 'ContainerId',
  REGION: 'Region',
  ZONE: 'AvailabilityZone',
  INSTANCE_TYPE: 'InstanceType',
} as const;

const BY_ZONE = [Dimension.REGION, Dimension.ZONE, Dimension.INSTANCE_TYPE];

/** The dimension sets under which SageMaker publishes. Those by instance and by container exist with enhanced metrics only. */
export const DimensionSet = {
  VARIANT: [Dimension.ENDPOINT, Dimension.VARIANT],
  VARIANT_BY_INSTANCE: [Dimension.ENDPOINT, Dimension.VARIANT, Dimension.INSTANCE],
  VARIANT_BY_ZONE: [Dimension.ENDPOINT, Dimension.VARIANT, ...BY_ZONE],
  COMPONENT: [Dimension.COMPONENT],
  COMPONENT_BY_ZONE: [Dimension.COMPONENT, ...BY_ZONE],
  COMPONENT_BY_CONTAINER: [Dimension.ENDPOINT, Dimension.VARIANT, Dimension.COMPONENT, Dimension.INSTANCE, Dimension.CONTAINER],
} as const;

/** One classic metric: the only place that spells its name. */
export interface ClassicMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** The statistic that answers the usual question. */
  readonly statistic: string;
  /** The unit in which SageMaker publishes. */
  readonly unit: Unit;
  readonly dimensionSets: ReadonlyArray<readonly string[]>;
}

const { VARIANT, VARIANT_BY_INSTANCE, VARIANT_BY_ZONE, COMPONENT, COMPONENT_BY_ZONE, COMPONENT_BY_CONTAINER } = DimensionSet;
const BY_VARIANT_AND_COMPONENT = [
  VARIANT, VARIANT_BY_INSTANCE, VARIANT_BY_ZONE, COMPONENT, COMPONENT_BY_ZONE, COMPONENT_BY_CONTAINER,
];

function requests(metricName: string, statistic: string, unit: Unit, dimensionSets: ClassicMetric['dimensionSets']): ClassicMetric {
  return { namespace: SageMakerNamespace.INVOCATIONS, metricName, statistic, unit, dimensionSets };
}

function utilization(metricName: string): ClassicMetric {
  return {
    namespace: SageMakerNamespace.ENDPOINTS,
    metricName,
    statistic: 'Average',
    unit: Unit.PERCENT,
    dimensionSets: [VARIANT, VARIANT_BY_INSTANCE],
  };
}

function componentUtilization(metricName: string): ClassicMetric {
  return {
    namespace: SageMakerNamespace.INFERENCE_COMPONENTS,
    metricName,
    statistic: 'Average',
    unit: Unit.PERCENT,
    dimensionSets: [COMPONENT],
  };
}

/**
 * SageMaker's classic metrics with the dimension sets of the page "Metric name mapping: legacy to OTel" of the SageMaker
 * developer guide, and the statistics and units of the page on SageMaker metrics in CloudWatch.
 */
export const ClassicMetrics = {
  INVOCATIONS: requests(RequestSeries.INVOCATIONS, 'Sum', Unit.NONE, BY_VARIANT_AND_COMPONENT),
  INVOCATIONS_PER_INSTANCE: requests('InvocationsPerInstance', 'Sum', Unit.NONE, [VARIANT, VARIANT_BY_INSTANCE, VARIANT_BY_ZONE]),
  INVOCATIONS_PER_COPY: requests('InvocationsPerCopy', 'Sum', Unit.NONE, [COMPONENT, COMPONENT_BY_ZONE]),
  ERRORS_4XX: requests('Invocation4XXErrors', 'Sum', Unit.NONE, BY_VARIANT_AND_COMPONENT),
  ERRORS_5XX: requests('Invocation5XXErrors', 'Sum', Unit.NONE, BY_VARIANT_AND_COMPONENT),
  MODEL_ERRORS: requests('InvocationModelErrors', 'Sum', Unit.NONE, BY_VARIANT_AND_COMPONENT),
  MODEL_LATENCY: requests(RequestSeries.MODEL_LATENCY, 'Average', Unit.MICROSECONDS, BY_VARIANT_AND_COMPONENT),
  OVERHEAD_LATENCY: requests('OverheadLatency', 'Average', Unit.MICROSECONDS, BY_VARIANT_AND_COMPONENT),
  FIRST_CHUNK_LATENCY: requests('FirstChunkLatency', 'Average', Unit.MICROSECONDS, [VARIANT, VARIANT_BY_ZONE]),
  FIRST_CHUNK_MODEL_LATENCY: requests('FirstChunkModelLatency', 'Average', Unit.MICROSECONDS, [VARIANT, VARIANT_BY_ZONE]),
  FIRST_CHUNK_OVERHEAD_LATENCY: requests('FirstChunkOverheadLatency', 'Average', Unit.MICROSECONDS, [VARIANT, VARIANT_BY_ZONE]),
  MID_STREAM_ERRORS: requests('MidStreamErrors', 'Sum', Unit.NONE, [VARIANT]),
  CONCURRENT_REQUESTS_PER_MODEL: requests('ConcurrentRequestsPerModel', 'Maximum', Unit.COUNT, [VARIANT, VARIANT_BY_ZONE]),
  CONCURRENT_REQUESTS_PER_COPY: requests('ConcurrentRequestsPerCopy', 'Maximum', Unit.COUNT, [COMPONENT, COMPONENT_BY_ZONE]),
  NO_CAPACITY_FAILURES: requests('NoCapacityInvocationFailures', 'Sum', Unit.COUNT, [COMPONENT]),

  CPU_UTILIZATION: utilization('CPUUtilization'),
  MEMORY_UTILIZATION: utilization('MemoryUtilization'),
  DISK_UTILIZATION: utilization('DiskUtilization'),
  GPU_UTILIZATION: utilization('GPUUtilization'),
  GPU_MEMORY_UTILIZATION: utilization('GPUMemoryUtilization'),
  CPU_UTILIZATION_NORMALIZED: utilization('CPUUtilizationNormalized'),
  GPU_UTILIZATION_NORMALIZED: utilization('GPUUtilizationNormalized'),
  GPU_MEMORY_UTILIZATION_NORMALIZED: utilization('GPUMemoryUtilizationNormalized'),
  CPU_RESERVATION: utilization('CPUReservation'),
  MEMORY_RESERVATION: utilization('MemoryReservation'),
  GPU_RESERVATION: utilization('GPUReservation'),

  // Components have the normalised names only; CPUUtilization and the like do not exist in their namespace.
  COMPONENT_CPU_UTILIZATION: componentUtilization('CPUUtilizationNormalized'),
  COMPONENT_MEMORY_UTILIZATION: componentUtilization('MemoryUtilizationNormalized'),
  COMPONENT_GPU_UTILIZATION: componentUtilization('GPUUtilizationNormalized'),
  COMPONENT_GPU_MEMORY_UTILIZATION: componentUtilization('GPUMemoryUtilizationNormalized'),
} as const satisfies Record<string, ClassicMetric>;

/**
 * A CloudWatch metric of a catalogue entry.
 *
 * CloudWatch treats a metric's `unit` as a filter on the data. It is set on latencies, where a datum in another unit would make
 * every threshold wrong a thousandfold, and left open elsewhere.
 */
export function classicMetric(entry: ClassicMetric, dimensionsMap: Record<string, string>, options: MetricOptions = {}): Metric {
  return new Metric({
    namespace: entry.namespace,
    metricName: entry.metricName,
    dimensionsMap,
    statistic: entry.statistic,
    unit: entry.unit === Unit.MICROSECONDS ? entry.unit : undefined,
    ...options,
  });
}
