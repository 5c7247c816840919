import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  ContainerImage, IInferenceEndpoint, InferenceComponent, InferenceComponentAdapter, InferenceComponentEndpoint, InferenceComponentOptions,
  InferenceEndpoint, InstanceFleet, ModelArtifacts, ServedModel, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { text, texts } from '../intrinsics';
import { errorOf, testStack, vllmModel, warnings } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const FOUR_GPUS = 'ml.g6.12xlarge';
const ONE_GPU = 'ml.g6.xlarge';
/** What SageMaker's guide on adapters sets for vLLM, which loads no adapter without the first and none at run time without the second. */
const SWITCHES = { SM_VLLM_ENABLE_LORA: 'true', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' };

function baseComponent(stack: Stack, changes: Partial<InferenceComponentOptions> = {}): InferenceComponent {
  const instances = InstanceFleet.of(FOUR_GPUS, { max: 4, fallbacks: [ONE_GPU] });
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances });
  return endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 }, ...changes });
}

function adapterArtifacts(stack: Stack): ModelArtifacts {
  const id = 'Adapters';
  const bucket = (stack.node.tryFindChild(id) as s3.IBucket | undefined) ?? s3.Bucket.fromBucketName(stack, id, 'adapters');
  return ModelArtifacts.archive(bucket, 'support/adapter.tar.gz');
}

function addAdapter(base: InferenceComponent, id: string = 'Support'): InferenceComponentAdapter {
  return base.addAdapter(id, { artifacts: adapterArtifacts(Stack.of(base)) });
}

/** The template of one component or adapter, found by the name that the template gives it. */
function resourceOf(component: InferenceComponent | InferenceComponentAdapter): { id: string; Properties: any; DependsOn?: string[] } {
  const stack = Stack.of(component);
  const found = Object.entries(Template.fromStack(stack).findResources(COMPONENT, {
    Properties: { InferenceComponentName: component.inferenceComponentName },
  }));
  expect(found).toHaveLength(1);
  const [[id, resource]] = found;
  return { id, ...resource } as any;
}

function environmentOf(component: InferenceComponent): any {
  return resourceOf(component).Properties.Specification.Container.Environment;
}

function engineModel(engine: ServingEngine, environment?: { [key: string]: string }): ServedModel {
  return ServedModel.fromContainer({ image: ContainerImage.fromDlc('own', '1'), engine, environment });
}

describe('an adapter in the template', () => {
  test('row 14: has only an endpoint, a name, its base and an artifact', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const adapter = addAdapter(base);
    const { Properties } = resourceOf(adapter);

    expect(Properties).toEqual({
      EndpointName: stack.resolve(base.endpoint.endpointName),
      InferenceComponentName: adapter.inferenceComponentName,
      Specification: {
        BaseInferenceComponentName: base.inferenceComponentName,
        Container: { ArtifactUrl: 's3://adapters/support/adapter.tar.gz' },
      },
    });
  });

  test('row 14: depends on its base, although it names it literally', () => {
    const base = baseComponent(testStack(), { inferenceComponentName: 'llama' });
    const adapter = addAdapter(base);

    expect(resourceOf(adapter).DependsOn).toContain(resourceOf(base).id);
  });

  test('has the name that it was given', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const adapter = base.addAdapter('Support', { artifacts: adapterArtifacts(stack), inferenceComponentName: 'Support-1' });

    expect(adapter.inferenceComponentName).toBe('Support-1');
    expect(resourceOf(adapter).Properties.InferenceComponentName).toBe('Support-1');
  });

  test('knows its base and its ARN', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const adapter = addAdapter(base);

    expect(adapter.base).toBe(base);
    expect(stack.resolve(adapter.inferenceComponentArn)).toEqual({ Ref: resourceOf(adapter).id });
    expect(stack.resolve(adapter.inferenceComponentRef)).toEqual({ inferenceComponentArn: { Ref: resourceOf(adapter).id } });
  });

  test('may be one of several on a base', () => {
    const base = baseComponent(testStack());
    const [support, sales] = [addAdapter(base, 'Support'), addAdapter(base, 'Sales')];

    expect([support, sales].map((adapter) => resourceOf(adapter).Properties.Specification.BaseInferenceComponentName)).toEqual([
      base.inferenceComponentName, base.inferenceComponentName,
    ]);
    expect(support.inferenceComponentName).not.toBe(sales.inferenceComponentName);
  });

  test('takes its base on an imported endpoint as it comes', () => {
    const stack = testStack();
    const base = InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'llama');
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'shared');
    const adapter = new InferenceComponentAdapter(stack, 'Support', { base, endpoint, artifacts: adapterArtifacts(stack) });

    expect(resourceOf(adapter)).toEqual({
      id: expect.stringMatching(/^Support/),
      Type: COMPONENT,
      Properties: {
        EndpointName: 'shared',
        InferenceComponentName: adapter.inferenceComponentName,
        Specification: { BaseInferenceComponentName: 'llama', Container: { ArtifactUrl: 's3://adapters/support/adapter.tar.gz' } },
      },
    });
  });
});

