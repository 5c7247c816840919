import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  DetailedObservability, IInferenceComponent, InferenceComponent, InferenceComponentAttributes, InferenceComponentEndpoint,
  InferenceEndpoint, InferenceEndpointAttributes, InstanceFleet, ModelArtifacts, PublishFrequency, ServingEngine,
} from '../../src';
import { text, texts } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';

function imported(stack: Stack, attributes: Partial<InferenceEndpointAttributes> = {}) {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: 'chat', ...attributes });
}

/** Where the statistics of a metric come from. */
function origin(metric: cloudwatch.Metric) {
  const { region, account } = metric.toMetricConfig().metricStat!;
  return { region, account };
}

describe('an endpoint that is known by name', () => {
  test('is taken to have the variant AllTraffic, and nothing else is claimed about it', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat');

    expect(endpoint.endpointName).toBe('chat');
    expect(endpoint.variantName).toBe('AllTraffic');
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:endpoint/chat');
    expect(endpoint.endpointRef).toEqual({ endpointArn: endpoint.endpointArn });
    expect(endpoint.logGroupName).toBe('/aws/sagemaker/Endpoints/chat');
    expect(endpoint.engines).toBeUndefined();
    expect(endpoint.publishFrequency).toBeUndefined();
    expect(endpoint.detailedObservability).toBeUndefined();
    expect(endpoint.enhancedMetrics).toBeUndefined();
    expect(endpoint.instanceTypes).toBeUndefined();
    expect(endpoint.inferenceComponents).toEqual([]);
    expect(endpoint.metricInvocations().dimensions).toEqual({ EndpointName: 'chat', VariantName: 'AllTraffic' });
  });

  test('adds nothing to the template', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat');
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('must have a name that SageMaker accepts', () => {
    expect(errorOf(() => InferenceEndpoint.fromEndpointName(testStack(), 'Endpoint', 'chat_1')))
      .toBe("[Stack/Endpoint] endpointName must be 1 to 63 letters, digits and inner dashes, got: 'chat_1'");
  });

  test('may have a name of 63 characters, and not of 64', () => {
    const longest = 'a'.repeat(63);
    expect(InferenceEndpoint.fromEndpointName(testStack(), 'Endpoint', longest).endpointName).toBe(longest);
    expect(errorOf(() => InferenceEndpoint.fromEndpointName(testStack(), 'Endpoint', `${longest}a`))).toContain(`got: '${longest}a'`);
  });

  test('may have a name that is known at deployment only', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', name);
    expect(stack.resolve(endpoint.endpointName)).toEqual({ Ref: 'Name' });
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:endpoint/<Name>');
    expect(text(stack.resolve(endpoint.logGroupName))).toBe('/aws/sagemaker/Endpoints/<Name>');
  });
});

