import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  IInferenceComponent, IInferenceEndpoint, InferenceComponent, InferenceComponentBase, InferenceComponentEndpoint, InferenceEndpoint,
  InstanceFleet, MeasuredEndpoint, SageMakerNamespace, SingleModelEndpoint,
} from '../../src';
import { ClassicMetric, ClassicMetrics } from '../../src/telemetry/classic-metrics';
import { testStack, vllmModel } from '../support';

/*
 * Written by hand from the SageMaker developer guide: the dimension sets of the request metrics from "Metric name mapping: legacy
 * to OTel", the rest from "Amazon SageMaker AI metrics in Amazon CloudWatch". Nothing here is computed from the code under test.
 */
const BY_VARIANT = 'EndpointName VariantName';
const BY_INSTANCE = 'EndpointName VariantName InstanceId';
const BY_VARIANT_AND_ZONE = 'EndpointName VariantName Region AvailabilityZone InstanceType';
const BY_COMPONENT = 'InferenceComponentName';
const BY_COMPONENT_AND_ZONE = 'InferenceComponentName Region AvailabilityZone InstanceType';
const BY_CONTAINER = 'EndpointName VariantName InferenceComponentName InstanceId ContainerId';
const EVERYTHING = [BY_VARIANT, BY_INSTANCE, BY_VARIANT_AND_ZONE, BY_COMPONENT, BY_COMPONENT_AND_ZONE, BY_CONTAINER];

const TABLE: [namespace: string, name: string, statistic: string, unit: string, dimensionSets: string[]][] = [
  ['AWS/SageMaker', 'Invocations', 'Sum', 'None', EVERYTHING],
  ['AWS/SageMaker', 'Invocation4XXErrors', 'Sum', 'None', EVERYTHING],
  ['AWS/SageMaker', 'Invocation5XXErrors', 'Sum', 'None', EVERYTHING],
  ['AWS/SageMaker', 'InvocationModelErrors', 'Sum', 'None', EVERYTHING],
  ['AWS/SageMaker', 'ModelLatency', 'Average', 'Microseconds', EVERYTHING],
  ['AWS/SageMaker', 'OverheadLatency', 'Average', 'Microseconds', EVERYTHING],
  ['AWS/SageMaker', 'InvocationsPerInstance', 'Sum', 'None', [BY_VARIANT, BY_INSTANCE, BY_VARIANT_AND_ZONE]],
  ['AWS/SageMaker', 'InvocationsPerCopy', 'Sum', 'None', [BY_COMPONENT, BY_COMPONENT_AND_ZONE]],
  ['AWS/SageMaker', 'ConcurrentRequestsPerCopy', 'Maximum', 'Count', [BY_COMPONENT, BY_COMPONENT_AND_ZONE]],
  ['AWS/SageMaker', 'ConcurrentRequestsPerModel', 'Maximum', 'Count', [BY_VARIANT, BY_VARIANT_AND_ZONE]],
  ['AWS/SageMaker', 'FirstChunkLatency', 'Average', 'Microseconds', [BY_VARIANT, BY_VARIANT_AND_ZONE]],
  ['AWS/SageMaker', 'FirstChunkModelLatency', 'Average', 'Microseconds', [BY_VARIANT, BY_VARIANT_AND_ZONE]],
  ['AWS/SageMaker', 'FirstChunkOverheadLatency', 'Average', 'Microseconds', [BY_VARIANT, BY_VARIANT_AND_ZONE]],
  ['AWS/SageMaker', 'MidStreamErrors', 'Sum', 'None', [BY_VARIANT]],
  ['AWS/SageMaker', 'NoCapacityInvocationFailures', 'Sum', 'Count', [BY_COMPONENT]],

  ['/aws/sagemaker/Endpoints', 'CPUUtilization', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'MemoryUtilization', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'DiskUtilization', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'GPUUtilization', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'CPUUtilizationNormalized', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'GPUUtilizationNormalized', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'GPUMemoryUtilizationNormalized', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'CPUReservation', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'MemoryReservation', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],
  ['/aws/sagemaker/Endpoints', 'GPUReservation', 'Average', 'Percent', [BY_VARIANT, BY_INSTANCE]],

  ['/aws/sagemaker/InferenceComponents', 'CPUUtilizationNormalized', 'Average', 'Percent', [BY_COMPONENT]],
  ['/aws/sagemaker/InferenceComponents', 'MemoryUtilizationNormalized', 'Average', 'Percent', [BY_COMPONENT]],
  ['/aws/sagemaker/InferenceComponents', 'GPUUtilizationNormalized', 'Average', 'Percent', [BY_COMPONENT]],
  ['/aws/sagemaker/InferenceComponents', 'GPUMemoryUtilizationNormalized', 'Average', 'Percent', [BY_COMPONENT]],
];

