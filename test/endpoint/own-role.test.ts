import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import {
  CapacitySize, ComponentDeployment, ContainerImage, ContainerImageConfig, EndpointDeployment, InferenceComponentEndpoint, InstanceFleet,
  ModelArtifacts, ProvisionedEndpoint, ProvisionedEndpointProps, SingleModelEndpoint,
} from '../../src';
import { cycleIn, dependencyGraph } from '../dependency-graph';
import { text, texts } from '../intrinsics';
import { propertiesOf, testStack, vllmModel } from '../support';

const ENV = { region: 'eu-central-1', account: '111122223333' };
const ONCE = { threshold: 1, evaluationPeriods: 1 };
const POLICY = 'AWS::IAM::Policy';
const COMPONENT = 'AWS::SageMaker::InferenceComponent';
const CONFIGURATION = 'AWS::SageMaker::EndpointConfig';
const ENDPOINT = 'AWS::SageMaker::Endpoint';
const MODEL = 'AWS::SageMaker::Model';

function ownRole(stack: Stack): iam.Role {
  return new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
}

function files(stack: Stack, id: string): s3.IBucket {
  return s3.Bucket.fromBucketName(stack, id, id.toLowerCase());
}

/** An endpoint with an inline component, one that needs a model of its own, and an adapter. */
function componentEndpoint(stack: Stack, props: Partial<ProvisionedEndpointProps>, id: string = 'Endpoint'): InferenceComponentEndpoint {
  const endpoint = new InferenceComponentEndpoint(stack, id, { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), ...props });
  const resources = { accelerators: 1 };
  endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources })
    .addAdapter('Support', { artifacts: ModelArtifacts.archive(files(stack, `Adapters${id}`), 'support.tar.gz') });
  const artifacts = ModelArtifacts.uncompressed(files(stack, `Files${id}`), 'large/');
  endpoint.addInferenceComponent('Large', { model: vllmModel(stack, { artifacts }), resources });
  return endpoint;
}

function singleModelEndpoint(stack: Stack, props: Partial<ProvisionedEndpointProps>, id: string = 'Endpoint'): SingleModelEndpoint {
  return new SingleModelEndpoint(stack, id, { instances: InstanceFleet.fixed('ml.g6.xlarge'), model: vllmModel(stack), ...props });
}

type Make = (stack: Stack, props: Partial<ProvisionedEndpointProps>, id?: string) => ProvisionedEndpoint;

const KINDS: Array<[string, Make, string[]]> = [
  ['components', componentEndpoint, [ENDPOINT, CONFIGURATION, MODEL, COMPONENT, COMPONENT, COMPONENT]],
  ['one model', singleModelEndpoint, [ENDPOINT, CONFIGURATION, MODEL]],
];

/** The only policy of a stack: its logical id, whom it is attached to and what it allows. */
function onlyPolicy(stack: Stack) {
  const found = Object.entries(Template.fromStack(stack).findResources(POLICY));
  expect(found).toHaveLength(1);
  const [[id, { Properties }]] = found;
  const actions: string[] = Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => texts(Action));
  return { id, roles: Properties.Roles, actions };
}

/** An alarm on the errors of an endpoint. */
function errorsOf(endpoint: ProvisionedEndpoint): cloudwatch.Alarm {
  return endpoint.metricInvocation5XXErrors().createAlarm(Stack.of(endpoint), 'Errors', ONCE);
}

