import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CapacitySize, ComponentDeployment, EndpointDeployment, InferenceComponent, InferenceComponentAdapter, InferenceComponentEndpoint,
  InferenceEndpoint, InstanceFleet, ModelArtifacts, ProvisionedEndpointProps, SingleModelEndpoint,
} from '../../src';
import { cycleIn, dependencyGraph, DependencyGraph } from '../dependency-graph';
import { testStack, vllmModel } from '../support';

const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const CONFIGURATION = 'AWS::SageMaker::EndpointConfig';
const MODEL = 'AWS::SageMaker::Model';
const ROLE = 'AWS::IAM::Role';
const POLICY = 'AWS::IAM::Policy';

/** What CloudFormation knows about the order of a stack: a resource is deleted before all that it refers to or depends on. */
class DeletionOrder {
  private readonly resources: Record<string, any>;
  private readonly needs: DependencyGraph;

  public constructor(stack: Stack) {
    this.resources = Template.fromStack(stack).toJSON().Resources;
    this.needs = dependencyGraph(stack);
  }

  /** The logical ids of a type, in the order of the template. */
  public ofType(type: string, where: (properties: any) => boolean = () => true): string[] {
    return Object.entries(this.resources).filter(([, { Type, Properties }]) => Type === type && where(Properties)).map(([id]) => id);
  }

  /** All that is deleted after a resource. */
  public after(id: string, seen: Set<string> = new Set()): Set<string> {
    for (const other of this.needs.get(id)!) {
      if (!seen.has(other)) {
        seen.add(other);
        this.after(other, seen);
      }
    }
    return seen;
  }

  /** Asserts that every resource of the first list goes before every one of the second. */
  public expectBefore(first: string[], second: string[]): void {
    expect(first.length * second.length).toBeGreaterThan(0);
    for (const id of first) {
      expect([...this.after(id)]).toEqual(expect.arrayContaining(second));
    }
  }

  public expectNoCycle(): void {
    expect(cycleIn(this.needs)).toBeUndefined();
  }
}

const isAdapter = ({ Specification }: any) => Specification?.BaseInferenceComponentName !== undefined;
const isBase = (properties: any) => !isAdapter(properties);

interface Names {
  readonly endpoint?: string;
  readonly component?: string;
  readonly adapter?: string;
}

function components(stack: Stack, names: Names = {}, props: Partial<ProvisionedEndpointProps> = {}): DeletionOrder {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), endpointName: names.endpoint, ...props,
  });
  const resources = { accelerators: 1 };
  const llama = endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources, inferenceComponentName: names.component });
  const bucket = s3.Bucket.fromBucketName(stack, 'Files', 'files');
  llama.addAdapter('Support', { artifacts: ModelArtifacts.archive(bucket, 'support.tar.gz'), inferenceComponentName: names.adapter });
  endpoint.addInferenceComponent('Large', { model: vllmModel(stack, { artifacts: ModelArtifacts.uncompressed(bucket, 'large/') }), resources });
  return new DeletionOrder(stack);
}

function singleModel(stack: Stack, endpointName?: string, props: Partial<ProvisionedEndpointProps> = {}): DeletionOrder {
  new SingleModelEndpoint(stack, 'Endpoint', {
    instances: InstanceFleet.fixed('ml.g6.xlarge'), model: vllmModel(stack), endpointName, ...props,
  });
  return new DeletionOrder(stack);
}

const NAMES: Array<[string, Names]> = [
  ['no given names', {}],
  ['a given endpoint name', { endpoint: 'shared' }],
  ['a given component name', { component: 'llama' }],
  ['all names given', { endpoint: 'shared', component: 'llama', adapter: 'support' }],
];

