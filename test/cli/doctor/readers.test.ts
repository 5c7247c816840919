import { CloudWatchClient, DescribeAlarmsCommand, GetOTelEnrichmentCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeInferenceComponentCommand, DescribeModelCommand, ListEndpointsCommand,
  ListInferenceComponentsCommand, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudWatchReader } from '../../../src/cli/doctor/aws/cloudwatch';
import { SageMakerReader } from '../../../src/cli/doctor/aws/sagemaker';

const CREATED = new Date('2026-11-01T00:00:00Z');
const COMMON = { CreationTime: CREATED, LastModifiedTime: CREATED };
const sageMaker = mockClient(SageMakerClient);
const cloudWatch = mockClient(CloudWatchClient);
const reader = new SageMakerReader(new SageMakerClient({ region: 'eu-central-1' }));
const settings = new CloudWatchReader(new CloudWatchClient({ region: 'eu-central-1' }));

beforeEach(() => {
  sageMaker.reset();
  cloudWatch.reset();
});

const NOT_FOUND = Object.assign(new Error('Could not find endpoint "chat".'), { name: 'ValidationException' });

test('endpoints are listed over pages', async () => {
  sageMaker.on(ListEndpointsCommand)
    .resolvesOnce({ Endpoints: [{ EndpointName: 'a', EndpointArn: '', ...COMMON, EndpointStatus: 'InService' }], NextToken: '1' })
    .resolvesOnce({ Endpoints: [{ EndpointName: 'b', EndpointArn: '', ...COMMON, EndpointStatus: 'InService' }] });
  expect(await reader.endpointNames()).toEqual(['a', 'b']);
});

test('an endpoint is described, or missing', async () => {
  const described = { EndpointName: 'chat', EndpointArn: '', EndpointConfigName: 'c-1', ...COMMON };
  sageMaker.on(DescribeEndpointCommand)
    .resolvesOnce({ ...described, EndpointStatus: 'Failed', FailureReason: 'no capacity' })
    .resolvesOnce({
      ...described,
      EndpointStatus: 'InService',
      ProductionVariants: [{ VariantName: 'a', CurrentInstanceCount: 2 }, { VariantName: 'b', CurrentInstanceCount: 1 }, { VariantName: 'c' }],
    })
    .rejectsOnce(NOT_FOUND)
    .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await reader.endpoint('chat')).toEqual({ status: 'Failed', failureReason: 'no capacity', configurationName: 'c-1', changedAt: CREATED, instances: 0 });
  expect(await reader.endpoint('chat')).toMatchObject({ status: 'InService', instances: 3 });
  expect(await reader.endpoint('chat')).toBeUndefined();
  await expect(reader.endpoint('chat')).rejects.toMatchObject({ kind: 'denied', advice: 'Allow sagemaker:DescribeEndpoint.' });
});

test('a configuration tells observability, types and models', async () => {
  sageMaker.on(DescribeEndpointConfigCommand)
    .resolvesOnce({
      EndpointConfigName: 'c',
      EndpointConfigArn: '',
      CreationTime: CREATED,
      ProductionVariants: [
        { VariantName: 'a', InstanceType: 'ml.g6.xlarge', ModelName: 'm' },
        { VariantName: 'b', InstancePools: [{ InstanceType: 'ml.g6.xlarge', Priority: 1 }, { InstanceType: 'ml.p5.48xlarge', Priority: 2 }] },
      ],
      MetricsConfig: { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 },
    })
    .resolvesOnce({ EndpointConfigName: 'c', EndpointConfigArn: '', CreationTime: CREATED, ProductionVariants: undefined });
  expect(await reader.configuration('c')).toEqual({
    configuration: { createdAt: CREATED, detailedObservability: true, publishSeconds: 10, instanceTypes: ['ml.g6.xlarge', 'ml.p5.48xlarge'] },
    models: ['m'],
  });
  expect(await reader.configuration('c')).toEqual({
    configuration: { createdAt: CREATED, detailedObservability: undefined, publishSeconds: 60, instanceTypes: [] }, models: [],
  });
});

