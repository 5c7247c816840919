import { App, CfnParameter, Fn, NestedStack, Size, Stack, Stage, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  CapacitySize, ComponentDeployment, ContainerImage, DetailedObservability, InferenceComponent, InferenceComponentAdapter,
  InferenceComponentAdapterOptions, InferenceComponentEndpoint, InferenceComponentEndpointProps, InferenceComponentOptions,
  InferenceEndpoint, InstanceFleet, ModelArtifacts, PlacementStrategy, PublishFrequency, ServedModel, ServingEngine,
} from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
/** Lower-case letters, digits and inner dashes, at most 63 of them. */
const LEGAL_LOWER_CASE = /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const NAME_MESSAGE = 'inferenceComponentName must be 1 to 63 letters, digits and inner dashes';

interface Changes {
  readonly component?: Partial<InferenceComponentOptions>;
  readonly endpoint?: Partial<InferenceComponentEndpointProps>;
}

function endpointIn(scope: Construct, changes: Partial<InferenceComponentEndpointProps> = {}, id: string = 'Endpoint'): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(scope, id, { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), ...changes });
}

function componentIn(scope: Construct, { component, endpoint }: Changes = {}, id: string = 'Llama'): InferenceComponent {
  return endpointIn(scope, endpoint).addInferenceComponent(id, { model: vllmModel(scope), resources: { accelerators: 1 }, ...component });
}

function adapterOf(base: InferenceComponent, changes: Partial<InferenceComponentAdapterOptions> = {}): InferenceComponentAdapter {
  const bucket = s3.Bucket.fromBucketName(base, 'Adapters', 'adapters');
  return base.addAdapter('Support', { artifacts: ModelArtifacts.archive(bucket, 'support.tar.gz'), ...changes });
}

function logicalIdWith(changes: Changes): string {
  return onlyId(componentIn(testStack(), changes));
}

/** The logical id of a component or adapter. */
function onlyId(construct: InferenceComponent | InferenceComponentAdapter): string {
  const stack = Stack.of(construct);
  const ids = Object.keys(Template.fromStack(stack).findResources(COMPONENT, {
    Properties: { InferenceComponentName: stack.resolve(construct.inferenceComponentName) },
  }));
  expect(ids).toHaveLength(1);
  return ids[0];
}

