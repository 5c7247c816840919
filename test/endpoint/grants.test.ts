import { CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint, InstanceFleet, ModelArtifacts, SingleModelEndpoint,
} from '../../src';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const INVOKE = ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'];
const ARN = 'arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333';

function componentEndpoint(stack: Stack): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }) });
}

function addComponent(endpoint: InferenceComponentEndpoint, id: string): InferenceComponent {
  return endpoint.addInferenceComponent(id, {
    model: vllmModel(endpoint), resources: { accelerators: 1 }, inferenceComponentName: id.toLowerCase(),
  });
}

function adapterWeights(stack: Stack): ModelArtifacts {
  return ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'adapter.tar.gz');
}

function caller(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Caller', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
}

/** What a role may invoke, as texts: every statement must allow just the two actions. */
function invocableBy(stack: Stack, roleId: string): string[] {
  const template = Template.fromStack(stack);
  const [id] = Object.keys(template.findResources('AWS::IAM::Role')).filter((logicalId) => logicalId.startsWith(roleId));
  const policies = Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some((role: unknown) => text(role) === `<${id}>`));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  for (const statement of statements) {
    expect(statement).toMatchObject({ Effect: 'Allow', Action: INVOKE });
  }
  return [...new Set<string>(statements.flatMap(({ Resource }) => Resource).map(text))].sort();
}

/** The ARNs of the resources of a type, as the template refers to them. */
function arns(stack: Stack, ...types: string[]): string[] {
  return types.flatMap((type) => Object.keys(Template.fromStack(stack).findResources(type))).map((id) => `<${id}>`).sort();
}

describe('callers of an endpoint', () => {
  test('row 15: may invoke a single-model endpoint, response streams included', () => {
    const stack = testStack();
    const endpoint = new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge') });
    const grant = endpoint.grantInvoke(caller(stack));
    expect(grant.success).toBe(true);
    expect(invocableBy(stack, 'Caller')).toEqual(arns(stack, ENDPOINT));
  });

  test('row 15: may invoke the endpoint and every component on it', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    addComponent(endpoint, 'Llama');
    addComponent(endpoint, 'Qwen');
    endpoint.grantInvoke(caller(stack));
    expect(arns(stack, ENDPOINT, COMPONENT)).toHaveLength(3);
    expect(invocableBy(stack, 'Caller')).toEqual(arns(stack, ENDPOINT, COMPONENT));
  });

  test('row 15: may invoke components that are added after the grant', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    addComponent(endpoint, 'Llama');
    endpoint.grantInvoke(caller(stack));
    addComponent(endpoint, 'Qwen');
    expect(arns(stack, ENDPOINT, COMPONENT)).toHaveLength(3);
    expect(invocableBy(stack, 'Caller')).toEqual(arns(stack, ENDPOINT, COMPONENT));
  });

  test('row 15: may invoke adapters, which are inference components too, whenever they are added', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const base = addComponent(endpoint, 'Llama');
    base.addAdapter('Before', { artifacts: adapterWeights(stack) });
    endpoint.grantInvoke(caller(stack));
    base.addAdapter('After', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'More', 'more'), 'adapter.tar.gz') });
    expect(arns(stack, ENDPOINT, COMPONENT)).toHaveLength(4);
    expect(invocableBy(stack, 'Caller')).toEqual(arns(stack, ENDPOINT, COMPONENT));
  });

  test('row 15: may invoke an imported endpoint with the components that are known', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'chat', inferenceComponentNames: ['llama', 'qwen'],
    });
    endpoint.grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([`${ARN}:endpoint/chat`, `${ARN}:inference-component/llama`, `${ARN}:inference-component/qwen`]);
  });

  test('row 15: may invoke an imported endpoint in its own Region and account', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'chat', inferenceComponentNames: ['llama'], region: 'us-west-2', account: '444455556666',
    }).grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([
      'arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:endpoint/chat',
      'arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:inference-component/llama',
    ]);
  });

  test('row 15: may invoke a component that is added to an imported endpoint after the grant', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat');
    endpoint.grantInvoke(caller(stack));
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });
    expect(invocableBy(stack, 'Caller')).toEqual([...arns(stack, COMPONENT), `${ARN}:endpoint/chat`].sort());
  });
});

