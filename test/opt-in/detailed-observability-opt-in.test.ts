import { App, CfnParameter, Duration, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import {
  CapacitySize, DetailedObservability, DetailedObservabilityOptIn, EndpointDeployment, InferenceEndpoint, InstanceFleet, PublishFrequency,
  SingleModelEndpoint,
} from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const OPT_IN = 'Custom::SageMakerDetailedObservabilityOptIn';
const ENDPOINT_ARN = 'arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:endpoint/chat';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/chat';

type Statement = { Action: string | string[]; Resource: unknown; Condition?: object };

/** A value of a template with joins and references made readable. */
function readable(value: any): any {
  if (value?.Ref) {
    return `<${value.Ref}>`;
  }
  return value?.['Fn::Join'] ? value['Fn::Join'][1].map(readable).join('') : value;
}

/** The statements of the policies whose ids begin with something. */
function statementsOf(stack: Stack, prefix: string): Statement[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(prefix))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource, Condition }: Statement) =>
      ({ Action, Resource: [Resource].flat().map(readable), ...Condition && { Condition } }));
}

function chat(stack: Stack) {
  return InferenceEndpoint.fromEndpointName(stack, 'Chat', 'chat');
}

function alarm(stack: Stack, id = 'Errors'): cloudwatch.Alarm {
  return new cloudwatch.Metric({ namespace: 'Callers', metricName: 'Errors' }).createAlarm(stack, id, { threshold: 1, evaluationPeriods: 1 });
}

function optInIds(stack: Stack): string[] {
  return Object.keys(Template.fromStack(stack).findResources(OPT_IN));
}