describe('the name of a component that was given none', () => {
  test('is readable, in lower case and legal', () => {
    const { inferenceComponentName } = componentIn(testStack());

    expect(inferenceComponentName).toMatch(/^stack-endpoint-llama-[0-9a-f]{8}$/);
    expect(inferenceComponentName).toMatch(LEGAL_LOWER_CASE);
  });

  test('is what the template says', () => {
    const stack = testStack();
    const { inferenceComponentName } = componentIn(stack);

    expect(propertiesOf(stack, COMPONENT).InferenceComponentName).toBe(inferenceComponentName);
  });

  test('is the same in two syntheses', () => {
    expect(componentIn(testStack()).inferenceComponentName).toBe(componentIn(testStack()).inferenceComponentName);
  });

  test('differs between two components', () => {
    const endpoint = endpointIn(testStack());
    const options = { model: vllmModel(endpoint), resources: { accelerators: 1 } };

    expect(endpoint.addInferenceComponent('A', options).inferenceComponentName).not.toBe(
      endpoint.addInferenceComponent('B', options).inferenceComponentName);
  });

  test('differs between two components whose ids read alike', () => {
    const endpoint = endpointIn(testStack());
    const options = { model: vllmModel(endpoint), resources: { accelerators: 1 } };
    const names = ['Llama-3', 'llama.3', 'Llama_3'].map((id) => endpoint.addInferenceComponent(id, options).inferenceComponentName);

    expect(new Set(names).size).toBe(3);
    names.forEach((name) => expect(name).toMatch(/^stack-endpoint-llama-3-[0-9a-f]{8}$/));
  });

  test('differs between two stacks of an app', () => {
    const app = new App();

    expect(componentIn(new Stack(app, 'A')).inferenceComponentName).not.toBe(componentIn(new Stack(app, 'B')).inferenceComponentName);
  });

  test('differs between two deployments of a stack under different names', () => {
    const named = (stackName: string) => componentIn(new Stack(new App(), 'Stack', { stackName })).inferenceComponentName;

    expect(named('prod')).toMatch(/^prod-endpoint-llama-/);
    expect(named('prod')).not.toBe(named('test'));
  });

  test('is a literal in a nested stack too, and begins with the name of the outermost stack', () => {
    const nested = (scope: Construct) => componentIn(new NestedStack(scope, 'Nested')).inferenceComponentName;

    expect(Token.isUnresolved(nested(testStack()))).toBe(false);
    expect(nested(testStack())).toMatch(/^stack-nested-endpoint-llama-[0-9a-f]{8}$/);
    expect(nested(new Stack(new App(), 'Stack', { stackName: 'prod' }))).toMatch(/^prod-nested-endpoint-llama-[0-9a-f]{8}$/);
  });

  test('begins with the name of the outermost stack in a nested stack of a nested stack', () => {
    const inner = new NestedStack(new NestedStack(new Stack(new App(), 'Stack', { stackName: 'prod' }), 'Outer'), 'Inner');

    expect(componentIn(inner).inferenceComponentName).toMatch(/^prod-outer-inner-endpoint-llama-[0-9a-f]{8}$/);
  });

  test('differs between two deployments of a nested stack whose parents have different names', () => {
    const named = (stackName: string) =>
      componentIn(new NestedStack(new Stack(new App(), 'Stack', { stackName }), 'Nested')).inferenceComponentName;

    expect(named('prod')).not.toBe(named('test'));
  });

  test('changes with a literal name of the endpoint, because the component is replaced then', () => {
    const named = (endpointName?: string) => componentIn(testStack(), { endpoint: { endpointName } }).inferenceComponentName;

    expect(new Set([named(), named('blue'), named('green')]).size).toBe(3);
  });

  test('changes with the variant of an imported endpoint', () => {
    const named = (variantName: string) => new InferenceComponent(testStack(), 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointAttributes(testStack(), 'Imported', { endpointName: 'shared', variantName }),
      model: ServedModel.fromModelName('llama', { engine: ServingEngine.VLLM }),
      resources: {},
    }).inferenceComponentName;

    expect(named('blue')).not.toBe(named('green'));
  });

  test.each([
    ['a long id', 'L'.repeat(200)],
    ['an id that begins where it is cut off with a dash', `A-${'b'.repeat(53)}`],
    ['an id with other characters', 'Llama 3.1 (8B) – größer'],
    ['an id without any letter or digit of English', '模型'],
    ['an id that ends with other characters', 'Llama!!!'],
    ['an id of dashes', '---'],
  ])('is legal for %s', (_, id) => {
    expect(componentIn(testStack(), {}, id).inferenceComponentName).toMatch(LEGAL_LOWER_CASE);
  });

  test('is legal on a very long path, and keeps its end, which tells components apart', () => {
    const stack = testStack();
    const deep = Array.from({ length: 12 }, (_, level) => `Level${level}${'x'.repeat(40)}`)
      .reduce((scope: Construct, id) => new Construct(scope, id), stack);
    const { inferenceComponentName } = componentIn(deep);

    // 54 characters of the path, a dash and 8 of the hash make 63; the path is cut from its front.
    expect(inferenceComponentName).toMatch(LEGAL_LOWER_CASE);
    expect(inferenceComponentName).toMatch(/^x+-endpoint-llama-[0-9a-f]{8}$/);
    expect(inferenceComponentName).toHaveLength(63);
  });

  test('is the literal value of the dimension of its metrics', () => {
    const component = componentIn(testStack());

    expect(component.metricInvocations().dimensions).toEqual({ InferenceComponentName: component.inferenceComponentName });
    expect(Token.isUnresolved(component.inferenceComponentName)).toBe(false);
    expect(component.logGroupName).toMatch(/^\/aws\/sagemaker\/InferenceComponents\/stack-endpoint-llama-[0-9a-f]{8}$/);
  });

  test('is legal and different for an adapter', () => {
    const base = componentIn(testStack());
    const adapter = adapterOf(base);

    expect(adapter.inferenceComponentName).toMatch(/^stack-endpoint-llama-support-[0-9a-f]{8}$/);
    expect(adapter.inferenceComponentName).not.toBe(base.inferenceComponentName);
  });
});