describe('an endpoint of which more is known', () => {
  test('tells its variant, engines, frequency, observability, enhanced metrics and instance types', () => {
    const endpoint = imported(testStack(), {
      variantName: 'blue',
      engines: [ServingEngine.VLLM, ServingEngine.TGI],
      publishFrequency: PublishFrequency.THIRTY_SECONDS,
      detailedObservability: true,
      enhancedMetrics: false,
      instanceTypes: ['ml.g6.12xlarge', 'ml.g6e.12xlarge'],
    });
    expect(endpoint.variantName).toBe('blue');
    expect(endpoint.engines).toEqual([ServingEngine.VLLM, ServingEngine.TGI]);
    expect(endpoint.publishFrequency).toBe(30);
    expect(endpoint.detailedObservability).toBe(true);
    expect(endpoint.enhancedMetrics).toBe(false);
    expect(endpoint.instanceTypes).toEqual(['ml.g6.12xlarge', 'ml.g6e.12xlarge']);
    expect(endpoint.metricModelLatency().dimensions).toEqual({ EndpointName: 'chat', VariantName: 'blue' });
  });

  test('knows its components by name', () => {
    const stack = testStack();
    const endpoint = imported(stack, {
      inferenceComponentNames: ['llama', 'qwen'], engines: [ServingEngine.VLLM], publishFrequency: PublishFrequency.TEN_SECONDS,
    });
    const [llama, qwen] = endpoint.inferenceComponents;
    expect([llama.inferenceComponentName, qwen.inferenceComponentName]).toEqual(['llama', 'qwen']);
    expect(endpoint.inferenceComponents).toHaveLength(2);
    expect(llama.engine).toBe(ServingEngine.VLLM);
    expect(llama.publishFrequency).toBe(10);
    expect(text(stack.resolve(llama.inferenceComponentArn)))
      .toBe('arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:inference-component/llama');
    expect(qwen.metricInvocations().dimensions).toEqual({ InferenceComponentName: 'qwen' });
  });

  test('does not say which of several engines serves a component', () => {
    const engines = [ServingEngine.VLLM, ServingEngine.SGLANG];
    const [component] = imported(testStack(), { inferenceComponentNames: ['llama'], engines }).inferenceComponents;
    expect(component.engine).toBeUndefined();
  });

  test('must have names, types and a frequency that SageMaker accepts, and every problem is told at once', () => {
    expect(errorOf(() => imported(testStack(), {
      endpointName: '-chat',
      variantName: 'all traffic',
      publishFrequency: 15 as PublishFrequency,
      instanceTypes: ['ml.g6.12xlarge', 'g6.12xlarge'],
      inferenceComponentNames: ['llama', 'qwen-'],
    }))).toBe([
      '[Stack/Endpoint]',
      "  - endpointName must be 1 to 63 letters, digits and inner dashes, got: '-chat'",
      "  - variantName must be 1 to 63 letters, digits and inner dashes, got: 'all traffic'",
      '  - publishFrequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: 15',
      "  - an entry of instanceTypes must be a SageMaker instance type such as 'ml.g6.12xlarge', got: 'g6.12xlarge'",
      "  - an entry of inferenceComponentNames must be 1 to 63 letters, digits and inner dashes, got: 'qwen-'",
    ].join('\n'));
  });

  test('may have a frequency that is known at deployment only', () => {
    const stack = testStack();
    const frequency: number = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    const endpoint = imported(stack, { publishFrequency: frequency });
    expect(endpoint.publishFrequency).toBe(frequency);
    expect(endpoint.slowestPublishFrequency).toBeUndefined();
  });

  test('may have names and types that are known at deployment only', () => {
    const stack = testStack();
    const value = (id: string) => new CfnParameter(stack, id).valueAsString;
    const endpoint = imported(stack, {
      endpointName: value('Name'), variantName: value('Variant'), instanceTypes: [value('Type')], inferenceComponentNames: [value('Component')],
    });
    expect(stack.resolve(endpoint.metricInvocations().dimensions)).toEqual({ EndpointName: { Ref: 'Name' }, VariantName: { Ref: 'Variant' } });
    expect(stack.resolve(endpoint.inferenceComponents[0].metricInvocations().dimensions))
      .toEqual({ InferenceComponentName: { Ref: 'Component' } });
  });
});