const CATALOGUE: ClassicMetric[] = Object.values(ClassicMetrics);

describe('the catalogue of classic metrics', () => {
  test.each(TABLE)('has %s %s', (namespace, metricName, statistic, unit, dimensionSets) => {
    const found = CATALOGUE.filter((entry) => entry.namespace === namespace && entry.metricName === metricName);
    expect(found).toHaveLength(1);
    expect(found[0].statistic).toBe(statistic);
    expect(found[0].unit).toBe(unit);
    expect(found[0].dimensionSets.map((dimensions) => dimensions.join(' ')).sort()).toEqual([...dimensionSets].sort());
  });

  test('has nothing that SageMaker does not document', () => {
    const documented = TABLE.map(([namespace, metricName]) => `${namespace} ${metricName}`);
    expect(CATALOGUE.map(({ namespace, metricName }) => `${namespace} ${metricName}`).sort()).toEqual(documented.sort());
  });

  test('row 19: no metric is published by the name of the endpoint alone', () => {
    const sets = CATALOGUE.flatMap(({ dimensionSets }) => dimensionSets);
    expect(sets.filter((dimensions) => dimensions.includes('EndpointName') && !dimensions.includes('VariantName'))).toEqual([]);
  });

  test('row 30: the three namespaces are constants', () => {
    expect(SageMakerNamespace.INVOCATIONS).toBe('AWS/SageMaker');
    expect(SageMakerNamespace.ENDPOINTS).toBe('/aws/sagemaker/Endpoints');
    expect(SageMakerNamespace.INFERENCE_COMPONENTS).toBe('/aws/sagemaker/InferenceComponents');
  });
});

/** CloudWatch takes a unit for a filter on the data: it is set on latencies, where another unit would be wrong a thousandfold. */
const ANY = undefined;
type Row = [method: string, namespace: string, name: string, statistic: string, unit: string | undefined];

const ENDPOINT_METHODS: Row[] = [
  ['metricInvocations', 'AWS/SageMaker', 'Invocations', 'Sum', ANY],
  ['metricInvocationsPerInstance', 'AWS/SageMaker', 'InvocationsPerInstance', 'Sum', ANY],
  ['metricInvocation4XXErrors', 'AWS/SageMaker', 'Invocation4XXErrors', 'Sum', ANY],
  ['metricInvocation5XXErrors', 'AWS/SageMaker', 'Invocation5XXErrors', 'Sum', ANY],
  ['metricInvocationModelErrors', 'AWS/SageMaker', 'InvocationModelErrors', 'Sum', ANY],
  ['metricMidStreamErrors', 'AWS/SageMaker', 'MidStreamErrors', 'Sum', ANY],
  ['metricModelLatency', 'AWS/SageMaker', 'ModelLatency', 'Average', 'Microseconds'],
  ['metricOverheadLatency', 'AWS/SageMaker', 'OverheadLatency', 'Average', 'Microseconds'],
  ['metricFirstChunkLatency', 'AWS/SageMaker', 'FirstChunkLatency', 'Average', 'Microseconds'],
  ['metricFirstChunkModelLatency', 'AWS/SageMaker', 'FirstChunkModelLatency', 'Average', 'Microseconds'],
  ['metricFirstChunkOverheadLatency', 'AWS/SageMaker', 'FirstChunkOverheadLatency', 'Average', 'Microseconds'],
  ['metricConcurrentRequestsPerModel', 'AWS/SageMaker', 'ConcurrentRequestsPerModel', 'Maximum', ANY],
  ['metricCPUUtilization', '/aws/sagemaker/Endpoints', 'CPUUtilization', 'Average', ANY],
  ['metricMemoryUtilization', '/aws/sagemaker/Endpoints', 'MemoryUtilization', 'Average', ANY],
  ['metricDiskUtilization', '/aws/sagemaker/Endpoints', 'DiskUtilization', 'Average', ANY],
  ['metricGPUUtilization', '/aws/sagemaker/Endpoints', 'GPUUtilization', 'Average', ANY],
  ['metricGPUMemoryUtilization', '/aws/sagemaker/Endpoints', 'GPUMemoryUtilization', 'Average', ANY],
];