describe.each(NAMES)('an endpoint with components, with %s', (_, names) => {
  const order = components(testStack(), names);

  test('row 1: deletes adapters before their base', () => {
    const named = names.component;
    const base = order.ofType(COMPONENT, (properties) => isBase(properties) &&
      (named === undefined ? /llama/.test(properties.InferenceComponentName) : properties.InferenceComponentName === named));

    expect(base).toHaveLength(1);
    order.expectBefore(order.ofType(COMPONENT, isAdapter), base);
  });

  test('row 1: deletes components and adapters before the endpoint', () => {
    expect(order.ofType(COMPONENT)).toHaveLength(3);
    order.expectBefore(order.ofType(COMPONENT), order.ofType(ENDPOINT));
  });

  test('row 1: does not make a component wait for another or for an adapter', () => {
    for (const component of order.ofType(COMPONENT, isBase)) {
      expect([...order.after(component)].filter((id) => order.ofType(COMPONENT).includes(id))).toEqual([]);
    }
  });

  test('deletes the endpoint before its configuration', () => {
    order.expectBefore(order.ofType(ENDPOINT), order.ofType(CONFIGURATION));
  });

  test('deletes a component before the model that its uncompressed artifacts got', () => {
    const large = order.ofType(COMPONENT, ({ Specification }) => Specification.ModelName !== undefined);

    expect(large).toHaveLength(1);
    order.expectBefore(large, order.ofType(MODEL));
  });

  test('row 4: deletes the role and its policies last', () => {
    order.expectBefore(
      [...order.ofType(COMPONENT), ...order.ofType(ENDPOINT), ...order.ofType(CONFIGURATION), ...order.ofType(MODEL)],
      [...order.ofType(ROLE), ...order.ofType(POLICY)],
    );
  });

  test('has no cycle', () => {
    order.expectNoCycle();
  });
});

describe.each([['no given name', undefined], ['a given name', 'llama']])('an endpoint with one model, with %s', (_, endpointName) => {
  const order = singleModel(testStack(), endpointName);

  test('deletes the endpoint before its configuration, and that before the model', () => {
    order.expectBefore(order.ofType(ENDPOINT), [...order.ofType(CONFIGURATION), ...order.ofType(MODEL)]);
    order.expectBefore(order.ofType(CONFIGURATION), order.ofType(MODEL));
  });

  test('row 4: deletes the role and its policies last', () => {
    order.expectBefore(
      [...order.ofType(ENDPOINT), ...order.ofType(CONFIGURATION), ...order.ofType(MODEL)],
      [...order.ofType(ROLE), ...order.ofType(POLICY)],
    );
  });

  test('has no cycle', () => {
    order.expectNoCycle();
  });
});

describe('a role that the user gives', () => {
  const kinds: Array<[string, (stack: Stack, role: iam.IRole) => DeletionOrder]> = [
    ['components', (stack, role) => components(stack, { endpoint: 'shared' }, { security: { role } })],
    ['one model', (stack, role) => singleModel(stack, 'single', { security: { role } })],
  ];

  test.each(kinds)('row 4: outlives an endpoint with %s with all its policies', (_, make) => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const order = make(stack, role);

    order.expectBefore([...order.ofType(COMPONENT), ...order.ofType(ENDPOINT)], [...order.ofType(ROLE), ...order.ofType(POLICY)]);
    order.expectNoCycle();
  });

  test.each(kinds)('row 4: has a policy that outlives an endpoint with %s when it is imported', (_, make) => {
    const stack = testStack();
    const order = make(stack, iam.Role.fromRoleName(stack, 'Own', 'own'));

    order.expectBefore([...order.ofType(COMPONENT), ...order.ofType(ENDPOINT)], order.ofType(POLICY));
    order.expectNoCycle();
  });

  test('row 4: may have policies that were split because they are too long', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g99.xlarge', { max: 1 }) });
    const bucket = s3.Bucket.fromBucketName(stack, 'Files', 'files');
    for (let index = 0; index < 40; index++) {
      const artifacts = ModelArtifacts.archive(bucket, `model-${index}-${'x'.repeat(100)}.tar.gz`);
      endpoint.addInferenceComponent(`C${index}`, { model: vllmModel(stack, { artifacts }), resources: { accelerators: 1 } });
    }
    const order = new DeletionOrder(stack);
    const overflow = order.ofType('AWS::IAM::ManagedPolicy');

    expect(overflow.length).toBeGreaterThan(0);
    order.expectBefore([...order.ofType(COMPONENT), ...order.ofType(ENDPOINT)], [...overflow, ...order.ofType(POLICY)]);
    order.expectNoCycle();
  });
});

