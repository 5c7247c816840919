import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  CapacitySize, ComponentDeployment, ContainerImage, EndpointDeployment, InferenceComponentEndpoint, InferenceComponentEndpointProps,
  InstanceFleet, ModelArtifacts, ProvisionedEndpoint, ServedModel, ServingEngine, SingleModelEndpoint, SingleModelEndpointProps,
} from '../../src';
import { text, texts } from '../intrinsics';
import { propertiesOf, testStack, vllmModel } from '../support';

interface Statement {
  readonly effect: string;
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions: any;
}

const ALARM_ARN = 'arn:<AWS::Partition>:cloudwatch:eu-central-1:111122223333:alarm:errors';
const DLC_REPOSITORY = 'arn:<AWS::Partition>:ecr:eu-central-1:763104351884:repository/vllm';
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** Every statement of every policy in the stack: inline, attached and managed. */
function statements(stack: Stack): Statement[] {
  const template = Template.fromStack(stack);
  const documents = [
    ...Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties.PolicyDocument),
    ...Object.values(template.findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties.PolicyDocument),
    ...Object.values(template.findResources('AWS::IAM::Role'))
      .flatMap(({ Properties }) => (Properties.Policies ?? []).map(({ PolicyDocument }: any) => PolicyDocument)),
  ];
  return documents.flatMap(({ Statement: found }) => found).map(({ Effect, Action, Resource, Condition }) => ({
    effect: Effect, actions: texts(Action), resources: texts(Resource), conditions: Condition,
  }));
}

function actionsOf(stack: Stack, service: string): string[] {
  return [...new Set(statements(stack).flatMap(({ actions }) => actions))].filter((action) => action.startsWith(`${service}:`)).sort();
}

/** The resources on which an action is allowed. */
function resourcesOf(stack: Stack, action: string): string[] {
  return statements(stack).filter(({ actions }) => actions.includes(action)).flatMap(({ resources }) => resources).sort();
}

function conditionsOf(stack: Stack, action: string): any[] {
  return statements(stack).filter(({ actions }) => actions.includes(action)).map(({ conditions }) => conditions);
}

function network(stack: Stack): { vpc: ec2.IVpc } {
  return {
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-central-1a', 'eu-central-1b'], privateSubnetIds: ['subnet-a', 'subnet-b'],
    }),
  };
}

function alarm(stack: Stack): cloudwatch.IAlarm {
  return cloudwatch.Alarm.fromAlarmName(stack, 'Errors', 'errors');
}

function deployment(stack: Stack): EndpointDeployment {
  return EndpointDeployment.allAtOnce({ rollbackAlarms: [alarm(stack)] });
}

/** An endpoint with a component, an adapter, and everything else that the changes give it. */
function componentEndpoint(stack: Stack, changes: Partial<InferenceComponentEndpointProps> = {}): ProvisionedEndpoint {
  const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }), ...changes });
  const llama = endpoint.addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 } });
  llama.addAdapter('Support', { artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'support.tar.gz') });
  return endpoint;
}

function singleModelEndpoint(stack: Stack, changes: Partial<SingleModelEndpointProps> = {}): ProvisionedEndpoint {
  return new SingleModelEndpoint(stack, 'Endpoint', { instances: InstanceFleet.fixed('ml.g6.xlarge'), model: vllmModel(stack), ...changes });
}

type Make = (stack: Stack, changes?: Partial<Omit<InferenceComponentEndpointProps, 'instances'>>) => ProvisionedEndpoint;

const KINDS: Array<[string, Make]> = [['components', componentEndpoint], ['a single model', singleModelEndpoint]];

const NEEDS: Array<[string, (stack: Stack) => Partial<Omit<InferenceComponentEndpointProps, 'instances'>>]> = [
  ['nothing else', () => ({})],
  ['a VPC', (stack) => ({ network: network(stack) })],
  ['a key', (stack) => ({ security: { encryptionKey: new kms.Key(stack, 'Key') } })],
  ['alarms', (stack) => ({ deployment: deployment(stack) })],
  ['a VPC, a key and alarms', (stack) => ({
    network: network(stack), security: { encryptionKey: new kms.Key(stack, 'Key') }, deployment: deployment(stack),
  })],
];