describe('what the handler is told', () => {
  test('by default: once a minute, waiting, and staying when it is deleted', () => {
    const stack = testStack();
    const optIn = chat(stack).optIntoDetailedObservability();
    expect(optIn.publishFrequency).toBe(60);
    expect(propertiesOf(stack, OPT_IN)).toEqual({
      ServiceToken: expect.anything(),
      EndpointName: 'chat',
      MetricPublishFrequencyInSeconds: '60',
      ConfigurationPrefix: expect.stringMatching(/^detailed-[0-9a-f]{8}-$/),
      WaitForCompletion: 'true',
      RevertOnDelete: 'false',
    });
  });

  test('everything that can be stated', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', publishFrequency: PublishFrequency.TEN_SECONDS,
    });
    new DetailedObservabilityOptIn(stack, 'OptIn', {
      endpoint,
      executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN),
      deployment: EndpointDeployment.rolling({
        batchSize: CapacitySize.percent(50), waitInterval: Duration.minutes(5), rollbackAlarms: [alarm(stack)],
      }),
      waitForCompletion: false,
      revertOnDelete: true,
    });
    const { DeploymentConfig, ...properties } = propertiesOf(stack, OPT_IN);
    expect(properties).toMatchObject({
      MetricPublishFrequencyInSeconds: '10', ExecutionRoleArn: ROLE_ARN, WaitForCompletion: 'false', RevertOnDelete: 'true',
    });
    // UpdateEndpoint reference: DeploymentConfig.
    expect(JSON.parse(readable(DeploymentConfig))).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 }, WaitIntervalInSeconds: 300 },
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: expect.stringMatching(/^<Errors.*>$/) }] },
    });
  });

  test('the frequency of the import is that of the opt-in', () => {
    const stack = testStack();
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', publishFrequency: PublishFrequency.FIVE_MINUTES,
    });
    expect(endpoint.optIntoDetailedObservability().publishFrequency).toBe(300);
    expect(propertiesOf(stack, OPT_IN).MetricPublishFrequencyInSeconds).toBe('300');
  });

  test('a name that only the deployment knows', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'Name').valueAsString;
    InferenceEndpoint.fromEndpointName(stack, 'Chat', name).optIntoDetailedObservability();
    expect(propertiesOf(stack, OPT_IN).EndpointName).toEqual({ Ref: 'Name' });
  });

  test('rollback alarms that come later', () => {
    const stack = testStack();
    const optIn = chat(stack).optIntoDetailedObservability({ deployment: EndpointDeployment.allAtOnce() });
    optIn.addRollbackAlarm(alarm(stack, 'One'));
    optIn.addRollbackAlarm(alarm(stack, 'Two'));
    const { AutoRollbackConfiguration } = JSON.parse(readable(propertiesOf(stack, OPT_IN).DeploymentConfig));
    expect(AutoRollbackConfiguration.Alarms).toHaveLength(2);
  });

  test('the attribute names the configuration', () => {
    const stack = testStack();
    const optIn = chat(stack).optIntoDetailedObservability();
    expect(stack.resolve(optIn.endpointConfigName)).toEqual({ 'Fn::GetAtt': [optInIds(stack)[0], 'EndpointConfigName'] });
  });

  test('names of stacks and places in the app keep configurations apart', () => {
    const prefixes = ['One', 'Two'].map((id) => {
      const stack = new Stack(new App(), id, { env: { region: 'eu-central-1' } });
      chat(stack).optIntoDetailedObservability();
      return propertiesOf(stack, OPT_IN).ConfigurationPrefix;
    });
    expect(new Set(prefixes).size).toBe(2);
  });
});

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
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/k'),
    });
    expect(statementsOf(stack, 'ChatDetailedObservability').slice(1)).toEqual([
      { Action: 'iam:PassRole', Resource: [ROLE_ARN], Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } } },
      { Action: ['kms:CreateGrant', 'kms:DescribeKey'], Resource: ['arn:aws:kms:eu-central-1:111122223333:key/k'] },
    ]);
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

  test('twelve opt-ins with the longest names fit the policies of one role', () => {
    const stack = testStack();
    const name = (index: number) => `E${'x'.repeat(60)}${String(index).padStart(2, '0')}`;
    const endpoints = Array.from({ length: 12 }, (_, index) => InferenceEndpoint.fromEndpointName(stack, `E${index}`, name(index)));
    DetailedObservabilityOptIn.all(stack, 'OptIns', endpoints, {
      executionRole: iam.Role.fromRoleArn(stack, 'Role', `arn:aws:iam::111122223333:role/${'r'.repeat(64)}`),
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', `arn:aws:kms:eu-central-1:111122223333:key/${'k'.repeat(36)}`),
    });
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('DetailedObservabilityOptInProviderRole'));
    expect(policies).toHaveLength(13);
    const characters = policies
      .map(({ Properties: { PolicyDocument: document } }) => JSON.stringify({
        ...document,
        Statement: document.Statement
          .map((statement: Statement) => ({ ...statement, Resource: [statement.Resource].flat().map(readable) })),
      }).replace(/<AWS::Partition>/g, 'aws-us-gov').replace(/\s/g, ''))
      .reduce((sum, text) => sum + text.length, 0);
    // IAM quotas: inline policies of a role.
    expect(characters).toBeLessThanOrEqual(10_240);
  });

  test('the permissions are there before the opt-in and go after it', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability();
    const template = Template.fromStack(stack).toJSON();
    const [id] = optInIds(stack);
    const [policy] = Object.keys(template.Resources).filter((other) => other.startsWith('ChatDetailedObservabilityRolePolicy'));
    expect(template.Resources[id].DependsOn).toEqual([policy]);
  });
});