describe.each(KINDS)('a role that the user brings to an endpoint with %s', (_, make, waiting) => {
  test('row 4: gets the permissions in a policy of the endpoint, and its own policy stays as it is', () => {
    const stack = testStack();
    const role = ownRole(stack);
    const endpoint = make(stack, { security: { role } });
    const { id, roles, actions } = onlyPolicy(stack);

    expect(endpoint.role).toBe(role);
    expect(id).toMatch(/^EndpointRolePolicy[0-9A-F]{8}$/);
    expect(roles).toEqual([stack.resolve(role.roleName)]);
    expect(actions).toEqual(expect.arrayContaining(['logs:PutLogEvents', 'cloudwatch:PutMetricData', 'ecr:BatchGetImage', 's3:GetObject']));
  });

  test('row 4: has that policy for as long as anything of the endpoint needs it', () => {
    const stack = testStack();
    make(stack, { security: { role: ownRole(stack) } });
    const { id } = onlyPolicy(stack);
    const resources = Object.values<any>(Template.fromStack(stack).toJSON().Resources).filter(({ Type }) => Type.startsWith('AWS::SageMaker::'));

    expect(resources.map(({ Type }) => Type).sort()).toEqual([...waiting].sort());
    resources.forEach(({ DependsOn }) => expect(DependsOn).toContain(id));
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 4: may be one of another stack that knows nothing of the endpoint, whatever the endpoint needs', () => {
    const app = new App();
    const [security, serving] = [new Stack(app, 'Security', { env: ENV }), new Stack(app, 'Serving', { env: ENV })];
    const role = ownRole(security);
    const bucket = new s3.Bucket(serving, 'Models', { encryptionKey: new kms.Key(serving, 'BucketKey') });
    const image = ContainerImage.fromEcrRepository(new ecr.Repository(serving, 'Images'), '1.0');
    const model = vllmModel(serving, { image, artifacts: ModelArtifacts.archive(bucket, 'model.tar.gz') });
    const alarm = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' }).createAlarm(serving, 'Alarm', ONCE);
    const props: ProvisionedEndpointProps = {
      security: { role, encryptionKey: new kms.Key(serving, 'VolumeKey') },
      network: { vpc: new ec2.Vpc(serving, 'Vpc') },
      deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [alarm] }),
    };
    const endpoint = make(serving, { ...props, ...make === singleModelEndpoint ? { model } : {} });
    if (endpoint instanceof InferenceComponentEndpoint) {
      const deployment = ComponentDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackAlarms: [alarm] });
      endpoint.addInferenceComponent('Own', { model, resources: { accelerators: 1 }, deployment });
    }

    expect(() => app.synth()).not.toThrow();
    expect(security.dependencies).toEqual([]);
    expect(serving.dependencies).toEqual([security]);
    Template.fromStack(security).resourceCountIs(POLICY, 0);
    const policies = Object.values(Template.fromStack(serving).findResources(POLICY));
    policies.forEach(({ Properties }) => expect(Properties.Roles).toEqual([{ 'Fn::ImportValue': expect.stringMatching(/^Security:.*Own/) }]));
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement).flatMap(({ Action }: any) => texts(Action))).toEqual(
      expect.arrayContaining([
        'ec2:CreateNetworkInterface', 's3:GetObject', 'kms:Decrypt', 'kms:CreateGrant', 'ecr:BatchGetImage', 'cloudwatch:DescribeAlarms',
      ]));
    expect(cycleIn(dependencyGraph(serving))).toBeUndefined();
  });

  test('is let into a key by its own policy, so that the key names no role', () => {
    const app = new App();
    const [security, serving] = [new Stack(app, 'Security', { env: ENV }), new Stack(app, 'Serving', { env: ENV })];
    make(serving, { security: { role: ownRole(security), encryptionKey: new kms.Key(serving, 'Key') } });

    expect(propertiesOf(serving, 'AWS::KMS::Key').KeyPolicy.Statement.map(({ Principal }: any) => text(Principal.AWS))).toEqual([
      'arn:<AWS::Partition>:iam::111122223333:root',
    ]);
  });

  test('row 4: may be shared with another endpoint, of which an alarm guards the deployment of this one', () => {
    const stack = testStack();
    const role = ownRole(stack);
    const watched = make(stack, { security: { role } }, 'Watched');
    const rollbackAlarms = [errorsOf(watched)];
    make(stack, { security: { role }, deployment: EndpointDeployment.allAtOnce({ rollbackAlarms }) }, 'Guarded');
    const policies = Object.entries(Template.fromStack(stack).findResources(POLICY));
    const describing = policies.filter(([, { Properties }]) => JSON.stringify(Properties).includes('cloudwatch:DescribeAlarms'));

    expect(policies.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['GuardedRolePolicy', 'WatchedRolePolicy']);
    expect(describing.map(([id]) => id)).toEqual([expect.stringMatching(/^GuardedRolePolicy/)]);
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 4: may be shared by endpoints of two stacks', () => {
    const app = new App();
    const [security, first, second] = ['Security', 'First', 'Second'].map((id) => new Stack(app, id, { env: ENV }));
    const role = ownRole(security);
    const watched = make(first, { security: { role } });
    make(second, { security: { role }, deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [errorsOf(watched)] }) });

    expect(() => app.synth()).not.toThrow();
    expect([security, first].map(({ dependencies }) => dependencies)).toEqual([[], [security]]);
    expect(new Set(second.dependencies)).toEqual(new Set([security, first]));
  });

  test("gets what an image of the user's own kind grants in the policy of the endpoint too", () => {
    class MirroredImage extends ContainerImage {
      public bind(_scope: Construct, grantee?: iam.IGrantable): ContainerImageConfig {
        expect(iam.Grant.addToPrincipal({ grantee: grantee!, actions: ['mirror:Pull'], resourceArns: ['*'] }).success).toBe(true);
        return { imageUri: 'mirror.example.com/vllm:0.27' };
      }
    }
    const stack = testStack();
    const model = vllmModel(stack, { image: new MirroredImage() });
    const endpoint = make(stack, { security: { role: ownRole(stack) }, ...make === singleModelEndpoint ? { model } : {} });
    if (endpoint instanceof InferenceComponentEndpoint) {
      endpoint.addInferenceComponent('Mirrored', { model, resources: { accelerators: 1 } });
    }

    expect(onlyPolicy(stack).actions).toContain('mirror:Pull');
  });

  test('may be imported, and gets the policy of the endpoint then', () => {
    const stack = testStack();
    make(stack, { security: { role: iam.Role.fromRoleName(stack, 'Own', 'shared-role') } });
    const { id, roles } = onlyPolicy(stack);

    expect(id).toMatch(/^EndpointRolePolicy/);
    expect(roles).toEqual(['shared-role']);
  });

  test('may be one that nobody may change: nothing is added to it, and nothing waits for what is not there', () => {
    const stack = testStack();
    const arn = stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'own' });
    make(stack, { security: { role: iam.Role.fromRoleArn(stack, 'Own', arn, { mutable: false }) } });
    const resources = Template.fromStack(stack).toJSON().Resources as Record<string, any>;

    expect(Object.values(resources).map(({ Type }) => Type)).not.toContain(POLICY);
    for (const { DependsOn = [] } of Object.values(resources)) {
      expect(Object.keys(resources)).toEqual(expect.arrayContaining([DependsOn].flat()));
    }
  });

  test('may be kept from all changes with withoutPolicyUpdates', () => {
    const stack = testStack();
    const role = ownRole(stack);
    make(stack, { security: { role: role.withoutPolicyUpdates() } });

    Template.fromStack(stack).resourceCountIs(POLICY, 0);
    expect(propertiesOf(stack, CONFIGURATION).ExecutionRoleArn).toEqual(stack.resolve(role.roleArn));
  });
});