describe('callers of one component', () => {
  test('row 15: may invoke it and its endpoint, and not its neighbours', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const llama = addComponent(endpoint, 'Llama');
    addComponent(endpoint, 'Qwen');
    const grant = llama.grantInvoke(caller(stack));
    expect(grant.success).toBe(true);
    expect(invocableBy(stack, 'Caller')).toEqual([endpoint.endpointArn, llama.inferenceComponentArn].map((arn) => text(stack.resolve(arn))).sort());
  });

  test('row 15: may invoke an adapter and its endpoint, and not its base', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const adapter = addComponent(endpoint, 'Llama').addAdapter('Support', { artifacts: adapterWeights(stack) });
    adapter.grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([endpoint.endpointArn, adapter.inferenceComponentArn].map((arn) => text(stack.resolve(arn))).sort());
  });

  test('row 15: may invoke a known component of an imported endpoint, and that endpoint', () => {
    const stack = testStack();
    const { inferenceComponents: [llama] } = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'chat', inferenceComponentNames: ['llama', 'qwen'],
    });
    llama.grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([`${ARN}:endpoint/chat`, `${ARN}:inference-component/llama`]);
  });

  test('row 15: may invoke a component that is known by name; its endpoint is not known and must be granted too', () => {
    const stack = testStack();
    InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'llama').grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([`${ARN}:inference-component/llama`]);
  });
});

describe('callers of something whose name has capitals', () => {
  test('row 15: may invoke it under the lower-case name that SageMaker writes into ARNs too, when it is imported', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'Chat-EU', inferenceComponentNames: ['My-Comp', 'qwen'],
    }).grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([
      `${ARN}:endpoint/Chat-EU`, `${ARN}:endpoint/chat-eu`,
      `${ARN}:inference-component/My-Comp`, `${ARN}:inference-component/my-comp`, `${ARN}:inference-component/qwen`,
    ]);
  });

  test('row 15: may invoke it in its own Region and account under both names', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'Chat', region: 'us-west-2', account: '444455556666',
    }).grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([
      'arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:endpoint/Chat', 'arn:<AWS::Partition>:sagemaker:us-west-2:444455556666:endpoint/chat',
    ]);
  });

  test('row 15: may invoke a component under both names when it is known by name', () => {
    const stack = testStack();
    InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'My-Comp').grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([`${ARN}:inference-component/My-Comp`, `${ARN}:inference-component/my-comp`]);
  });

  test('row 15: may invoke one component of an imported endpoint and that endpoint under both names', () => {
    const stack = testStack();
    const { inferenceComponents: [component] } = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName: 'Chat', inferenceComponentNames: ['My-Comp'],
    });
    component.grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([
      `${ARN}:endpoint/Chat`, `${ARN}:endpoint/chat`, `${ARN}:inference-component/My-Comp`, `${ARN}:inference-component/my-comp`,
    ]);
  });

  test('row 15: may invoke it by reference alone when this app provisions it, because SageMaker returns the ARN', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      endpointName: 'Chat', instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2 }),
    });
    const llama = endpoint.addInferenceComponent('Llama', {
      model: vllmModel(stack), resources: { accelerators: 1 }, inferenceComponentName: 'My-Comp',
    });
    llama.addAdapter('Support', { artifacts: adapterWeights(stack), inferenceComponentName: 'My-Adapter' });
    endpoint.grantInvoke(caller(stack));
    expect(arns(stack, ENDPOINT, COMPONENT)).toHaveLength(3);
    expect(invocableBy(stack, 'Caller')).toEqual(arns(stack, ENDPOINT, COMPONENT));
  });

  test('row 15: may invoke it under one name when that is known at deployment only', () => {
    const stack = testStack();
    const [endpointName, inferenceComponentName] = ['EndpointName', 'ComponentName'].map((id) => new CfnParameter(stack, id).valueAsString);
    InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
      endpointName, inferenceComponentNames: [inferenceComponentName],
    }).grantInvoke(caller(stack));
    expect(invocableBy(stack, 'Caller')).toEqual([`${ARN}:endpoint/<EndpointName>`, `${ARN}:inference-component/<ComponentName>`]);
  });
});