describe.each(KINDS)('the execution role of an endpoint for %s', (_, make) => {
  test.each(NEEDS)('allows something on all resources only where IAM has no resource to name, with %s', (_needs, changes) => {
    const stack = testStack();
    make(stack, changes(stack));
    const found = statements(stack);

    expect(found.length).toBeGreaterThan(4);
    for (const { effect, actions, resources, conditions } of found) {
      expect(effect).toBe('Allow');
      actions.forEach((action) => expect(action).not.toContain('*'));
      for (const action of resources.includes('*') ? actions : []) {
        expect(action).toMatch(/^(ecr:GetAuthorizationToken|cloudwatch:PutMetricData|ec2:Describe[A-Za-z]+|ec2:DeleteNetworkInterfacePermission)$/);
        if (action === 'cloudwatch:PutMetricData') {
          expect(conditions).toEqual({
            StringEquals: { 'cloudwatch:namespace': ['AWS/SageMaker', '/aws/sagemaker/Endpoints', '/aws/sagemaker/InferenceComponents'] },
          });
        }
      }
    }
  });

  test.each(NEEDS)('has no managed policy, with %s', (_needs, changes) => {
    const stack = testStack();
    make(stack, changes(stack));

    expect(propertiesOf(stack, 'AWS::IAM::Role')).not.toHaveProperty('ManagedPolicyArns');
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  test('trusts SageMaker on behalf of its own account only', () => {
    const stack = testStack();
    make(stack);

    expect(propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    }]);
  });

  test('trusts the account that the stack is deployed to when it is not known at synth', () => {
    const stack = new Stack(new App(), 'Stack');
    make(stack);

    expect(propertiesOf(stack, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    });
  });

  test('writes to the log groups of SageMaker only', () => {
    const stack = testStack();
    make(stack);

    expect(actionsOf(stack, 'logs')).toEqual(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents']);
    for (const action of actionsOf(stack, 'logs')) {
      expect(resourcesOf(stack, action)).toEqual(['arn:<AWS::Partition>:logs:eu-central-1:111122223333:log-group:/aws/sagemaker/*']);
    }
  });

  test('row 16: pulls from the repository of the Deep Learning Container in its own account', () => {
    const stack = testStack();
    make(stack);

    expect(actionsOf(stack, 'ecr')).toEqual([...PULL, 'ecr:GetAuthorizationToken'].sort());
    PULL.forEach((action) => expect(resourcesOf(stack, action)).toEqual([DLC_REPOSITORY]));
    expect(new Set(resourcesOf(stack, 'ecr:GetAuthorizationToken'))).toEqual(new Set(['*']));
  });

  test('has rights on network interfaces only with a VPC', () => {
    const [without, within] = [testStack(), testStack()];
    make(without);
    make(within, { network: network(within) });

    expect(actionsOf(without, 'ec2')).toEqual([]);
    expect(actionsOf(within, 'ec2')).toEqual([
      'ec2:CreateNetworkInterface', 'ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface', 'ec2:DeleteNetworkInterfacePermission',
      'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs',
    ]);
  });

  test('makes network interfaces in the subnets and with the security groups of the endpoint only, which another account may share', () => {
    const stack = testStack();
    const interfaces = 'arn:<AWS::Partition>:ec2:eu-central-1:111122223333:network-interface/*';
    const subnets = ['arn:<AWS::Partition>:ec2:eu-central-1:*:subnet/subnet-a', 'arn:<AWS::Partition>:ec2:eu-central-1:*:subnet/subnet-b'];
    make(stack, { network: { ...network(stack), securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')] } });

    expect(resourcesOf(stack, 'ec2:CreateNetworkInterface')).toEqual([
      'arn:<AWS::Partition>:ec2:eu-central-1:*:security-group/sg-1', ...subnets, interfaces,
    ]);
    for (const action of ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface']) {
      expect(resourcesOf(stack, action)).toEqual([interfaces]);
      // Only ArnLike takes the * of the account for a wildcard.
      expect(conditionsOf(stack, action).map((conditions) => Object.keys(conditions))).toEqual([['ArnLike']]);
      expect(conditionsOf(stack, action).map(({ ArnLike }) => texts(ArnLike['ec2:Subnet']))).toEqual([subnets]);
    }
  });

  test('has rights on keys only with keys', () => {
    const [without, within] = [testStack(), testStack()];
    make(without);
    const key = new kms.Key(within, 'Key');
    make(within, { security: { encryptionKey: key } });

    expect(actionsOf(without, 'kms')).toEqual([]);
    expect(actionsOf(within, 'kms')).toEqual([
      'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext',
    ]);
    for (const action of actionsOf(within, 'kms')) {
      expect(resourcesOf(within, action)).toEqual([text(within.resolve(key.keyArn))]);
    }
  });

  test('row 22: looks at exactly the alarms that guard a deployment of the endpoint', () => {
    const [without, within] = [testStack(), testStack()];
    make(without);
    make(within, { deployment: deployment(within) });

    expect(actionsOf(without, 'cloudwatch')).toEqual(['cloudwatch:PutMetricData']);
    expect(resourcesOf(within, 'cloudwatch:DescribeAlarms')).toEqual([ALARM_ARN]);
  });

  test('is the one that the user gives, with what the endpoint needs', () => {
    const [stack, reference] = [testStack(), testStack()];
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const endpoint = make(stack, { security: { role }, network: network(stack), deployment: deployment(stack) });
    make(reference, { network: network(reference), deployment: deployment(reference) });

    expect(endpoint.role).toBe(role);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ExecutionRoleArn).toEqual(stack.resolve(role.roleArn));
    expect(propertiesOf(stack, 'AWS::IAM::Policy').Roles).toEqual([stack.resolve(role.roleName)]);
    expect(statements(stack)).toEqual(statements(reference));
  });

  test('may be imported, and gets what the endpoint needs by a policy in this stack', () => {
    const stack = testStack();
    const arn = Stack.of(stack).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'shared/own' });
    make(stack, { security: { role: iam.Role.fromRoleArn(stack, 'Own', arn) } });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
    expect(propertiesOf(stack, 'AWS::IAM::Policy').Roles).toHaveLength(1);
    expect(text(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ExecutionRoleArn)).toBe(
      'arn:<AWS::Partition>:iam::111122223333:role/shared/own');
    PULL.forEach((action) => expect(resourcesOf(stack, action)).toEqual([DLC_REPOSITORY]));
  });

  test('may be imported as one that nobody may change', () => {
    const stack = testStack();
    const arn = Stack.of(stack).formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'own' });
    make(stack, { security: { role: iam.Role.fromRoleArn(stack, 'Own', arn, { mutable: false }) } });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    expect(text(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ExecutionRoleArn)).toBe('arn:<AWS::Partition>:iam::111122223333:role/own');
  });
});