describe('the name and the logical id of a component stay, so that it is not replaced,', () => {
  const BEFORE = () => new Stack(new App(), 'Stack', { stackName: 'chat' });

  /** The same stack elsewhere in the app. */
  const PLACES: Array<[string, () => Stack]> = [
    ['gets another construct id', () => new Stack(new App(), 'Renamed', { stackName: 'chat' })],
    ['moves below a construct', () => new Stack(new Construct(new App(), 'Team'), 'Stack', { stackName: 'chat' })],
    ['moves below a stage', () => new Stack(new Stage(new App(), 'Prod'), 'Stack', { stackName: 'chat' })],
    ['moves below a stage under another construct id', () => new Stack(new Stage(new App(), 'Prod'), 'Renamed', { stackName: 'chat' })],
  ];

  function beside(scope: Construct, endpoint: InferenceComponentEndpoint): InferenceComponent {
    return new InferenceComponent(scope, 'Beside', { endpoint, model: vllmModel(scope), resources: { accelerators: 1 } });
  }

  const STANDINGS: Array<[string, (stack: Stack) => InferenceComponent | InferenceComponentAdapter]> = [
    ['that stands below its endpoint', (stack) => componentIn(stack)],
    ['that stands beside its endpoint', (stack) => beside(stack, endpointIn(stack))],
    ['that is an adapter of a component beside its endpoint', (stack) => adapterOf(beside(stack, endpointIn(stack)))],
    ['that stands in a nested stack, with its endpoint', (stack) => componentIn(new NestedStack(stack, 'Nested'))],
    ['that stands in the stack in which its endpoint is nested', (stack) => beside(stack, endpointIn(new NestedStack(stack, 'Nested')))],
  ];

  function identity(construct: InferenceComponent | InferenceComponentAdapter) {
    return { name: construct.inferenceComponentName, id: onlyId(construct) };
  }

  describe.each(PLACES)('when its stack %s', (_, stack) => {
    test.each(STANDINGS)('for one %s', (_standing, make) => {
      expect(stack().stackName).toBe('chat');
      expect(identity(make(stack()))).toEqual(identity(make(BEFORE())));
    });
  });

  test.each<[string, (app: App) => Construct, string]>([
    ['gets another construct id', (app) => app, 'Renamed'],
    ['moves below a construct', (app) => new Construct(app, 'Team'), 'Platform'],
  ])('when the other stack that its endpoint is in %s', (_, parent, id) => {
    const on = (platform: (app: App) => Stack) => {
      const app = new App();
      const endpoint = endpointIn(platform(app), { endpointName: 'shared' });
      return identity(beside(new Stack(app, 'Models'), endpoint));
    };

    expect(on((app) => new Stack(parent(app), id, { stackName: 'platform' })))
      .toEqual(on((app) => new Stack(app, 'Platform', { stackName: 'platform' })));
  });

  test('when both stacks move below a stage', () => {
    const on = (parent: (app: App) => Construct) => {
      const scope = parent(new App());
      const endpoint = endpointIn(new Stack(scope, 'Platform', { stackName: 'platform' }), { endpointName: 'shared' });
      return identity(beside(new Stack(scope, 'Models', { stackName: 'models' }), endpoint));
    };

    expect(on((app) => new Stage(app, 'Prod'))).toEqual(on((app) => app));
  });
});