const COMPONENT_METHODS: Row[] = [
  ['metricInvocations', 'AWS/SageMaker', 'Invocations', 'Sum', ANY],
  ['metricInvocationsPerCopy', 'AWS/SageMaker', 'InvocationsPerCopy', 'Sum', ANY],
  ['metricInvocation4XXErrors', 'AWS/SageMaker', 'Invocation4XXErrors', 'Sum', ANY],
  ['metricInvocation5XXErrors', 'AWS/SageMaker', 'Invocation5XXErrors', 'Sum', ANY],
  ['metricInvocationModelErrors', 'AWS/SageMaker', 'InvocationModelErrors', 'Sum', ANY],
  ['metricModelLatency', 'AWS/SageMaker', 'ModelLatency', 'Average', 'Microseconds'],
  ['metricOverheadLatency', 'AWS/SageMaker', 'OverheadLatency', 'Average', 'Microseconds'],
  ['metricConcurrentRequestsPerCopy', 'AWS/SageMaker', 'ConcurrentRequestsPerCopy', 'Maximum', ANY],
  ['metricNoCapacityInvocationFailures', 'AWS/SageMaker', 'NoCapacityInvocationFailures', 'Sum', ANY],
  ['metricCPUUtilization', '/aws/sagemaker/InferenceComponents', 'CPUUtilizationNormalized', 'Average', ANY],
  ['metricMemoryUtilization', '/aws/sagemaker/InferenceComponents', 'MemoryUtilizationNormalized', 'Average', ANY],
  ['metricGPUUtilization', '/aws/sagemaker/InferenceComponents', 'GPUUtilizationNormalized', 'Average', ANY],
  ['metricGPUMemoryUtilization', '/aws/sagemaker/InferenceComponents', 'GPUMemoryUtilizationNormalized', 'Average', ANY],
];

type MetricMethod = (props?: cloudwatch.MetricOptions) => cloudwatch.Metric;

/** Calls a metric method by its name. */
function metricOf(watched: IInferenceEndpoint | IInferenceComponent, method: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
  return (watched as unknown as Record<string, MetricMethod>)[method](props);
}

/** The metric methods that a class has, without the general one. */
function metricMethods(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => /^metric./.test(name));
}

/** What CloudWatch is asked for. */
function request(stack: Stack, metric: cloudwatch.Metric) {
  const { namespace, metricName, statistic, unitFilter, dimensions } = metric.toMetricConfig().metricStat!;
  const pairs = dimensions?.map(({ name, value }) => [name, stack.resolve(value)]) ?? [];
  return { namespace, metricName, statistic, unit: unitFilter, dimensions: Object.fromEntries(pairs) };
}

const ENDPOINTS: [string, (stack: Stack) => IInferenceEndpoint, Record<string, string>][] = [
  [
    'a component endpoint',
    (stack) => new InferenceComponentEndpoint(stack, 'Endpoint', { endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) }),
    { EndpointName: 'chat', VariantName: 'AllTraffic' },
  ],
  [
    'a single-model endpoint',
    (stack) => new SingleModelEndpoint(stack, 'Endpoint', {
      endpointName: 'chat', model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge'),
    }),
    { EndpointName: 'chat', VariantName: 'AllTraffic' },
  ],
  [
    'an imported endpoint',
    (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: 'chat', variantName: 'blue' }),
    { EndpointName: 'chat', VariantName: 'blue' },
  ],
];

describe.each(ENDPOINTS)('%s', (_kind, create, dimensions) => {
  test.each(ENDPOINT_METHODS)('row 19: has %s for endpoint and variant', (method, namespace, metricName, statistic, unit) => {
    const stack = testStack();
    expect(request(stack, metricOf(create(stack), method))).toEqual({ namespace, metricName, statistic, unit, dimensions });
  });
});

const COMPONENTS: [string, (stack: Stack) => IInferenceComponent][] = [
  ['a component', (stack) => {
    const [, create] = ENDPOINTS[0];
    const options = { inferenceComponentName: 'llama', model: vllmModel(stack), resources: { accelerators: 1 } };
    return (create(stack) as InferenceComponentEndpoint).addInferenceComponent('Llama', options);
  }],
  ['an imported component', (stack) => InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'llama')],
];

