import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DetailedObservability, EndpointDeployment, InferenceComponentEndpoint, InstanceFleet, ModelArtifacts, PublishFrequency, ServedModel,
  ServingEngine, SingleModelEndpoint, SingleModelEndpointProps,
} from '../../src';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const MODEL = 'AWS::SageMaker::Model';
const CONFIG = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';

function singleModel(stack: Stack, props: Partial<SingleModelEndpointProps> = {}): SingleModelEndpoint {
  return new SingleModelEndpoint(stack, 'Endpoint', {
    model: vllmModel(stack),
    instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 2 }),
    ...props,
  });
}

function servedBy(engine: ServingEngine, environment?: { [key: string]: string }): (stack: Stack) => SingleModelEndpoint {
  return (stack) => singleModel(stack, { model: vllmModel(stack, { engine, environment }) });
}

function variantOf(stack: Stack): Record<string, any> {
  const variants = propertiesOf(stack, CONFIG).ProductionVariants;
  expect(variants).toHaveLength(1);
  return variants[0];
}

function networkOf(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
  });
}

function entries(count: number): { [key: string]: string } {
  return Object.fromEntries([...Array(count).keys()].map((index) => [`KEY_${index}`, 'value']));
}

describe('what a single-model endpoint consists of', () => {
  test('a model, a configuration that names the model, and an endpoint that names the configuration', () => {
    const stack = testStack();
    singleModel(stack);

    const template = Template.fromStack(stack);
    const [modelId] = Object.keys(template.findResources(MODEL));
    const [configId] = Object.keys(template.findResources(CONFIG));
    expect(text(propertiesOf(stack, MODEL).PrimaryContainer.Image))
      .toBe('763104351884.dkr.ecr.eu-central-1.<AWS::URLSuffix>/vllm:0.27.1-gpu-py312-cu129-ubuntu22.04-sagemaker');
    expect(propertiesOf(stack, MODEL).PrimaryContainer.ModelDataUrl).toBe('s3://weights/llama/model.tar.gz');
    expect(variantOf(stack)).toMatchObject({
      VariantName: 'AllTraffic', InstanceType: 'ml.g6e.xlarge', InitialInstanceCount: 2, ModelName: { 'Fn::GetAtt': [modelId, 'ModelName'] },
    });
    expect(propertiesOf(stack, ENDPOINT).EndpointConfigName).toEqual({ 'Fn::GetAtt': [configId, 'EndpointConfigName'] });
    template.resourceCountIs('AWS::SageMaker::InferenceComponent', 0);
  });

  test('uncompressed weights are an S3 prefix and not a data URL', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'files'), 'llama/');
    singleModel(stack, { model: vllmModel(stack, { artifacts }) });

    const container = propertiesOf(stack, MODEL).PrimaryContainer;
    expect(container.ModelDataSource).toEqual({
      S3DataSource: { S3Uri: 's3://files/llama/', S3DataType: 'S3Prefix', CompressionType: 'None' },
    });
    expect(container).not.toHaveProperty('ModelDataUrl');
  });

  test('a container that gets its weights by itself has neither a data URL nor a data source', () => {
    const stack = testStack();
    singleModel(stack, { model: vllmModel(stack, { artifacts: undefined }) });
    const container = propertiesOf(stack, MODEL).PrimaryContainer;
    expect(container).toHaveProperty('Image');
    expect(container).not.toHaveProperty('ModelDataUrl');
    expect(container).not.toHaveProperty('ModelDataSource');
  });

  test('row 2: start-up time-outs of 15 minutes are on the variant, because a crash loop is retried until they end', () => {
    const stack = testStack();
    singleModel(stack);
    expect(variantOf(stack)).toMatchObject({
      ContainerStartupHealthCheckTimeoutInSeconds: 900, ModelDataDownloadTimeoutInSeconds: 900,
    });
  });

  test('row 2: start-up time-outs that the user gives are on the variant', () => {
    const stack = testStack();
    const startup = { containerTimeout: Duration.minutes(20), downloadTimeout: Duration.hours(1) };
    singleModel(stack, { model: vllmModel(stack, { startup }) });
    expect(variantOf(stack)).toMatchObject({
      ContainerStartupHealthCheckTimeoutInSeconds: 1200, ModelDataDownloadTimeoutInSeconds: 3600,
    });
  });

  test('row 2: start-up time-outs outside 60 to 3600 seconds are refused, both in one error', () => {
    const stack = testStack();
    const startup = { containerTimeout: Duration.seconds(59), downloadTimeout: Duration.seconds(3601) };
    expect(errorOf(() => singleModel(stack, { model: vllmModel(stack, { startup }) }))).toBe([
      '[Stack/Endpoint]',
      '  - model: startup.containerTimeout must be a whole number from 60 to 3600 seconds, got: 59',
      '  - model: startup.downloadTimeout must be a whole number from 60 to 3600 seconds, got: 3601',
    ].join('\n'));
  });

  test('row 4: model, configuration and endpoint go before the role and its policies', () => {
    const stack = testStack();
    singleModel(stack);

    const template = Template.fromStack(stack);
    const roleAndPolicies = [
      ...Object.keys(template.findResources('AWS::IAM::Role')), ...Object.keys(template.findResources('AWS::IAM::Policy')),
    ];
    expect(roleAndPolicies).toHaveLength(2);
    for (const type of [MODEL, CONFIG, ENDPOINT]) {
      const [resource] = Object.values(template.findResources(type));
      expect(resource.DependsOn).toEqual(expect.arrayContaining(roleAndPolicies));
    }
  });

  test('row 5: neither the model nor the configuration has a name of its own', () => {
    const stack = testStack();
    singleModel(stack, { endpointName: 'chat' });
    expect(propertiesOf(stack, MODEL)).not.toHaveProperty('ModelName');
    expect(propertiesOf(stack, CONFIG)).not.toHaveProperty('EndpointConfigName');
    expect(propertiesOf(stack, ENDPOINT).EndpointName).toBe('chat');
  });

  test('row 11: the configuration carries the role, and the variant neither a weight nor SSM access', () => {
    const stack = testStack();
    singleModel(stack);
    const [roleId] = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(propertiesOf(stack, CONFIG).ExecutionRoleArn).toEqual({ 'Fn::GetAtt': [roleId, 'Arn'] });
    expect(propertiesOf(stack, MODEL).ExecutionRoleArn).toEqual({ 'Fn::GetAtt': [roleId, 'Arn'] });
    expect(variantOf(stack)).not.toHaveProperty('InitialVariantWeight');
    expect(variantOf(stack)).not.toHaveProperty('EnableSSMAccess');
  });
});

