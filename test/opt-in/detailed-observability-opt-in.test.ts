import { App, CfnParameter, Duration, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { alarm, chat, OPT_IN, optInIds, readable, ROLE_ARN } from './support';
import { CapacitySize, DetailedObservabilityOptIn, EndpointDeployment, InferenceEndpoint, PublishFrequency } from '../../src';
import { errorOf, propertiesOf, testStack, warnings } from '../support';

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

  test('at most eight in a stack', () => {
    const stack = testStack();
    const endpoints = Array.from({ length: 9 }, (_, index) => InferenceEndpoint.fromEndpointName(stack, `E${index}`, `e${index}`));
    expect(errorOf(() => DetailedObservabilityOptIn.all(stack, 'OptIns', endpoints)))
      .toMatch(/at most 8 opt-ins.*got: 9.*another stack/);
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
