import { App } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { InferenceComponentEndpoint, InstanceFleet } from '../../../src';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'full-access-role';

function roleWith(scope: Construct, ...policies: string[]): iam.Role {
  return new iam.Role(scope, 'Role', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    managedPolicies: policies.map((policy) => iam.ManagedPolicy.fromAwsManagedPolicyName(policy)),
  });
}

test('bad: a model with full access to SageMaker', () => {
  const stack = stackIn();
  rawEndpoint(stack, { model: { executionRoleArn: roleWith(stack, 'AmazonSageMakerFullAccess').roleArn } });
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    property: 'ManagedPolicyArns',
    message: expect.stringMatching(/^the execution role .*Role must have the rights that serving needs, got: AmazonSageMakerFullAccess$/),
  })]);
});

test.each(['AdministratorAccess', 'AmazonS3FullAccess', 'PowerUserAccess'])('bad: %s', (policy) => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { executionRoleArn: roleWith(stack, policy).roleArn } });
  expect(places(stack, RULE)).toHaveLength(1);
});

test('bad: a role of another stack', () => {
  const app = new App();
  const { roleArn } = roleWith(stackIn(app, 'Roles'), 'AmazonSageMakerFullAccess');
  const stack = stackIn(app);
  rawEndpoint(stack, { model: { executionRoleArn: roleArn } });
  expect(found(stack, RULE).map(({ stackName }) => stackName)).toEqual(['Roles']);
});

test.each([
  ['bad: everything of SageMaker', ['sagemaker:*'], ['*'], 1],
  ['bad: everything', ['*'], ['*'], 1],
  ['bad: all rights on all buckets', ['s3:*'], ['arn:aws:s3:::*'], 1],
  ['good: a few rights on everything', ['ecr:GetAuthorizationToken'], ['*'], 0],
  ['good: all rights on one bucket', ['s3:*'], ['arn:aws:s3:::weights'], 0],
])('%s', (_what, actions, resources, count) => {
  const stack = stackIn();
  const role = roleWith(stack);
  role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  rawEndpoint(stack, { model: { executionRoleArn: role.roleArn } });
  expect(places(stack, RULE)).toHaveLength(count);
});

test('bad: everything in a policy of the role itself', () => {
  const stack = stackIn();
  const document = new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'), inlinePolicies: { document } });
  rawEndpoint(stack, { model: { executionRoleArn: role.roleArn } });
  expect(found(stack, RULE).map(({ property }) => property)).toEqual(['Policies']);
});

test('good: rights of a role that no endpoint runs with, policies of one\'s own and read access', () => {
  const stack = stackIn();
  roleWith(stack, 'AmazonSageMakerFullAccess');
  const own = new iam.Role(stack, 'Own', {
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com'),
    managedPolicies: [
      iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Weights', 'arn:aws:iam::111122223333:policy/WeightsFullAccess'),
      iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess'),
    ],
  });
  rawEndpoint(stack, { model: { executionRoleArn: own.roleArn } });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: the execution role of this library', () => {
  const stack = stackIn();
  new InferenceComponentEndpoint(stack, 'Chat', { instances: InstanceFleet.of('ml.g6.12xlarge', { min: 2, max: 4 }) });
  expect(places(stack, RULE)).toEqual([]);
});

test('bad: everything but something, and a managed policy of the app', () => {
  const stack = stackIn();
  const role = roleWith(stack);
  role.addToPolicy(new iam.PolicyStatement({ notActions: ['iam:*'], resources: ['*'] }));
  new iam.ManagedPolicy(stack, 'Managed', { roles: [role], statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });
  rawEndpoint(stack, { model: { executionRoleArn: role.roleArn } });
  expect(places(stack, RULE)).toHaveLength(2);
});