describe('API Gateway', () => {
  test('takes the endpoint, calls it by name and may invoke it', () => {
    const stack = testStack();
    const endpoint = new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge') });
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('POST', new apigateway.SagemakerIntegration(endpoint));

    const [endpointId] = Object.keys(Template.fromStack(stack).findResources(ENDPOINT));
    expect(text(propertiesOf(stack, 'AWS::ApiGateway::Method').Integration.Uri)).toBe(
      `arn:<AWS::Partition>:apigateway:eu-central-1:runtime.sagemaker:path/endpoints/<${endpointId}.EndpointName>/invocations`);
    expect(invocableBy(stack, 'ApiPOSTSagemakerRole')).toEqual([`<${endpointId}>`]);
  });

  test('takes a component endpoint with the header that names the component', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const llama = addComponent(endpoint, 'Llama');
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('POST', new apigateway.SagemakerIntegration(endpoint, {
      requestParameters: { 'integration.request.header.X-Amzn-SageMaker-Inference-Component': `'${llama.inferenceComponentName}'` },
    }));

    expect(propertiesOf(stack, 'AWS::ApiGateway::Method').Integration).toMatchObject({
      RequestParameters: { 'integration.request.header.X-Amzn-SageMaker-Inference-Component': "'llama'" },
    });
    expect(invocableBy(stack, 'ApiPOSTSagemakerRole')).toEqual(arns(stack, ENDPOINT, COMPONENT));
  });

  test('takes an imported endpoint', () => {
    const stack = testStack();
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('POST', new apigateway.SagemakerIntegration(InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat')));
    expect(text(propertiesOf(stack, 'AWS::ApiGateway::Method').Integration.Uri))
      .toBe('arn:<AWS::Partition>:apigateway:eu-central-1:runtime.sagemaker:path/endpoints/chat/invocations');
    expect(invocableBy(stack, 'ApiPOSTSagemakerRole')).toEqual([`${ARN}:endpoint/chat`]);
  });
});

describe('the log groups that SageMaker creates', () => {
  test('are named after the endpoint and the component', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const llama = addComponent(endpoint, 'Llama');
    expect(endpoint.logGroupName).toBe('/aws/sagemaker/Endpoints/chat');
    expect(llama.logGroupName).toBe('/aws/sagemaker/InferenceComponents/llama');
  });

  test('keep their events for as long as the user wants', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const llama = addComponent(endpoint, 'Llama');
    endpoint.retainLogs(logs.RetentionDays.ONE_MONTH);
    llama.retainLogs(logs.RetentionDays.ONE_WEEK);

    const retentions = Object.values(Template.fromStack(stack).findResources('Custom::LogRetention')).map(({ Properties }) =>
      [Properties.LogGroupName, Properties.RetentionInDays]);
    expect(retentions.sort()).toEqual([['/aws/sagemaker/Endpoints/chat', 30], ['/aws/sagemaker/InferenceComponents/llama', 7]]);
  });

  test('are told once how long, on an endpoint and on a component', () => {
    const stack = testStack();
    const endpoint = componentEndpoint(stack);
    const llama = addComponent(endpoint, 'Llama');
    endpoint.retainLogs(logs.RetentionDays.ONE_MONTH);
    llama.retainLogs(logs.RetentionDays.ONE_WEEK);

    expect(errorOf(() => endpoint.retainLogs(logs.RetentionDays.ONE_DAY))).toBe(
      '[Stack/Endpoint] retainLogs may be called once, got a second call with a retention of 1 days');
    expect(errorOf(() => llama.retainLogs(logs.RetentionDays.ONE_YEAR))).toBe(
      '[Stack/Endpoint/Llama] retainLogs may be called once, got a second call with a retention of 365 days');
  });

  test('are named in the template by reference when CloudFormation chooses the name of the endpoint', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6e.xlarge') })
      .retainLogs(logs.RetentionDays.THREE_DAYS);
    const [endpointId] = Object.keys(Template.fromStack(stack).findResources(ENDPOINT));
    const { LogGroupName, RetentionInDays } = propertiesOf(stack, 'Custom::LogRetention');
    expect(text(LogGroupName)).toBe(`/aws/sagemaker/Endpoints/<${endpointId}.EndpointName>`);
    expect(RetentionInDays).toBe(3);
  });
});