describe('the instances of a single-model endpoint', () => {
  test('row 13: there is no managed instance scaling, also with fallbacks', () => {
    const stack = testStack();
    singleModel(stack, { instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 3, fallbacks: ['ml.g5.xlarge'] }) });
    expect(variantOf(stack)).not.toHaveProperty('ManagedInstanceScaling');
    expect(variantOf(stack)).toMatchObject({
      InitialInstanceCount: 3,
      InstancePools: [{ InstanceType: 'ml.g6e.xlarge', Priority: 1 }, { InstanceType: 'ml.g5.xlarge', Priority: 2 }],
    });
  });

  test('row 13: a managed fleet does not type-check', () => {
    const managed = InstanceFleet.of('ml.g6e.xlarge', { max: 2 });
    // @ts-expect-error SageMaker refuses managed instance scaling on such an endpoint, so only a fixed fleet fits.
    const instances: SingleModelEndpointProps['instances'] = managed;
    expect(instances).toBe(managed);
  });

  test('there is one instance unless more are asked for', () => {
    const stack = testStack();
    singleModel(stack, { instances: InstanceFleet.fixed('ml.g6e.xlarge') });
    expect(variantOf(stack).InitialInstanceCount).toBe(1);
  });

  test('no instance at all is refused', () => {
    const stack = testStack();
    expect(errorOf(() => singleModel(stack, { instances: InstanceFleet.fixed('ml.g6e.xlarge', { count: 0 }) })))
      .toBe('[Stack/Endpoint] instances: count must be a whole number of at least 1 instances, got: 0');
  });

  test('row 8: an update sets the instance count of the template unless the user retains the running one', () => {
    const stack = testStack();
    singleModel(stack);
    // CloudFormation's own default is false.
    expect(propertiesOf(stack, ENDPOINT)).not.toHaveProperty('RetainAllVariantProperties');

    const retaining = testStack();
    singleModel(retaining, { deployment: EndpointDeployment.allAtOnce({ retainVariantProperties: true }) });
    expect(propertiesOf(retaining, ENDPOINT).RetainAllVariantProperties).toBe(true);
  });

  test('row 8: a user who states that updates set the instance count gets it in the template', () => {
    const stack = testStack();
    singleModel(stack, { deployment: EndpointDeployment.allAtOnce({ retainVariantProperties: false }) });
    expect(propertiesOf(stack, ENDPOINT).RetainAllVariantProperties).toBe(false);
  });
});