describe('an endpoint in another Region or account', () => {
  const elsewhere = { region: 'us-west-2', account: '444455556666', inferenceComponentNames: ['llama'] };

  test('has an ARN there, and so have its components', () => {
    const stack = testStack();
    const endpoint = imported(stack, elsewhere);
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:endpoint/chat');
    expect(text(stack.resolve(endpoint.inferenceComponents[0].inferenceComponentArn)))
      .toBe('arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:inference-component/llama');
  });

  test('has metrics there, and so have its components', () => {
    const endpoint = imported(testStack(), elsewhere);
    const [component] = endpoint.inferenceComponents;
    const there = { region: 'us-west-2', account: '444455556666' };
    for (const watched of [endpoint, component]) {
      expect(origin(watched.metric('Invocations'))).toEqual(there);
      expect(origin(watched.metricInvocations())).toEqual(there);
      expect(origin(watched.metricCPUUtilization())).toEqual(there);
    }
  });

  test('has metrics there also for a stack that may be deployed anywhere', () => {
    const stack = new Stack(new App(), 'Stack');
    const endpoint = imported(stack, elsewhere);
    expect(origin(endpoint.metricInvocations())).toEqual({ region: 'us-west-2', account: '444455556666' });
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:endpoint/chat');
  });

  test('shows on a dashboard with its Region and account', () => {
    const stack = testStack();
    const widget = new cloudwatch.GraphWidget({ left: [imported(stack, elsewhere).metricInvocations()] });
    const [{ properties }] = stack.resolve(widget.toJson());
    expect(properties.metrics).toEqual([[
      'AWS/SageMaker', 'Invocations', 'EndpointName', 'chat', 'VariantName', 'AllTraffic',
      { region: 'us-west-2', accountId: '444455556666', stat: 'Sum' },
    ]]);
  });

  test('may differ in the Region only', () => {
    const stack = testStack();
    const endpoint = imported(stack, { region: 'eu-west-1' });
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:eu-west-1:111122223333:endpoint/chat');
    expect(origin(endpoint.metricInvocations())).toEqual({ region: 'eu-west-1', account: '111122223333' });
  });

  test('may lie in a Region that is known at deployment only, and has metrics there', () => {
    const stack = testStack();
    const endpoint = imported(stack, { region: new CfnParameter(stack, 'Region').valueAsString });
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:<Region>:111122223333:endpoint/chat');
    expect(stack.resolve(origin(endpoint.metricInvocations()).region)).toEqual({ Ref: 'Region' });
  });

  test('may lie in an account that is known at deployment only, and has metrics there', () => {
    const stack = testStack();
    const endpoint = imported(stack, { account: new CfnParameter(stack, 'Account').valueAsString });
    expect(text(stack.resolve(endpoint.endpointArn))).toBe('arn:<AWS::Partition>:sagemaker:eu-central-1:<Account>:endpoint/chat');
    expect(stack.resolve(origin(endpoint.metricInvocations()))).toEqual({ region: 'eu-central-1', account: { Ref: 'Account' } });
  });

  test('keeps its Region on a stack that may be deployed anywhere, and leaves the account to the stack', () => {
    const endpoint = imported(new Stack(new App(), 'Stack'), { region: 'eu-west-1' });
    expect(origin(endpoint.metricInvocations())).toEqual({ region: 'eu-west-1', account: undefined });
  });
});

describe('a component that is known by name', () => {
  test('has an ARN, metrics and a log group', () => {
    const stack = testStack();
    const component = InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'Llama-3');
    expect(component.inferenceComponentName).toBe('Llama-3');
    expect(text(stack.resolve(component.inferenceComponentArn)))
      .toBe('arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:inference-component/Llama-3');
    expect(component.inferenceComponentRef).toEqual({ inferenceComponentArn: component.inferenceComponentArn });
    expect(component.logGroupName).toBe('/aws/sagemaker/InferenceComponents/Llama-3');
    expect(component.metricInvocations().dimensions).toEqual({ InferenceComponentName: 'Llama-3' });
    expect(component.engine).toBeUndefined();
    expect(component.publishFrequency).toBeUndefined();
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test.each(['', 'llama_3', '-llama', 'llama-', 'l'.repeat(64)])('must not be named %p', (name) => {
    expect(errorOf(() => InferenceComponent.fromInferenceComponentName(testStack(), 'Llama', name)))
      .toBe(`[Stack/Llama] inferenceComponentName must be 1 to 63 letters, digits and inner dashes, got: '${name}'`);
  });

  test('may have a name that is known at deployment only', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    const component = InferenceComponent.fromInferenceComponentName(stack, 'Llama', name);
    expect(stack.resolve(component.inferenceComponentName)).toEqual({ Ref: 'Name' });
  });
});