describe('the name that a component was given', () => {
  test.each(['a', 'Llama', 'llama-3--8b', '0', 'x'.repeat(63)])('is used as it is: %s', (inferenceComponentName) => {
    const stack = testStack();
    const component = componentIn(stack, { component: { inferenceComponentName } });

    expect(propertiesOf(stack, COMPONENT).InferenceComponentName).toBe(inferenceComponentName);
    expect(component.inferenceComponentName).toBe(inferenceComponentName);
    expect(component.metricModelLatency().dimensions).toEqual({ InferenceComponentName: inferenceComponentName });
  });

  test('may be a token', () => {
    const stack = testStack();
    const inferenceComponentName = new CfnParameter(stack, 'Name').valueAsString;
    const component = componentIn(stack, { component: { inferenceComponentName } });

    expect(propertiesOf(stack, COMPONENT).InferenceComponentName).toEqual({ Ref: 'Name' });
    expect(component.inferenceComponentName).toBe(inferenceComponentName);
  });

  test.each(['', '-llama', 'llama-', 'llama_3', 'llama.3', 'x'.repeat(64)])('cannot be %p', (inferenceComponentName) => {
    const stack = testStack();
    const endpoint = endpointIn(stack);
    const options = { model: vllmModel(stack), resources: {}, inferenceComponentName };

    expect(errorOf(() => endpoint.addInferenceComponent('Llama', options))).toBe(
      `[Stack/Endpoint/Llama] ${NAME_MESSAGE}, got: '${inferenceComponentName}'`);
  });

  test('is checked when it is imported', () => {
    expect(errorOf(() => InferenceComponent.fromInferenceComponentName(testStack(), 'Imported', 'llama_3'))).toBe(
      `[Stack/Imported] ${NAME_MESSAGE}, got: 'llama_3'`);
  });

  test('is checked on an adapter', () => {
    const base = componentIn(testStack());

    expect(errorOf(() => adapterOf(base, { inferenceComponentName: 'support_1' }))).toBe(
      `[Stack/Endpoint/Llama/Support] ${NAME_MESSAGE}, got: 'support_1'`);
  });

  test('may be a token on an adapter', () => {
    const stack = testStack();
    const adapter = adapterOf(componentIn(stack), { inferenceComponentName: new CfnParameter(stack, 'Name').valueAsString });

    expect(stack.resolve(adapter.inferenceComponentName)).toEqual({ Ref: 'Name' });
    expect(onlyId(adapter)).toBeDefined();
  });
});

describe('a component is replaced', () => {
  test('when its literal name changes', () => {
    const ids = [undefined, 'a', 'b'].map((inferenceComponentName) => logicalIdWith({ component: { inferenceComponentName } }));

    expect(new Set(ids).size).toBe(3);
  });

  test('when the literal name of its endpoint changes', () => {
    const ids = [undefined, 'blue', 'green'].map((endpointName) => logicalIdWith({ endpoint: { endpointName } }));

    expect(new Set(ids).size).toBe(3);
  });

  test('when a literal name moves from the endpoint to the component', () => {
    expect(logicalIdWith({ endpoint: { endpointName: 'llama' } })).not.toBe(logicalIdWith({ component: { inferenceComponentName: 'llama' } }));
  });

  test('when it moves within its stack, under another name because both exist for a moment', () => {
    const [before, after] = [componentIn(testStack()), componentIn(new Construct(testStack(), 'Chat'))];

    expect(before.inferenceComponentName).toMatch(/^stack-endpoint-llama-[0-9a-f]{8}$/);
    expect(after.inferenceComponentName).toMatch(/^stack-chat-endpoint-llama-[0-9a-f]{8}$/);
    expect(onlyId(after)).not.toBe(onlyId(before));
  });

  test('when it moves to another endpoint of the stack, under another name because both exist for a moment', () => {
    const on = (id: string) => {
      const stack = testStack();
      const endpoints: Record<string, InferenceComponentEndpoint> = { A: endpointIn(stack, {}, 'A'), B: endpointIn(stack, {}, 'B') };
      return new InferenceComponent(stack, 'Llama', { endpoint: endpoints[id], model: vllmModel(stack), resources: { accelerators: 1 } });
    };

    expect(onlyId(on('A'))).not.toBe(onlyId(on('B')));
    expect(on('A').inferenceComponentName).not.toBe(on('B').inferenceComponentName);
  });

  test.each([
    ['has a literal name', 'shared'],
    ['has a name that is a token', Fn.importValue('SharedEndpointName')],
  ])('when it moves to another variant of an imported endpoint that %s', (_, endpointName) => {
    const on = (variantName: string) => {
      const stack = testStack();
      const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName, variantName });
      return onlyId(new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } }));
    };

    expect(on('blue')).not.toBe(on('green'));
  });

  test('when it is an adapter whose literal name or whose endpoint changes', () => {
    const idOf = (inferenceComponentName?: string, endpointName?: string) =>
      onlyId(adapterOf(componentIn(testStack(), { endpoint: { endpointName } }), { inferenceComponentName }));
    const ids = [idOf(), idOf('a'), idOf('b'), idOf(undefined, 'blue'), idOf('a', 'blue')];

    expect(new Set(ids).size).toBe(5);
  });
});