describe('the role of an endpoint with one model', () => {
  test('is the one of its model too', () => {
    const stack = testStack();
    const endpoint = singleModelEndpoint(stack);

    expect(propertiesOf(stack, 'AWS::SageMaker::Model').ExecutionRoleArn).toEqual(stack.resolve(endpoint.role.roleArn));
  });

  test('reads exactly one archive, and lists nothing but its key', () => {
    const stack = testStack();
    singleModelEndpoint(stack);

    expect(actionsOf(stack, 's3')).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(resourcesOf(stack, 's3:GetObject')).toEqual(['arn:<AWS::Partition>:s3:::weights/llama/model.tar.gz']);
    expect(resourcesOf(stack, 's3:ListBucket')).toEqual(['arn:<AWS::Partition>:s3:::weights']);
    expect(conditionsOf(stack, 's3:ListBucket')).toEqual([{ StringLike: { 's3:prefix': 'llama/model.tar.gz' } }]);
  });

  test('reads exactly the files under one prefix, and lists nothing else', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.uncompressed(s3.Bucket.fromBucketName(stack, 'Files', 'weights'), 'llama/8b/');
    singleModelEndpoint(stack, { model: vllmModel(stack, { artifacts }) });

    expect(actionsOf(stack, 's3')).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(resourcesOf(stack, 's3:GetObject')).toEqual(['arn:<AWS::Partition>:s3:::weights/llama/8b/*']);
    expect(resourcesOf(stack, 's3:ListBucket')).toEqual(['arn:<AWS::Partition>:s3:::weights']);
    expect(conditionsOf(stack, 's3:ListBucket')).toEqual([{ StringLike: { 's3:prefix': 'llama/8b/*' } }]);
  });

  test('reads nothing when there are no artifacts', () => {
    const stack = testStack();
    singleModelEndpoint(stack, { model: vllmModel(stack, { artifacts: undefined }) });

    expect(actionsOf(stack, 's3')).toEqual([]);
  });

  test('gets nothing for a model that exists already, whose image and artifacts are unknown', () => {
    const stack = testStack();
    singleModelEndpoint(stack, { model: ServedModel.fromModelName('llama', { engine: ServingEngine.VLLM }) });

    expect([...actionsOf(stack, 's3'), ...actionsOf(stack, 'ecr')]).toEqual([]);
  });

  test('decrypts with the key of the bucket, which may be another than that of the endpoint', () => {
    const stack = testStack();
    const [bucketKey, volumeKey] = [new kms.Key(stack, 'BucketKey'), new kms.Key(stack, 'VolumeKey')];
    const bucket = new s3.Bucket(stack, 'Bucket', { encryptionKey: bucketKey });
    const artifacts = ModelArtifacts.archive(bucket, 'model.tar.gz');
    singleModelEndpoint(stack, { model: vllmModel(stack, { artifacts }), security: { encryptionKey: volumeKey } });
    const keyArn = (key: kms.Key) => text(stack.resolve(key.keyArn));

    expect(resourcesOf(stack, 'kms:Decrypt')).toEqual([keyArn(bucketKey), keyArn(volumeKey)].sort());
    expect(resourcesOf(stack, 'kms:CreateGrant')).toEqual([keyArn(volumeKey)]);
  });

  test('row 16: pulls from a repository of another account', () => {
    const stack = testStack();
    const repository = ecr.Repository.fromRepositoryAttributes(stack, 'Own', {
      repositoryName: 'team/own',
      repositoryArn: stack.formatArn({ service: 'ecr', account: '444455556666', resource: 'repository', resourceName: 'team/own' }),
    });
    singleModelEndpoint(stack, { model: vllmModel(stack, { image: ContainerImage.fromEcrRepository(repository, '1.0') }) });

    PULL.forEach((action) => expect(resourcesOf(stack, action)).toEqual([
      'arn:<AWS::Partition>:ecr:eu-central-1:444455556666:repository/team/own',
    ]));
  });
});