describe('network and isolation', () => {
  test('row 27: of a single-model endpoint they are on the model and not on the configuration', () => {
    const stack = testStack();
    const vpc = networkOf(stack);
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
    singleModel(stack, { network: { vpc, securityGroups }, security: { networkIsolation: true } });

    expect(propertiesOf(stack, MODEL)).toMatchObject({
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] }, EnableNetworkIsolation: true,
    });
    expect(propertiesOf(stack, CONFIG)).not.toHaveProperty('VpcConfig');
    expect(propertiesOf(stack, CONFIG)).not.toHaveProperty('EnableNetworkIsolation');
  });

  test('row 27: of a component endpoint they are on the configuration, and there is no model', () => {
    const stack = testStack();
    const vpc = networkOf(stack);
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')];
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }), network: { vpc, securityGroups }, security: { networkIsolation: true },
    });
    endpoint.addInferenceComponent('Chat', { model: vllmModel(stack), resources: { accelerators: 1 } });

    expect(propertiesOf(stack, CONFIG)).toMatchObject({
      VpcConfig: { Subnets: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] }, EnableNetworkIsolation: true,
    });
    Template.fromStack(stack).resourceCountIs(MODEL, 0);
  });

  test('without either, neither model nor configuration mentions them', () => {
    const stack = testStack();
    singleModel(stack);
    for (const type of [MODEL, CONFIG]) {
      expect(propertiesOf(stack, type)).not.toHaveProperty('VpcConfig');
      expect(propertiesOf(stack, type)).not.toHaveProperty('EnableNetworkIsolation');
    }
  });
});

describe('a model that exists already', () => {
  const existing = () => ServedModel.fromModelName('my-model', { engine: ServingEngine.VLLM });

  test('is named by the variant, and no model is created', () => {
    const stack = testStack();
    singleModel(stack, { model: existing() });
    expect(variantOf(stack).ModelName).toBe('my-model');
    Template.fromStack(stack).resourceCountIs(MODEL, 0);
  });

  test('is given its start-up time-outs', () => {
    const stack = testStack();
    const startup = { containerTimeout: Duration.minutes(30), downloadTimeout: Duration.minutes(10) };
    singleModel(stack, { model: ServedModel.fromModelName('my-model', { engine: ServingEngine.VLLM, startup }) });
    expect(variantOf(stack)).toMatchObject({
      ContainerStartupHealthCheckTimeoutInSeconds: 1800, ModelDataDownloadTimeoutInSeconds: 600,
    });
  });

  test('brings its own network, so one on the endpoint is refused', () => {
    const stack = testStack();
    const vpc = networkOf(stack);
    expect(errorOf(() => singleModel(stack, { model: existing(), network: { vpc } }))).toBe(
      '[Stack/Endpoint] network and networkIsolation of a single-model endpoint belong to its model, which exists already: ' +
      'expected neither together with ServedModel.fromModelName, got: network');
  });

  test('brings its own isolation, so isolation of the endpoint is refused', () => {
    const stack = testStack();
    expect(errorOf(() => singleModel(stack, { model: existing(), security: { networkIsolation: true } }))).toBe(
      '[Stack/Endpoint] network and networkIsolation of a single-model endpoint belong to its model, which exists already: ' +
      'expected neither together with ServedModel.fromModelName, got: networkIsolation');
  });

  test('must have a name that SageMaker accepts', () => {
    const stack = testStack();
    const model = ServedModel.fromModelName('my_model', { engine: ServingEngine.VLLM });
    expect(errorOf(() => singleModel(stack, { model })))
      .toBe("[Stack/Endpoint] model: the model name must be 1 to 63 letters, digits and inner dashes, got: 'my_model'");
  });
});