describe('an adapter is replaced', () => {
  const idOf = (base: Partial<InferenceComponentOptions>, adapter: Partial<InferenceComponentAdapterOptions> = {}) =>
    onlyId(adapterOf(componentIn(testStack(), { component: base }), adapter));

  test('under another name when its base is renamed, because it cannot move to the new one', () => {
    const names = [undefined, 'llama-3', 'llama-4'].map((inferenceComponentName) =>
      adapterOf(componentIn(testStack(), { component: { inferenceComponentName } })).inferenceComponentName);
    const ids = [undefined, 'llama-3', 'llama-4'].map((inferenceComponentName) => idOf({ inferenceComponentName }));

    expect(new Set(names).size).toBe(3);
    expect(new Set(ids).size).toBe(3);
  });

  test('when its base is renamed although it has a name of its own', () => {
    const named = (inferenceComponentName: string) => idOf({ inferenceComponentName }, { inferenceComponentName: 'support' });

    expect(named('llama-3')).not.toBe(named('llama-4'));
  });

  test('when it moves to another base that is known by name', () => {
    const on = (name: string) => {
      const stack = testStack();
      return onlyId(new InferenceComponentAdapter(stack, 'Support', {
        base: InferenceComponent.fromInferenceComponentName(stack, 'Base', name),
        endpoint: InferenceEndpoint.fromEndpointName(stack, 'Imported', 'shared'),
        artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'support.tar.gz'),
      }));
    };

    expect(on('llama-3')).not.toBe(on('llama-4'));
  });

  test('not when all else about its base changes', () => {
    expect(idOf({ copies: 3, resources: { accelerators: 2 } })).toBe(idOf({}));
  });

  test('not when the name of its base is a token, which tells nothing', () => {
    const on = (parameter: string) => {
      const stack = testStack();
      const inferenceComponentName = new CfnParameter(stack, parameter).valueAsString;
      return onlyId(adapterOf(componentIn(stack, { component: { inferenceComponentName } })));
    };

    expect(on('Before')).toBe(on('After'));
  });
});

describe('a component is updated in place', () => {
  const before = logicalIdWith({});

  test.each<[string, (scope: Construct) => Changes]>([
    ['the number of copies', () => ({ component: { copies: 7 } })],
    ['the resources', () => ({ component: { resources: { accelerators: 4, cpuCores: 8, minMemory: Size.gibibytes(64) } } })],
    ['the image', (scope) => ({ component: { model: vllmModel(scope, { image: ContainerImage.fromDlc('vllm', '0.28') }) } })],
    ['the environment', (scope) => ({ component: { model: vllmModel(scope, { environment: { SM_VLLM_MAX_MODEL_LEN: '8192' } }) } })],
    ['the artifacts', (scope) => ({ component: { model: vllmModel(scope, { artifacts: undefined }) } })],
    ['the kind of model', () => ({ component: { model: ServedModel.fromModelName('llama', { engine: ServingEngine.SGLANG }) } })],
    ['the placement', () => ({ component: { placement: { strategy: PlacementStrategy.BINPACK, dataCaching: false } } })],
    ['the deployment', () => ({ component: { deployment: ComponentDeployment.rolling({ batchSize: CapacitySize.count(1) }) } })],
    ['an override', () => ({ component: { overrides: { 'ml.g6.12xlarge': { resources: { accelerators: 2 } } } } })],
    ['the observability of the endpoint', () => ({ endpoint: { observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS) } })],
    ['the instances of the endpoint', () => ({ endpoint: { instances: InstanceFleet.fixed('ml.p5.48xlarge') } })],
    ['a name that is a token', (scope) => ({ component: { inferenceComponentName: new CfnParameter(scope, 'Name').valueAsString } })],
    ['the name of the endpoint that is a token', (scope) => ({ endpoint: { endpointName: new CfnParameter(scope, 'Name').valueAsString } })],
  ])('when %s changes', (_, changes) => {
    const stack = testStack();

    expect(onlyId(componentIn(stack, changes(stack)))).toBe(before);
  });

  test('when an adapter is added', () => {
    const component = componentIn(testStack());
    adapterOf(component);

    expect(onlyId(component)).toBe(before);
  });

  test('when its literal name stays and all else changes', () => {
    const named = (copies: number, endpoint: Partial<InferenceComponentEndpointProps> = {}) =>
      logicalIdWith({ component: { inferenceComponentName: 'llama', copies }, endpoint: { endpointName: 'shared', ...endpoint } });

    expect(named(1)).toBe(named(4, { instances: InstanceFleet.fixed('ml.p5.48xlarge'), observability: DetailedObservability.disabled() }));
  });
});