describe('the role of an endpoint with components', () => {
  test('reads exactly the archives of components and adapters', () => {
    const stack = testStack();
    componentEndpoint(stack);

    expect(actionsOf(stack, 's3')).toEqual(['s3:GetObject', 's3:ListBucket']);
    expect(resourcesOf(stack, 's3:GetObject')).toEqual([
      'arn:<AWS::Partition>:s3:::adapters/support.tar.gz', 'arn:<AWS::Partition>:s3:::weights/llama/model.tar.gz',
    ]);
    expect(statements(stack).filter(({ actions }) => actions.includes('s3:ListBucket')).map(({ resources, conditions }) => [resources, conditions])).toEqual([
      [['arn:<AWS::Partition>:s3:::weights'], { StringLike: { 's3:prefix': 'llama/model.tar.gz' } }],
      [['arn:<AWS::Partition>:s3:::adapters'], { StringLike: { 's3:prefix': 'support.tar.gz' } }],
    ]);
  });

  test('reads and pulls what a component takes on one instance type only', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4, fallbacks: ['ml.inf2.24xlarge'] }),
    });
    endpoint.addInferenceComponent('Llama', {
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      overrides: {
        'ml.inf2.24xlarge': {
          model: ServedModel.fromContainer({
            image: ContainerImage.fromDlc('vllm-neuron', '0.5'),
            engine: ServingEngine.VLLM,
            artifacts: ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Compiled', 'compiled'), 'llama.tar.gz'),
          }),
        },
      },
    });

    expect(resourcesOf(stack, 's3:GetObject')).toEqual([
      'arn:<AWS::Partition>:s3:::compiled/llama.tar.gz', 'arn:<AWS::Partition>:s3:::weights/llama/model.tar.gz',
    ]);
    expect(resourcesOf(stack, 'ecr:BatchGetImage')).toEqual([
      DLC_REPOSITORY, 'arn:<AWS::Partition>:ecr:eu-central-1:763104351884:repository/vllm-neuron',
    ]);
  });

  test('row 22: looks at the alarms that guard updates of a component', () => {
    const stack = testStack();
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
    endpoint.addInferenceComponent('Llama', {
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      deployment: ComponentDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackAlarms: [alarm(stack)] }),
    });

    expect(resourcesOf(stack, 'cloudwatch:DescribeAlarms')).toEqual([ALARM_ARN]);
  });

  test('row 22: is left alone when nobody may change it, also with alarms that guard updates of a component', () => {
    const stack = testStack();
    const arn = stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'own' });
    const endpoint = new InferenceComponentEndpoint(stack, 'Endpoint', {
      instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }),
      security: { role: iam.Role.fromRoleArn(stack, 'Own', arn, { mutable: false }) },
    });
    endpoint.addInferenceComponent('Llama', {
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      deployment: ComponentDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackAlarms: [alarm(stack)] }),
    });

    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
  });
});