describe('a component of which more is known', () => {
  const ARN = 'arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333';

  function known(stack: Stack, attributes: Partial<InferenceComponentAttributes> = {}): IInferenceComponent {
    return InferenceComponent.fromInferenceComponentAttributes(stack, 'Llama', { inferenceComponentName: 'llama', ...attributes });
  }

  /** What a caller of the component may invoke. */
  function invocable(stack: Stack, component: IInferenceComponent): string[] {
    component.grantInvoke(new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }));
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Caller'));
    const [{ Action, Resource }, ...others] = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(others).toEqual([]);
    expect(Action).toEqual(['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream']);
    return texts(Resource);
  }

  test('is what its name says when nothing else is stated', () => {
    const stack = testStack();
    const component = known(stack);
    expect(component.inferenceComponentName).toBe('llama');
    expect(text(stack.resolve(component.inferenceComponentArn))).toBe(`${ARN}:inference-component/llama`);
    expect([component.engine, component.engines, component.publishFrequency, component.slowestPublishFrequency])
      .toEqual([undefined, undefined, undefined, undefined]);
    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('tells its engine and its frequency, which is all that is known of how often anything is published', () => {
    const component = known(testStack(), { engine: ServingEngine.SGLANG, publishFrequency: PublishFrequency.THIRTY_SECONDS });
    expect(component.engine).toBe(ServingEngine.SGLANG);
    expect(component.engines).toEqual([ServingEngine.SGLANG]);
    expect(component.publishFrequency).toBe(30);
    expect(component.slowestPublishFrequency).toBe(30);
  });

  test('does not know how often its endpoint publishes when that does not say', () => {
    const stack = testStack();
    const component = known(stack, { endpoint: imported(stack), publishFrequency: PublishFrequency.THIRTY_SECONDS });
    expect(component.publishFrequency).toBe(30);
    expect(component.slowestPublishFrequency).toBeUndefined();
  });

  test('row 15: is granted together with its endpoint', () => {
    const stack = testStack();
    expect(invocable(stack, known(stack, { endpoint: imported(stack) }))).toEqual([`${ARN}:endpoint/chat`, `${ARN}:inference-component/llama`]);
  });

  test('row 15: is granted alone when its endpoint is not stated', () => {
    const [attributes, name] = [testStack(), testStack()];
    expect(invocable(attributes, known(attributes))).toEqual([`${ARN}:inference-component/llama`]);
    expect(invocable(name, InferenceComponent.fromInferenceComponentName(name, 'Llama', 'llama'))).toEqual([`${ARN}:inference-component/llama`]);
  });

  test('row 15: is granted together with an endpoint that this app provisions, by reference', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) });
    const granted = invocable(stack, known(stack, { endpoint }));
    const [endpointId] = Object.keys(Template.fromStack(stack).findResources('AWS::SageMaker::Endpoint'));
    expect(granted).toEqual([`<${endpointId}>`, `${ARN}:inference-component/llama`]);
  });

  test('row 15: lies where its endpoint lies, and so do its metrics', () => {
    const stack = testStack();
    const there = 'arn:<AWS::Partition>:sagemaker:us-west-2:444455556666';
    const component = known(stack, { endpoint: imported(stack, { region: 'us-west-2', account: '444455556666' }) });
    expect(component.env).toMatchObject({ region: 'us-west-2', account: '444455556666' });
    expect(origin(component.metricInvocations())).toEqual({ region: 'us-west-2', account: '444455556666' });
    expect(invocable(stack, component)).toEqual([`${there}:endpoint/chat`, `${there}:inference-component/llama`]);
  });

  test('lies where an endpoint of another stack lies', () => {
    const app = new App();
    const [serving, calling] = [['Serving', 'eu-central-1'], ['Calling', 'us-east-1']]
      .map(([id, region]) => new Stack(app, id, { env: { region, account: '111122223333' } }));
    const endpoint = new InferenceComponentEndpoint(serving, 'Endpoint', {
      endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }),
    });
    const component = known(calling, { endpoint });
    expect(text(calling.resolve(component.inferenceComponentArn))).toBe(`${ARN}:inference-component/llama`);
    expect(origin(component.metricInvocations())).toEqual({ region: 'eu-central-1', account: '111122223333' });
  });

  test('publishes as often as its endpoint', () => {
    const stack = testStack();
    const component = known(stack, { endpoint: imported(stack, { publishFrequency: PublishFrequency.TWO_MINUTES }) });
    expect(component.publishFrequency).toBe(120);
    expect(component.slowestPublishFrequency).toBe(120);
  });

  test('publishes as often as its endpoint also when its own frequency is stated as undefined', () => {
    const stack = testStack();
    const endpoint = imported(stack, { publishFrequency: PublishFrequency.TWO_MINUTES });
    expect(known(stack, { endpoint, publishFrequency: undefined }).publishFrequency).toBe(120);
  });

  test('publishes as often as it says itself', () => {
    const stack = testStack();
    const endpoint = imported(stack, { publishFrequency: PublishFrequency.TEN_SECONDS });
    const component = known(stack, { endpoint, publishFrequency: PublishFrequency.FIVE_MINUTES });
    expect(component.publishFrequency).toBe(300);
    expect(component.slowestPublishFrequency).toBe(300);
  });

  test('is no faster than its endpoint on the whole, because that publishes about it too', () => {
    const stack = testStack();
    const endpoint = imported(stack, { publishFrequency: PublishFrequency.FIVE_MINUTES });
    const component = known(stack, { endpoint, publishFrequency: PublishFrequency.TEN_SECONDS });
    expect(component.publishFrequency).toBe(10);
    expect(component.slowestPublishFrequency).toBe(300);
  });

  test('must have a name and a frequency that SageMaker accepts, and both are told at once', () => {
    expect(errorOf(() => known(testStack(), { inferenceComponentName: 'llama_3', publishFrequency: 45 as PublishFrequency }))).toBe([
      '[Stack/Llama]',
      "  - inferenceComponentName must be 1 to 63 letters, digits and inner dashes, got: 'llama_3'",
      '  - publishFrequency must be one of 10, 30, 60, 120, 180, 240, 300 seconds, got: 45',
    ].join('\n'));
  });

  test('may have a frequency that is known at deployment only', () => {
    const stack = testStack();
    const frequency: number = new CfnParameter(stack, 'Frequency', { type: 'Number' }).valueAsNumber;
    expect(stack.resolve(known(stack, { publishFrequency: frequency }).publishFrequency)).toEqual({ Ref: 'Frequency' });
  });
});