describe('several endpoints', () => {
  const names = ['chat', 'search', 'summaries'];

  function all(stack: Stack, order: string[]): Record<string, string[]> {
    DetailedObservabilityOptIn.all(stack, 'OptIns', order.map((name) => InferenceEndpoint.fromEndpointName(stack, name, name)));
    const found = Template.fromStack(stack).findResources(OPT_IN);
    return Object.fromEntries(Object.entries(found).map(([id, { DependsOn, Properties }]) =>
      [Properties.EndpointName, (DependsOn as string[]).map((other) => found[other]?.Properties.EndpointName).filter(Boolean).concat(id)]));
  }

  test('are opted in one after the other', () => {
    const waits = all(testStack(), names);
    expect(names.map((name) => waits[name].slice(0, -1))).toEqual([[], ['chat'], ['search']]);
  });

  test('keep their resources in another order', () => {
    const idOf = (waits: Record<string, string[]>) => names.map((name) => waits[name][waits[name].length - 1]);
    expect(idOf(all(testStack(), [...names].reverse()))).toEqual(idOf(all(testStack(), names)));
  });

  test('share the functions', () => {
    const stack = testStack();
    all(stack, names);
    const handlers = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
      .map(({ Properties }) => Properties.Handler);
    expect(handlers.sort()).toEqual(['framework.isComplete', 'framework.onEvent', 'framework.onTimeout', 'index.isComplete', 'index.onEvent']);
  });

  test('at most twelve in a stack', () => {
    const stack = testStack();
    const endpoints = Array.from({ length: 13 }, (_, index) => InferenceEndpoint.fromEndpointName(stack, `E${index}`, `e${index}`));
    expect(errorOf(() => DetailedObservabilityOptIn.all(stack, 'OptIns', endpoints)))
      .toMatch(/at most 12 opt-ins.*got: 13.*another stack/);
  });

  test('the framework asks for 50 minutes, so that the reason arrives before CloudFormation gives up', () => {
    const stack = testStack();
    all(stack, names);
    const { DefinitionString } = propertiesOf(stack, 'AWS::StepFunctions::StateMachine');
    const [{ IntervalSeconds, MaxAttempts, BackoffRate }] =
      JSON.parse(DefinitionString['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : 'arn').join(''))
        .States['framework-isComplete-task'].Retry;
    expect(IntervalSeconds * MaxAttempts * BackoffRate).toBe(50 * 60);
  });
});

describe('refused', () => {
  const cases: Array<[what: string, make: (stack: Stack) => unknown, message: RegExp]> = [
    ['an endpoint of this app', (stack) => new DetailedObservabilityOptIn(stack, 'OptIn', {
      endpoint: new SingleModelEndpoint(stack, 'Own', {
        model: vllmModel(stack),
        instances: InstanceFleet.fixed('ml.g6.12xlarge'),
        observability: DetailedObservability.every(PublishFrequency.ONE_MINUTE),
      }),
    }), /endpoint must be an imported one, got 'Stack\/Own'.*property observability/],
    ['an endpoint of another Region', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Far', {
      endpointName: 'far', region: 'us-east-1',
    }).optIntoDetailedObservability(), /must be in the region of the stack, eu-central-1, got: us-east-1/],
    ['an endpoint of another account', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Far', {
      endpointName: 'far', account: '999988887777',
    }).optIntoDetailedObservability(), /must be in the account of the stack, 111122223333, got: 999988887777/],
    ['a frequency that SageMaker does not have', (stack) => chat(stack).optIntoDetailedObservability({ publishFrequency: 45 as PublishFrequency }),
      /publishFrequency.*got: 45/],
    ['another frequency than that of the import', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', publishFrequency: PublishFrequency.ONE_MINUTE,
    }).optIntoDetailedObservability({ publishFrequency: PublishFrequency.TEN_SECONDS }), /imported with, 60 seconds, got: 10 seconds/],
    ['an import that says that it is off', (stack) => InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', detailedObservability: false,
    }).optIntoDetailedObservability(), /detailedObservability false.*got: false/],
    ['a deployment that changes instance counts', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.allAtOnce({ retainVariantProperties: false }),
    }), /retainVariantProperties must not be false.*got: false/],
    ['a deployment that makes no sense', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.rolling({ batchSize: CapacitySize.percent(80) }),
    }), /the batch must be a whole number from 5 to 50 percent, got: 80/],
    ['a second call', (stack) => {
      const endpoint = chat(stack);
      endpoint.optIntoDetailedObservability();
      endpoint.optIntoDetailedObservability();
    }, /may be called once/],
    ['a second opt-in of the same endpoint, imported again and spelt otherwise', (stack) => {
      chat(stack).optIntoDetailedObservability();
      InferenceEndpoint.fromEndpointName(stack, 'Again', 'CHAT').optIntoDetailedObservability();
    }, /'CHAT' must be opted in once, got a second opt-in besides 'Stack\/Chat\/DetailedObservability'/],
    ['a rollback alarm without a deployment', (stack) => chat(stack).optIntoDetailedObservability().addRollbackAlarm(alarm(stack)),
      /a rollback alarm needs a deployment/],
    ['a composite alarm', (stack) => chat(stack).optIntoDetailedObservability({
      deployment: EndpointDeployment.allAtOnce({
        rollbackAlarms: [new cloudwatch.CompositeAlarm(stack, 'Any', { alarmRule: cloudwatch.AlarmRule.fromBoolean(true) })],
      }),
    }), /must watch a metric.*'Stack\/Any'/],
    ['eleven rollback alarms', (stack) => {
      const rollbackAlarms = Array.from({ length: 11 }, (_, index) => alarm(stack, `Alarm${index}`));
      chat(stack).optIntoDetailedObservability({ deployment: EndpointDeployment.allAtOnce({ rollbackAlarms }) });
      (stack.node.root as App).synth();
    }, /at most 10 rollback alarms are watched, got: 11/],
  ];

  test.each(cases)('%s', (_, make, message) => {
    expect(errorOf(() => make(testStack()))).toMatch(message);
  });
});

