import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { alarm, chat, ENDPOINT_ARN, KEY_ARN, OPT_IN, optInIds, readable, ROLE_ARN, Statement, statementsOf } from './support';
import { DetailedObservabilityOptIn, EndpointDeployment, IImportedInferenceEndpoint, InferenceEndpoint } from '../../src';
import { propertiesOf, testStack } from '../support';

describe('permissions', () => {
  test('the endpoint alone is updated, in both spellings that its ARN may have', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointName(stack, 'Chat', 'Chat').optIntoDetailedObservability();
    expect(statementsOf(stack, 'ChatDetailedObservability')).toEqual([{
      Action: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpoint'],
      Resource: [ENDPOINT_ARN.replace(/chat$/, 'Chat'), ENDPOINT_ARN],
    }]);
  });

  test('one role may be passed on, to SageMaker alone, and one key used', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability({
      executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN),
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN),
    });
    expect(statementsOf(stack, 'ChatDetailedObservability').slice(1)).toEqual([
      { Action: 'iam:PassRole', Resource: [ROLE_ARN], Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } },
      { Action: 'kms:DescribeKey', Resource: [KEY_ARN] },
      { Action: 'kms:CreateGrant', Resource: [KEY_ARN], Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
    ]);
    expect(propertiesOf(stack, OPT_IN).EncryptionKeyArn).toBe(KEY_ARN);
  });

  test('no role may be passed on unless one is given', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability();
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('iam:PassRole');
  });

  test('configurations are made and deleted under the prefix of the stack alone', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability();
    const { ConfigurationPrefix: prefix } = propertiesOf(stack, OPT_IN);
    const configurations = ENDPOINT_ARN.replace('endpoint/chat', 'endpoint-config/');
    expect(statementsOf(stack, 'DetailedObservabilityOptInProviderRole').slice(1)).toEqual([
      { Action: ['sagemaker:DescribeEndpointConfig', 'sagemaker:ListTags', 'sagemaker:UpdateEndpoint'], Resource: [`${configurations}*`] },
      {
        Action: ['sagemaker:AddTags', 'sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig'],
        Resource: [`${configurations}${prefix}*`],
      },
      { Action: 'sagemaker:ListEndpointConfigs', Resource: ['*'] },
    ]);
  });

  test('the execution role is let describe rollback alarms, and gets nothing without one', () => {
    const stack = testStack();
    const executionRole = iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN);
    const deployment = EndpointDeployment.allAtOnce({ rollbackAlarms: [alarm(stack)] });
    const [guarded, plain] = ['guarded', 'plain'].map((name) => InferenceEndpoint.fromEndpointName(stack, name, name));
    guarded.optIntoDetailedObservability({ executionRole, deployment });
    plain.optIntoDetailedObservability({ executionRole });
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .filter(([, { Properties }]) => Properties.Roles.includes('chat'));
    expect(policies).toHaveLength(1);
    expect(policies[0][1].Properties.PolicyDocument.Statement).toEqual([{
      Action: 'cloudwatch:DescribeAlarms', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Errors/), 'Arn'] },
    }]);
    const [id] = optInIds(stack).filter((optIn) => optIn.startsWith('guarded'));
    expect(Template.fromStack(stack).toJSON().Resources[id].DependsOn).toContain(policies[0][0]);
  });

  test('nine opt-ins with the longest names fit the policies of one role: eight, and one for an endpoint that is left', () => {
    const stack = testStack();
    const name = (index: number) => `E${'x'.repeat(60)}${String(index).padStart(2, '0')}`;
    const endpoints = Array.from({ length: 8 }, (_, index) => InferenceEndpoint.fromEndpointName(stack, `E${index}`, name(index)));
    DetailedObservabilityOptIn.all(stack, 'OptIns', endpoints, {
      executionRole: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${'r'.repeat(64)}`),
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-central-1:111122223333:key/${'k'.repeat(36)}`),
    });
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('DetailedObservabilityOptInProviderRole'));
    expect(policies).toHaveLength(9);
    const lengths = policies
      .map(({ Properties: { PolicyDocument: document } }) => JSON.stringify({
        ...document,
        Statement: document.Statement
          .map((statement: Statement) => ({ ...statement, Resource: [statement.Resource].flat().map(readable) })),
      }).replace(/<AWS::Partition>/g, 'aws-us-gov').replace(/\s/g, '').length);
    // IAM quotas: inline policies of a role.
    expect(lengths.reduce((sum, length) => sum + length, 0) + Math.max(...lengths)).toBeLessThanOrEqual(10_240);
  });

  test('the permissions are there before the opt-in and go after it', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability();
    const template = Template.fromStack(stack).toJSON();
    const [id] = optInIds(stack);
    const [policy] = Object.keys(template.Resources).filter((other) => other.startsWith('ChatDetailedObservabilityEndpointchatRolePolicy'));
    expect(template.Resources[id].DependsOn).toEqual([policy]);
  });
});

describe('another endpoint', () => {
  function idsFor(name: string, make: (stack: Stack, endpoint: IImportedInferenceEndpoint) => unknown): string[] {
    const stack = testStack();
    make(stack, InferenceEndpoint.fromEndpointName(stack, 'Chat', name));
    return Object.entries(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>)
      .filter(([id, { Type }]) => Type === OPT_IN || Type === 'AWS::IAM::Policy' && !id.startsWith('DetailedObservabilityOptInProvider'))
      .map(([id]) => id);
  }

  test.each<[string, (stack: Stack, endpoint: IImportedInferenceEndpoint) => unknown]>([
    ['one', (_, endpoint) => endpoint.optIntoDetailedObservability()],
    ['several', (stack, endpoint) => DetailedObservabilityOptIn.all(stack, 'OptIns', [endpoint])],
  ])('under the same id has resources of its own, so that the first keeps its permission until it is deleted: %s', (_, make) => {
    const [one, same, other] = ['chat', 'chat', 'chat-2'].map((name) => idsFor(name, make));
    expect(one).toHaveLength(2);
    expect(same).toEqual(one);
    expect(other.filter((id) => one.includes(id))).toEqual([]);
  });
});