describe('a component that is added to an imported endpoint', () => {
  function addedTo(stack: Stack, attributes: Partial<InferenceEndpointAttributes> = {}): InferenceComponent {
    return new InferenceComponent(stack, 'Llama', {
      endpoint: imported(stack, attributes), model: vllmModel(stack), resources: { accelerators: 1 },
    });
  }

  test.each<[string, Partial<InferenceEndpointAttributes>, string]>([
    ['another Region', { region: 'us-west-2' }, 'endpoint must lie in the Region of the stack, eu-central-1, got: us-west-2'],
    ['another account', { account: '444455556666' }, 'endpoint must lie in the account of the stack, 111122223333, got: 444455556666'],
  ])('cannot be created in %s, because CloudFormation creates it where its stack is', (_, attributes, problem) => {
    expect(errorOf(() => addedTo(testStack(), attributes))).toBe(`[Stack/Llama] ${problem}`);
  });

  test('cannot be created in another Region and account, and both are told at once', () => {
    expect(errorOf(() => addedTo(testStack(), { region: 'us-west-2', account: '444455556666' }))).toBe([
      '[Stack/Llama]',
      '  - endpoint must lie in the Region of the stack, eu-central-1, got: us-west-2',
      '  - endpoint must lie in the account of the stack, 111122223333, got: 444455556666',
    ].join('\n'));
  });

  test('may be created where Region and account of the endpoint are those of the stack', () => {
    const stack = testStack();
    addedTo(stack, { region: 'eu-central-1', account: '111122223333' });
    expect(propertiesOf(stack, COMPONENT).EndpointName).toBe('chat');
  });

  test('may be created where Region and account are known at deployment only, of the stack or of the endpoint', () => {
    const anywhere = new Stack(new App(), 'Stack');
    addedTo(anywhere, { region: 'us-west-2', account: '444455556666' });
    expect(propertiesOf(anywhere, COMPONENT).EndpointName).toBe('chat');

    const stack = testStack();
    const value = (id: string) => new CfnParameter(stack, id).valueAsString;
    addedTo(stack, { region: value('Region'), account: value('Account') });
    expect(propertiesOf(stack, COMPONENT).EndpointName).toBe('chat');
  });

  test('names the endpoint and variant literally and waits for nothing', () => {
    const stack = testStack();
    addedTo(stack, { variantName: 'blue' });
    const [resource] = Object.values(Template.fromStack(stack).findResources(COMPONENT));
    expect(resource.Properties).toMatchObject({ EndpointName: 'chat', VariantName: 'blue', RuntimeConfig: { CopyCount: 1 } });
    expect(resource).not.toHaveProperty('DependsOn');
  });

  test('makes no role and no policy, because the role of the endpoint is not known', () => {
    const stack = testStack();
    addedTo(stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('is known to the endpoint afterwards, next to those that were there', () => {
    const stack = testStack();
    const component = addedTo(stack, { inferenceComponentNames: ['qwen'] });
    expect(component.endpoint.inferenceComponents.map(({ inferenceComponentName }) => inferenceComponentName))
      .toEqual(['qwen', component.inferenceComponentName]);
  });

  test('publishes at the frequency of the endpoint, or leaves it to SageMaker when that is not known', () => {
    const stack = testStack();
    addedTo(stack, { publishFrequency: PublishFrequency.TWO_MINUTES });
    expect(propertiesOf(stack, COMPONENT).Specification.Container.ContainerMetricsConfig)
      .toEqual({ MetricsEndpoints: [{ MetricsEndpointPath: '/metrics', MetricPublishFrequencyInSeconds: 120 }] });

    const unknown = testStack();
    addedTo(unknown);
    expect(propertiesOf(unknown, COMPONENT).Specification.Container.ContainerMetricsConfig)
      .toEqual({ MetricsEndpoints: [{ MetricsEndpointPath: '/metrics' }] });
  });

  test('publishes no metrics when the endpoint is known to have no detailed observability', () => {
    const stack = testStack();
    const component = addedTo(stack, { detailedObservability: false });
    expect(propertiesOf(stack, COMPONENT).Specification.Container).not.toHaveProperty('ContainerMetricsConfig');
    expect(component.engines).toEqual([]);
    expect(warnings(stack)).toEqual([]);
  });

  test('needs archives, because a model of its own would need the role of the endpoint', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'files'), 'llama/');
    expect(errorOf(() => new InferenceComponent(stack, 'Llama', {
      endpoint: imported(stack), model: vllmModel(stack, { artifacts }), resources: { accelerators: 1 },
    }))).toBe(
      '[Stack/Llama] model: uncompressed artifacts need a model of their own, which needs the role of the endpoint: ' +
      'expected an archive on an imported endpoint, got: a prefix');
  });

  test('cannot differ by instance type, because the types of the fleet are not known', () => {
    const stack = testStack();
    expect(errorOf(() => new InferenceComponent(stack, 'Llama', {
      endpoint: imported(stack),
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      overrides: { 'ml.g5.12xlarge': { resources: { accelerators: 2 } } },
    }))).toBe(
      '[Stack/Llama] overrides may only name instance types of the endpoint (unknown, because it is imported), got: ml.g5.12xlarge');
  });

  test('may have adapters, which name the endpoint literally and wait for their base only', () => {
    const stack = testStack();
    const base = addedTo(stack);
    base.addAdapter('Support', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'support.tar.gz') });

    const components = Template.fromStack(stack).findResources(COMPONENT);
    const baseIds = Object.keys(components).filter((id) => components[id].Properties.RuntimeConfig);
    const [adapter] = Object.values(components).filter(({ Properties }) => Properties.Specification.BaseInferenceComponentName);
    expect(baseIds).toHaveLength(1);
    expect(adapter.Properties.EndpointName).toBe('chat');
    expect(adapter.DependsOn).toEqual(baseIds);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

test('row 1: a component in another stack than its endpoint makes that stack wait for the endpoint', () => {
  const app = new App();
  const env = { region: 'eu-central-1', account: '111122223333' };
  const platform = new Stack(app, 'Platform', { env });
  const models = new Stack(app, 'Models', { env });
  const endpoint = new InferenceComponentEndpoint(platform, 'Endpoint', {
    endpointName: 'chat',
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }),
    observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
  });
  new InferenceComponent(models, 'Llama', { endpoint, model: vllmModel(models), resources: { accelerators: 1 } });

  expect(propertiesOf(models, COMPONENT).EndpointName).toBe('chat');
  expect(models.dependencies).toContain(platform);
  expect(platform.dependencies).not.toContain(models);
});

test('a component cannot be created in another Region than an endpoint of this app', () => {
  const app = new App();
  const [platform, models] = [['Platform', 'eu-central-1'], ['Models', 'us-east-1']]
    .map(([id, region]) => new Stack(app, id, { env: { region, account: '111122223333' } }));
  const endpoint = new InferenceComponentEndpoint(platform, 'Endpoint', {
    endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }),
  });

  expect(errorOf(() => new InferenceComponent(models, 'Llama', { endpoint, model: vllmModel(models), resources: { accelerators: 1 } })))
    .toBe('[Models/Llama] endpoint must lie in the Region of the stack, us-east-1, got: eu-central-1');
});

test.each([
  ['none', [], []],
  ['several', [ServingEngine.VLLM, ServingEngine.SGLANG], ['vllm', 'sglang']],
])('components of an import know of its engines what it says: %s', (_, engines, names) => {
  const endpoint = InferenceEndpoint.fromEndpointAttributes(testStack(), 'Known', { endpointName: 'chat', inferenceComponentNames: ['qwen'], engines });
  expect(endpoint.inferenceComponents[0].engines?.map(({ name }) => name)).toEqual(names);
});