test('containers are those of components and models', async () => {
  const component = (name: string, rest: object) => sageMaker.on(DescribeInferenceComponentCommand, { InferenceComponentName: name })
    .resolves({ InferenceComponentName: name, InferenceComponentArn: '', EndpointName: 'chat', EndpointArn: '', ...COMMON, ...rest });
  sageMaker.on(ListInferenceComponentsCommand, { EndpointNameEquals: 'chat' }).resolves({
    InferenceComponents: ['own', 'of-model', 'adapter', 'several', 'none'].map((name) => ({
      InferenceComponentName: name, InferenceComponentArn: '', EndpointName: 'chat', EndpointArn: '', VariantName: 'a', ...COMMON,
    })),
  });
  component('own', {
    RuntimeConfig: { CurrentCopyCount: 2 },
    Specification: {
      Container: {
        DeployedImage: { ResolvedImage: 'vllm@sha256:1' },
        Environment: { A: 'b' },
        ContainerMetricsConfig: { MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }] },
      },
    },
  });
  component('of-model', { RuntimeConfig: { CurrentCopyCount: 1 }, Specification: { ModelName: 'm' } });
  component('adapter', { Specification: { BaseInferenceComponentName: 'own' } });
  component('several', { Specifications: [{ Container: { DeployedImage: { SpecifiedImage: 'sglang:1' } } }, { Container: {} }] });
  component('none', {});
  sageMaker.on(DescribeModelCommand, { ModelName: 'm' }).resolves({ ModelName: 'm', ModelArn: '', CreationTime: CREATED, PrimaryContainer: { Image: 'djl:1' } });
  sageMaker.on(DescribeModelCommand, { ModelName: 'pipeline' })
    .resolves({ ModelName: 'm', ModelArn: '', CreationTime: CREATED, Containers: [{ Image: 'a', Environment: { C: 'd' } }, { Image: 'b' }] });
  expect(await reader.containers('chat', ['pipeline'])).toEqual([
    { of: 'own', image: 'vllm@sha256:1', environment: { A: 'b' }, metricsPath: '/metrics', copies: 2 },
    { of: 'of-model', image: 'djl:1', environment: {}, copies: 1 },
    { of: 'several', image: 'sglang:1', environment: {} },
    { of: 'several', environment: {} },
    { of: 'pipeline', image: 'a', environment: { C: 'd' } },
    { of: 'pipeline', image: 'b', environment: {} },
  ]);
});

test('enrichment is read', async () => {
  cloudWatch.on(GetOTelEnrichmentCommand)
    .resolvesOnce({ Status: 'Stopped' })
    .resolvesOnce({ Status: 'Running', IncludeFilters: [{ Namespace: 'AWS/EC2' }] })
    .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await settings.enrichment()).toEqual({ status: 'Stopped' });
  expect(await settings.enrichment()).toEqual({ status: 'Running', onlyNamespaces: ['AWS/EC2'] });
  await expect(settings.enrichment()).rejects.toMatchObject({ kind: 'denied', advice: 'Allow cloudwatch:GetOTelEnrichment.' });
});

test('alarms are those with PromQL, over pages', async () => {
  cloudWatch.on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [{ AlarmName: 'classic' }, { AlarmName: 'a', EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }], NextToken: '1' })
    .resolvesOnce({})
    .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await settings.promQlAlarms()).toEqual([{ name: 'a', query: 'up' }]);
  expect(cloudWatch.commandCalls(DescribeAlarmsCommand)[0].args[0].input).toMatchObject({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100 });
  await expect(settings.promQlAlarms()).rejects.toMatchObject({ kind: 'denied', advice: 'Allow cloudwatch:DescribeAlarms.' });
});