/** The characters of a policy document once CloudFormation has put in what it refers to, about: IAM does not count white space. */
function lengthOf(document: unknown): number {
  return JSON.stringify(document, (_key, value) => {
    const [name, ...others] = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
    return others.length === 0 && /^(Ref|Fn::.*)$/.test(name ?? '') ? text(value) : value;
  }).length;
}

test('row 4: policies of several stacks on one imported role have names of their own, also where stacks have the same name', () => {
  const nameIn = (stackName: string, region: string, make: (stack: Stack) => iam.IRole) => {
    const stack = new Stack(new App(), 'Stack', { stackName, env: { ...ENV, region } });
    singleModelEndpoint(stack, { security: { role: make(stack) } });
    return propertiesOf(stack, POLICY).PolicyName;
  };
  const imported = (stack: Stack) => iam.Role.fromRoleName(stack, 'Own', 'shared');
  const names = [nameIn('One', 'eu-central-1', imported), nameIn('Two', 'eu-central-1', imported), nameIn('One', 'us-east-1', imported)];
  expect(new Set(names).size).toBe(3);
  expect(nameIn('x'.repeat(128), 'ap-southeast-1', imported).length).toBeLessThanOrEqual(128);
  expect(nameIn('One', 'eu-central-1', ownRole)).toBe(nameIn('Two', 'us-east-1', ownRole));
});

test('row 4: a role that the library makes gets by managed policies what exceeds the 10240 characters of all its inline policies', () => {
  const stack = testStack();
  const bucket = files(stack, 'Files');
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g99.xlarge', { max: 1 }) });
  for (let index = 0; index < 40; index++) {
    const artifacts = ModelArtifacts.archive(bucket, `models/llama-3.1-8b-instruct/${index}/model.tar.gz`);
    endpoint.addInferenceComponent(`C${index}`, { model: vllmModel(stack, { artifacts }), resources: { accelerators: 1 } });
  }
  const [inline, managed] = [POLICY, 'AWS::IAM::ManagedPolicy'].map((type) =>
    Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties.PolicyDocument));
  const readable = [...inline, ...managed].flatMap(({ Statement }) => Statement)
    .filter(({ Action }) => texts(Action).includes('s3:GetObject')).flatMap(({ Resource }) => texts(Resource));

  expect(new Set(readable).size).toBe(40);
  expect(inline.map(lengthOf).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(10240);
  // A managed policy may have 6144 characters (IAM quotas).
  managed.forEach((document) => expect(lengthOf(document)).toBeLessThanOrEqual(6144));
});