describe('the environment of the container', () => {
  test('may hold 100 entries', () => {
    const stack = testStack();
    singleModel(stack, { model: vllmModel(stack, { environment: entries(100) }) });
    expect(Object.keys(propertiesOf(stack, MODEL).PrimaryContainer.Environment)).toHaveLength(100);
  });

  test('may not hold 101 entries', () => {
    const stack = testStack();
    expect(errorOf(() => singleModel(stack, { model: vllmModel(stack, { environment: entries(101) }) })))
      .toContain('[Stack/Endpoint] model: environment may hold at most 100 entries here, got: 101 (KEY_0, KEY_1, ');
  });

  test('counts what the engine needs to publish metrics', () => {
    const stack = testStack();
    expect(errorOf(() => servedBy(ServingEngine.SGLANG, entries(100))(stack)))
      .toContain('model: environment may hold at most 100 entries here, got: 101 (SM_SGLANG_ENABLE_METRICS, KEY_0, ');
  });

  test('may hold keys and values of 1024 characters and no longer ones', () => {
    const key = 'K'.repeat(1024);
    const stack = testStack();
    singleModel(stack, { model: vllmModel(stack, { environment: { [key]: 'v'.repeat(1024) } }) });
    expect(propertiesOf(stack, MODEL).PrimaryContainer.Environment).toEqual({ [key]: 'v'.repeat(1024) });

    const environment = { [`${key}K`]: 'value', KEY: 'v'.repeat(1025) };
    const other = testStack();
    expect(errorOf(() => singleModel(other, { model: vllmModel(other, { environment }) }))).toBe([
      '[Stack/Endpoint]',
      '  - model: a key of environment must have at most 1024 characters, got: 1025',
      '  - model: the value of environment KEY must have at most 1024 characters, got: 1025',
    ].join('\n'));
  });
});