describe('the base of an adapter', () => {
  test('row 14: is told to load adapters, and at run time, when it runs vLLM', () => {
    const base = baseComponent(testStack());
    addAdapter(base);

    expect(environmentOf(base)).toEqual({ SM_VLLM_ENABLE_LORA: 'true', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' });
  });

  test('row 14: keeps its own environment besides', () => {
    const stack = testStack();
    const base = baseComponent(stack, { model: vllmModel(stack, { environment: { SM_VLLM_MAX_LORAS: '4' } }) });
    addAdapter(base);

    expect(environmentOf(base)).toEqual({ SM_VLLM_MAX_LORAS: '4', ...SWITCHES });
  });

  test('row 14: is told also when the adapter comes after everything else, and other components are not', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const other = (base.endpoint as InferenceComponentEndpoint).addInferenceComponent('Other', {
      model: vllmModel(stack), resources: { accelerators: 1 },
    });
    const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    base.grantInvoke(caller);
    base.metricInvocations();
    stack.resolve(base.inferenceComponentArn);
    addAdapter(base);

    expect(environmentOf(base)).toEqual(SWITCHES);
    expect(environmentOf(other)).toBeUndefined();
  });

  test('row 14: is told also when the adapter was made with its constructor', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    new InferenceComponentAdapter(stack, 'Support', { base, endpoint: base.endpoint, artifacts: adapterArtifacts(stack) });

    expect(environmentOf(base)).toEqual(SWITCHES);
  });

  test('row 14: is told on every instance type', () => {
    const base = baseComponent(testStack(), { overrides: { [ONE_GPU]: { resources: { accelerators: 1 } } } });
    addAdapter(base);

    expect(resourceOf(base).Properties.Specifications.map(({ Container }: any) => Container.Environment)).toEqual([SWITCHES, SWITCHES]);
  });

  test('row 14: is told in the model that its uncompressed artifacts get', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'weights'), 'llama/');
    addAdapter(baseComponent(stack, { model: vllmModel(stack, { artifacts }) }));
    const [model] = Object.values(Template.fromStack(stack).findResources('AWS::SageMaker::Model'));

    expect(model.Properties.PrimaryContainer.Environment).toEqual(SWITCHES);
  });

  test('is told nothing while it has no adapter', () => {
    expect(environmentOf(baseComponent(testStack()))).toBeUndefined();
  });

  test('is told nothing when it runs SGLang', () => {
    const base = baseComponent(testStack(), { model: engineModel(ServingEngine.SGLANG) });
    addAdapter(base);

    expect(environmentOf(base)).toEqual({ SM_SGLANG_ENABLE_METRICS: 'true' });
  });

  test.each(['true', 'True', 'TRUE', '1'])('may say so itself with the value %p, which is kept', (value) => {
    const own = { SM_VLLM_ENABLE_LORA: value, VLLM_ALLOW_RUNTIME_LORA_UPDATING: value };
    const stack = testStack();
    const base = baseComponent(stack, { model: engineModel(ServingEngine.VLLM, own) });
    addAdapter(base);

    expect(environmentOf(base)).toEqual(own);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('may say one of both itself, and is told the other', () => {
    const base = baseComponent(testStack(), { model: engineModel(ServingEngine.VLLM, { SM_VLLM_ENABLE_LORA: '1' }) });
    addAdapter(base);

    expect(environmentOf(base)).toEqual({ SM_VLLM_ENABLE_LORA: '1', VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' });
  });

  test('may have a value that is known at deployment only', () => {
    const stack = testStack();
    const value = new CfnParameter(stack, 'Adapters', { default: 'true' }).valueAsString;
    const base = baseComponent(stack, { model: engineModel(ServingEngine.VLLM, { SM_VLLM_ENABLE_LORA: value }) });
    base.addAdapter('Support', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Bucket', 'adapters'), 'support.tar.gz') });

    expect(environmentOf(base)).toEqual({ SM_VLLM_ENABLE_LORA: { Ref: 'Adapters' }, VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'true' });
  });

  test.each([
    ['SM_VLLM_ENABLE_LORA', 'false'], ['SM_VLLM_ENABLE_LORA', '0'],
    ['VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'false'], ['VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'False'],
  ])('row 14: cannot be told the opposite with %s=%s', (key, value) => {
    const stack = testStack();
    addAdapter(baseComponent(stack, { model: engineModel(ServingEngine.VLLM, { [key]: value }) }));

    expect(errorOf(() => (stack.node.root as App).synth())).toContain(
      `[Stack/Endpoint/Llama] model: environment ${key} must be 'true' for a component with adapters, got: '${value}'`);
  });

  test('row 14: cannot be told the opposite on one instance type', () => {
    const stack = testStack();
    const model = engineModel(ServingEngine.VLLM, { VLLM_ALLOW_RUNTIME_LORA_UPDATING: 'false' });
    addAdapter(baseComponent(stack, { overrides: { [ONE_GPU]: { model } } }));

    expect(errorOf(() => (stack.node.root as App).synth())).toContain(
      "model: environment VLLM_ALLOW_RUNTIME_LORA_UPDATING must be 'true' for a component with adapters, got: 'false'");
  });

  test('has room for what it is told with 14 entries of its own on every instance type, and not with 15', () => {
    const appWith = (count: number) => {
      const stack = testStack();
      const environment = Object.fromEntries(Array.from({ length: count }, (_, index) => [`KEY_${index}`, 'x']));
      addAdapter(baseComponent(stack, { overrides: { [ONE_GPU]: { model: engineModel(ServingEngine.VLLM, environment) } } }));
      return stack.node.root as App;
    };

    expect(() => appWith(14).synth()).not.toThrow();
    expect(errorOf(() => appWith(15).synth())).toContain('[Stack/Endpoint/Llama] model: environment may hold at most 16 entries here, got: 17 (');
  });

  test('may be told the opposite while it has no adapter', () => {
    const stack = testStack();
    baseComponent(stack, { model: engineModel(ServingEngine.VLLM, { SM_VLLM_ENABLE_LORA: 'false' }) });

    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('row 14: must tell itself when it is an existing model, which is warned about', () => {
    const stack = testStack();
    addAdapter(baseComponent(stack, { model: ServedModel.fromModelName('llama', { engine: ServingEngine.VLLM }) }));

    expect(warnings(stack)).toEqual([
      'the base runs an existing model: its environment must hold VLLM_ALLOW_RUNTIME_LORA_UPDATING=true and SM_VLLM_ENABLE_LORA=true, ' +
      'or the adapter cannot be loaded [ack: cdk-sagemaker-insights:adapterOnExistingModel]',
    ]);
  });

  test('row 14: is warned about once when it is an existing model on two instance types', () => {
    const stack = testStack();
    const existing = (name: string) => ServedModel.fromModelName(name, { engine: ServingEngine.VLLM });
    addAdapter(baseComponent(stack, { model: existing('llama'), overrides: { [ONE_GPU]: { model: existing('llama-int4') } } }));

    expect(warnings(stack)).toEqual([expect.stringContaining(
      'must hold VLLM_ALLOW_RUNTIME_LORA_UPDATING=true and SM_VLLM_ENABLE_LORA=true, or the adapter cannot be loaded')]);
  });

  test('is not warned about when it is an existing model of another engine', () => {
    const stack = testStack();
    addAdapter(baseComponent(stack, { model: ServedModel.fromModelName('llama', { engine: ServingEngine.SGLANG }) }));

    expect(warnings(stack)).toEqual([]);
  });
});

describe('the artifacts of an adapter', () => {
  test('row 14: cannot be uncompressed', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const artifacts = ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'adapters'), 'support/');

    expect(errorOf(() => base.addAdapter('Support', { artifacts }))).toBe(
      '[Stack/Endpoint/Llama/Support] artifacts of an adapter must be one gzip-compressed tar archive, got: uncompressed files under a prefix');
  });

  test('must be named like an archive', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    const artifacts = ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Files', 'adapters'), 'support.safetensors');

    expect(errorOf(() => base.addAdapter('Support', { artifacts }))).toBe(
      "[Stack/Endpoint/Llama/Support] artifacts: the object key must be a gzip-compressed tar archive (its name ends in '.tar.gz') without a slash in front and without * or ?, got: 'support.safetensors'");
  });

  test('may be read by the role of the endpoint', () => {
    const stack = testStack();
    const base = baseComponent(stack);
    addAdapter(base);
    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

    expect(statements.filter(({ Action }) => Action === 's3:GetObject').flatMap(({ Resource }) => texts(Resource))).toContain(
      'arn:<AWS::Partition>:s3:::adapters/support/adapter.tar.gz');
    expect(statements.filter(({ Action }) => Action === 's3:ListBucket').map(({ Resource, Condition }) => [text(Resource), Condition])).toContainEqual(
      ['arn:<AWS::Partition>:s3:::adapters', { StringLike: { 's3:prefix': 'support/adapter.tar.gz' } }]);
  });

  test('are granted to nobody when no role is known', () => {
    const stack = testStack();
    const base = new InferenceComponent(stack, 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'shared'), model: vllmModel(stack), resources: { accelerators: 1 },
    });
    addAdapter(base);

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});

describe('who may invoke an adapter', () => {
  function invocable(stack: Stack, grant: (base: InferenceComponent, caller: iam.IGrantable) => void) {
    const base = baseComponent(stack);
    const caller = new iam.Role(stack, 'Caller', { assumedBy: new iam.AccountRootPrincipal() });
    grant(base, caller);
    const [policy] = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy')).filter(([id]) => id.startsWith('Caller'));
    const [, { Properties }] = policy;
    const { Statement } = Properties.PolicyDocument;
    for (const { Effect, Action } of Statement) {
      expect(Effect).toBe('Allow');
      expect(Action).toEqual(['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream']);
    }
    return Statement.flatMap(({ Resource }: any) => texts(Resource)).sort();
  }

  test('row 15: is granted on the adapter and its endpoint, and not on the base', () => {
    const stack = testStack();
    const resources = invocable(stack, (base, caller) => addAdapter(base).grantInvoke(caller));

    expect(resources).toEqual([
      expect.stringMatching(/^<Endpoint(?!Llama)[0-9A-F]+>$/),
      expect.stringMatching(/^<EndpointLlamaSupport[0-9A-Za-z]+>$/),
    ]);
  });
});

describe('the endpoint of an adapter', () => {
  function adapterOn(stack: Stack, endpoint: IInferenceEndpoint): string | undefined {
    const base = InferenceComponent.fromInferenceComponentName(stack, 'Base', 'llama');
    return errorOf(() => new InferenceComponentAdapter(stack, 'Adapter', { base, endpoint, artifacts: adapterArtifacts(stack) }));
  }

  test.each([
    ['Region', { region: 'eu-west-1' }, 'us-east-1, got: eu-west-1'],
    ['account', { account: '444455556666' }, '111122223333, got: 444455556666'],
  ])('lies in the %s of its stack', (what, where, expected) => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: 'chat', ...where });

    expect(adapterOn(stack, endpoint)).toBe(`[Stack/Adapter] endpoint must lie in the ${what} of the stack, ${expected}`);
  });

  test('hosts inference components', () => {
    const stack = testStack();
    const endpoint = new SingleModelEndpoint(stack, 'Single', { model: vllmModel(stack), instances: InstanceFleet.fixed(ONE_GPU) });

    expect(adapterOn(stack, endpoint))
      .toBe("[Stack/Adapter] endpoint must be one for inference components, got: the single-model endpoint 'Stack/Single'");
  });
});