describe('a component that was made with its constructor', () => {
  test('row 1: is deleted before its endpoint although it stands beside it', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), endpointName: 'shared',
    });
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });
    const order = new DeletionOrder(stack);

    order.expectBefore(order.ofType(COMPONENT), [...order.ofType(ENDPOINT), ...order.ofType(ROLE), ...order.ofType(POLICY)]);
  });

  test('row 1: is deleted before its endpoint in another stack, whose name is literal', () => {
    const app = new App();
    const env = { region: 'eu-central-1', account: '111122223333' };
    const [below, above] = [new Stack(app, 'Below', { env }), new Stack(app, 'Above', { env })];
    const endpoint = new InferenceComponentEndpoint(below, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), endpointName: 'shared',
    });
    new InferenceComponent(above, 'Llama', { endpoint, model: vllmModel(above), resources: { accelerators: 1 } });

    app.synth();
    const dependencies = (stack: Stack) => stack.dependencies.map(({ stackName }) => stackName);

    expect(dependencies(above)).toEqual(['Below']);
    expect(dependencies(below)).toEqual([]);
  });

  test('row 1: has no endpoint to wait for when that is imported', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Imported', 'shared');
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });
    const order = new DeletionOrder(stack);

    expect(order.ofType(COMPONENT).flatMap((id) => [...order.after(id)])).toEqual([]);
  });

  test('row 1: is deleted before an endpoint whose name it gets from its import', () => {
    const stack = testStack();
    const { endpointName } = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
    const endpoint = InferenceEndpoint.fromEndpointName(stack, 'Imported', endpointName);
    new InferenceComponent(stack, 'Llama', { endpoint, model: vllmModel(stack), resources: { accelerators: 1 } });
    const order = new DeletionOrder(stack);

    order.expectBefore(order.ofType(COMPONENT), order.ofType(ENDPOINT));
  });

  test('row 1: is an adapter that is deleted before its endpoint although its base is imported', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), endpointName: 'shared',
    });
    const base = InferenceComponent.fromInferenceComponentName(stack, 'Llama', 'llama');
    const artifacts = ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Files', 'files'), 'support.tar.gz');
    new InferenceComponentAdapter(stack, 'Support', { base, endpoint, artifacts });
    const order = new DeletionOrder(stack);

    order.expectBefore(order.ofType(COMPONENT, isAdapter), order.ofType(ENDPOINT));
  });
});

describe('an endpoint with everything', () => {
  const everything = (stack: Stack): Partial<ProvisionedEndpointProps> => ({
    network: { vpc: new ec2.Vpc(stack, 'Vpc') },
    security: { encryptionKey: new kms.Key(stack, 'Key') },
    deployment: EndpointDeployment.allAtOnce({
      rollbackAlarms: [new cloudwatch.Alarm(stack, 'Alarm', {
        metric: new cloudwatch.Metric({ namespace: 'Own', metricName: 'Errors' }), threshold: 1, evaluationPeriods: 1,
      })],
    }),
  });

  test.each<[string, (stack: Stack) => DeletionOrder]>([
    ['components', (stack) => components(stack, {}, everything(stack))],
    ['one model', (stack) => singleModel(stack, undefined, everything(stack))],
  ])('row 4: has no cycle and deletes role, network and key after the endpoint, with %s', (_, make) => {
    const order = make(testStack());

    order.expectNoCycle();
    order.expectBefore(order.ofType(ENDPOINT), [
      ...order.ofType(ROLE), ...order.ofType(POLICY), ...order.ofType('AWS::EC2::SecurityGroup'), ...order.ofType('AWS::KMS::Key'),
      ...order.ofType('AWS::CloudWatch::Alarm'),
    ]);
  });

  test('row 20: has no cycle when the alarm of a component watches the endpoint', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
    const errors = endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { threshold: 1, evaluationPeriods: 1 });
    endpoint.addInferenceComponent('Llama', {
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      deployment: ComponentDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackAlarms: [errors] }),
    });
    const order = new DeletionOrder(stack);

    order.expectNoCycle();
    order.expectBefore(order.ofType(COMPONENT), [...order.ofType('AWS::CloudWatch::Alarm'), ...order.ofType(ENDPOINT)]);
  });
});