describe('the engine of a single-model endpoint', () => {
  test.each([
    ['vllm', ServingEngine.VLLM],
    ['sglang', ServingEngine.SGLANG],
    ['tgi', ServingEngine.TGI],
    ['a custom one at /metrics', ServingEngine.custom('mine', { metricsPath: '/metrics' })],
  ])('%s is counted, because SageMaker scrapes its path', (_name, engine) => {
    const stack = testStack();
    expect(servedBy(engine)(stack).engines).toEqual([engine]);
    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    ['djl', ServingEngine.DJL, "it serves '/server/metrics'"],
    ['triton', ServingEngine.TRITON, 'it serves nothing there'],
    ['other', ServingEngine.OTHER, 'it serves nothing there'],
    ['mine', ServingEngine.custom('mine', { metricsPath: '/stats' }), "it serves '/stats'"],
  ])('%s is warned about, because CloudFormation has no metrics path for models', (name, engine, reason) => {
    const stack = testStack();
    expect(servedBy(engine)(stack).engines).toEqual([]);
    expect(warnings(stack)).toEqual([
      `no series of the engine '${name}' are expected from this endpoint: SageMaker scrapes '/metrics' on port 8080 and ${reason}. ` +
      'GPU and host series exist nevertheless. Host the model as an inference component to state a metrics path ' +
      '[ack: cdk-sagemaker-insights:engineWithoutMetrics]',
    ]);
  });

  test('sglang is told to publish metrics', () => {
    const stack = testStack();
    servedBy(ServingEngine.SGLANG, { SM_SGLANG_TP_SIZE: '2' })(stack);
    expect(propertiesOf(stack, MODEL).PrimaryContainer.Environment).toEqual({ SM_SGLANG_ENABLE_METRICS: 'true', SM_SGLANG_TP_SIZE: '2' });
  });

  test('sglang with metrics switched off by the user is left alone, warned about and not counted', () => {
    const stack = testStack();
    const endpoint = servedBy(ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: 'false' })(stack);
    expect(propertiesOf(stack, MODEL).PrimaryContainer.Environment).toEqual({ SM_SGLANG_ENABLE_METRICS: 'false' });
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([expect.stringContaining(
      "no series of the engine 'sglang' are expected from this endpoint: its environment switches them off. GPU and host series exist nevertheless")]);
  });

  test.each(['true', 'True', 'TRUE', '1'])('sglang with metrics switched on by the user as %p is counted', (value) => {
    const stack = testStack();
    expect(servedBy(ServingEngine.SGLANG, { SM_SGLANG_ENABLE_METRICS: value })(stack).engines).toEqual([ServingEngine.SGLANG]);
    expect(propertiesOf(stack, MODEL).PrimaryContainer.Environment).toEqual({ SM_SGLANG_ENABLE_METRICS: value });
    expect(warnings(stack)).toEqual([]);
  });

  test('an existing model of an engine that serves /metrics is counted', () => {
    const stack = testStack();
    const endpoint = singleModel(stack, { model: ServedModel.fromModelName('my-model', { engine: ServingEngine.VLLM }) });
    expect(endpoint.engines).toEqual([ServingEngine.VLLM]);
    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    ['sglang', ServingEngine.SGLANG],
    ['djl', ServingEngine.DJL],
    ['other', ServingEngine.OTHER],
  ])('%s without observability gets no metrics environment and no warning, and is not counted', (_name, engine) => {
    const stack = testStack();
    const endpoint = singleModel(stack, { model: vllmModel(stack, { engine }), observability: DetailedObservability.disabled() });
    expect(propertiesOf(stack, MODEL).PrimaryContainer.Environment ?? {}).toEqual({});
    expect(endpoint.engines).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test('a metrics path or frequency of the container is refused', () => {
    const stack = testStack();
    expect(errorOf(() => singleModel(stack, { model: vllmModel(stack, { metrics: { path: '/stats' } }) }))).toBe(
      '[Stack/Endpoint] model: metrics cannot be set on a single-model endpoint: CloudFormation gives models no metrics path. ' +
      "Expected an engine that serves '/metrics' on port 8080, or an inference component, got: metrics");
    const other = testStack();
    const metrics = { publishFrequency: PublishFrequency.TEN_SECONDS };
    expect(errorOf(() => singleModel(other, { model: vllmModel(other, { metrics }) }))).toContain('got: metrics');
  });

  test('a secret in the environment is warned about', () => {
    const stack = testStack();
    servedBy(ServingEngine.VLLM, { HF_TOKEN: 'hf_1234' })(stack);
    expect(warnings(stack)).toEqual([expect.stringContaining('environment holds what looks like a secret (HF_TOKEN)')]);
  });
});

test('every problem of an endpoint is told at once', () => {
  const stack = testStack();
  expect(errorOf(() => singleModel(stack, {
    endpointName: 'my_endpoint',
    instances: InstanceFleet.fixed('g6e.xlarge', { count: 1.5 }),
    model: vllmModel(stack, { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Zip', 'zip'), 'model.zip') }),
  }))).toBe([
    '[Stack/Endpoint]',
    "  - endpointName must be 1 to 63 letters, digits and inner dashes, got: 'my_endpoint'",
    "  - instances: an instance type must be a SageMaker instance type such as 'ml.g6.12xlarge', got: 'g6e.xlarge'",
    '  - instances: count must be a whole number of at least 1 instances, got: 1.5',
    "  - model: artifacts: the object key must be a gzip-compressed tar archive (its name ends in '.tar.gz') without a slash in front and without * or ?, got: 'model.zip'",
  ].join('\n'));
});