describe('warnings', () => {
  test('none for an endpoint that is opted in as it was deployed last', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability();
    expect(warnings(stack)).toEqual([]);
  });

  test('components, of which nothing is documented', () => {
    const stack = testStack();
    InferenceEndpoint.fromEndpointAttributes(stack, 'Chat', {
      endpointName: 'chat', inferenceComponentNames: ['qwen', 'llama'],
    }).optIntoDetailedObservability();
    expect(warnings(stack)).toEqual([expect.stringMatching(/2 inference components.*documented nowhere/)]);
  });

  test('a Region without detailed observability', () => {
    const stack = testStack('eu-south-1');
    chat(stack).optIntoDetailedObservability();
    expect(warnings(stack)).toEqual([expect.stringContaining('eu-south-1')]);
  });

  test('a deployment that outlasts the patience of the stack, when it waits', () => {
    const messages = (waitForCompletion: boolean) => {
      const stack = testStack();
      chat(stack).optIntoDetailedObservability({
        executionRole: iam.Role.fromRoleArn(stack, 'Role', ROLE_ARN),
        deployment: EndpointDeployment.canary({
          size: CapacitySize.percent(10), maximumExecutionTimeout: Duration.minutes(51), rollbackAlarms: [alarm(stack)],
        }),
        waitForCompletion,
      });
      return warnings(stack);
    };
    expect(messages(true)).toEqual([expect.stringMatching(/may take 3060 seconds, and the stack waits 3000/)]);
    expect(messages(false)).toEqual([]);
  });

  test('rollback alarms that the execution role may not see, and a deployment without any', () => {
    const stack = testStack();
    chat(stack).optIntoDetailedObservability({ deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [alarm(stack)] }) });
    InferenceEndpoint.fromEndpointName(stack, 'Bare', 'bare').optIntoDetailedObservability({ deployment: EndpointDeployment.allAtOnce() });
    expect(warnings(stack)).toEqual([
      expect.stringContaining('cloudwatch:DescribeAlarms'), expect.stringContaining('the deployment has no rollback alarms'),
    ]);
  });
});

describe('cdk-nag', () => {
  /** An app with an opt-in, and whether what the library acknowledges is kept. */
  function nagged(props: StackProps, acknowledged: boolean): App {
    const acknowledge = acknowledged ? undefined : jest.spyOn(Validations.prototype, 'acknowledge').mockReturnValue(undefined);
    const app = new App();
    chat(new Stack(app, 'Stack', props)).optIntoDetailedObservability();
    acknowledge?.mockRestore();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    return app;
  }

  test.each<StackProps>([{ env: { region: 'eu-central-1', account: '111122223333' } }, {}])('finds nothing that is not acknowledged in %j', (props) => {
    expect(() => nagged(props, true).synth()).not.toThrow();
  });

  test('would find what is acknowledged', () => {
    const report = errorOf(() => nagged({}, false).synth());
    for (const finding of ['AwsSolutions-IAM4', 'AwsSolutions-IAM5', 'AwsSolutions-SF1', 'AwsSolutions-SF2']) {
      expect(report).toContain(finding);
    }
    expect(report).not.toContain('AwsSolutions-L1');
  });
});