describe.each(COMPONENTS)('%s', (_kind, create) => {
  test.each(COMPONENT_METHODS)('has %s for its name alone', (method, namespace, metricName, statistic, unit) => {
    const stack = testStack();
    expect(request(stack, metricOf(create(stack), method)))
      .toEqual({ namespace, metricName, statistic, unit, dimensions: { InferenceComponentName: 'llama' } });
  });
});

describe('the metric methods', () => {
  test('of endpoints are all in the table above', () => {
    expect(metricMethods(MeasuredEndpoint.prototype).sort()).toEqual(ENDPOINT_METHODS.map(([method]) => method).sort());
  });

  test('of components are all in the table above', () => {
    expect(metricMethods(InferenceComponentBase.prototype).sort()).toEqual(COMPONENT_METHODS.map(([method]) => method).sort());
  });

  test('are not overridden by kinds of endpoints and components', () => {
    for (const { prototype } of [InferenceEndpoint, InferenceComponentEndpoint, SingleModelEndpoint, InferenceComponent]) {
      expect(metricMethods(prototype)).toEqual([]);
    }
  });

  test('name a component by the name that SageMaker puts into its metrics, which is known at synth', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) });
    const component = endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 } });
    const { InferenceComponentName: name } = request(stack, component.metricInvocations()).dimensions;
    expect(name).toMatch(/^stack-endpoint-llama-[0-9a-f]{8}$/);
    expect(name).toBe(component.inferenceComponentName);
  });

  test('name an endpoint by reference when CloudFormation chooses its name', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) });
    expect(request(stack, endpoint.metricInvocations()).dimensions).toEqual({
      EndpointName: { 'Fn::GetAtt': [expect.stringMatching(/^Endpoint/), 'EndpointName'] }, VariantName: 'AllTraffic',
    });
  });

  test('take another statistic, period, label, unit or colour', () => {
    const stack = testStack();
    const [[, endpoint], [, component]] = [ENDPOINTS[0], COMPONENTS[1]];
    const props = { statistic: 'p99', period: Duration.seconds(10), label: 'slow', color: '#ff0000', unit: cloudwatch.Unit.SECONDS };
    for (const watched of [endpoint(stack), component(stack)]) {
      for (const metric of [watched.metricModelLatency(props), watched.metric('ModelLatency', props)]) {
        expect(metric.statistic).toBe('p99');
        expect(metric.period.toSeconds()).toBe(10);
        expect(metric.label).toBe('slow');
        expect(metric.color).toBe('#ff0000');
        expect(metric.unit).toBe('Seconds');
      }
    }
  });

  test('take another Region and account', () => {
    const [, create] = ENDPOINTS[0];
    const { region, account } = create(testStack()).metricInvocations({ region: 'us-west-2', account: '444455556666' }).toMetricConfig().metricStat!;
    expect([region, account]).toEqual(['us-west-2', '444455556666']);
  });

  test('cover five minutes unless told otherwise', () => {
    const [, create] = ENDPOINTS[0];
    expect(create(testStack()).metricInvocations().period.toMinutes()).toBe(5);
  });

  test('keep the microseconds of a latency when only the statistic changes', () => {
    const stack = testStack();
    const [, create] = ENDPOINTS[0];
    expect(create(stack).metricModelLatency({ statistic: 'p99' }).unit).toBe('Microseconds');
  });
});

describe('any other metric', () => {
  test('row 19: of an endpoint is asked for by endpoint and variant', () => {
    const stack = testStack();
    const [, create, dimensions] = ENDPOINTS[2];
    expect(request(stack, create(stack).metric('SomethingNew'))).toEqual({
      namespace: 'AWS/SageMaker', metricName: 'SomethingNew', statistic: 'Average', unit: undefined, dimensions,
    });
  });

  test('of a component is asked for by its name', () => {
    const stack = testStack();
    const [, create] = COMPONENTS[1];
    expect(request(stack, create(stack).metric('SomethingNew'))).toEqual({
      namespace: 'AWS/SageMaker', metricName: 'SomethingNew', statistic: 'Average', unit: undefined, dimensions: { InferenceComponentName: 'llama' },
    });
  });
});
