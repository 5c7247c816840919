import { Annotations, App, CfnParameter, CfnResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  CapacitySize, EndpointDeployment, EndpointDeploymentOptions, InferenceComponentEndpoint, InferenceComponentEndpointProps,
  InferenceEndpoint, InstanceFleet, SingleModelEndpoint,
} from '../../src';
import { cycleIn, dependencyGraph } from '../dependency-graph';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const FLEET = InstanceFleet.of('ml.g6.12xlarge', { max: 4 });
const ONCE = { threshold: 1, evaluationPeriods: 1 };

function addEndpoint(stack: Stack, props: Partial<InferenceComponentEndpointProps> = {}): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances: FLEET, ...props });
}

function endpointProperties(deployment?: EndpointDeployment, instances: InstanceFleet = FLEET): Record<string, unknown> {
  const stack = testStack();
  addEndpoint(stack, { deployment, instances });
  return propertiesOf(stack, 'AWS::SageMaker::Endpoint');
}

function refusal(deployment: EndpointDeployment): string {
  return errorOf(() => addEndpoint(testStack(), { deployment }));
}

function accept(deployment: EndpointDeployment): void {
  expect(() => addEndpoint(testStack(), { deployment })).not.toThrow();
}

function warningsOf(deployment: EndpointDeployment): string[] {
  const stack = testStack();
  addEndpoint(stack, { deployment });
  return warnings(stack);
}

function namedAlarms(stack: Stack, count: number): cloudwatch.IAlarm[] {
  return Array.from({ length: count }, (_, index) => cloudwatch.Alarm.fromAlarmName(stack, `Alarm${index}`, `alarm-${index}`));
}

function synth(stack: Stack): void {
  (stack.node.root as App).synth();
}

/** What policies of a stack let someone describe as alarms: one statement's resources. */
function describableAlarms(stack: Stack): unknown[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Record<string, unknown>[]);
  const found = statements.filter(({ Action }) => [Action].flat().includes('cloudwatch:DescribeAlarms'));
  return found.flatMap(({ Resource }) => [Resource].flat());
}

const KINDS: [string, (options?: EndpointDeploymentOptions & { readonly waitInterval?: Duration }) => EndpointDeployment][] = [
  ['an all-at-once', (options) => EndpointDeployment.allAtOnce(options)],
  ['a canary', (options) => EndpointDeployment.canary({ size: CapacitySize.percent(10), ...options })],
  ['a linear', (options) => EndpointDeployment.linear({ stepSize: CapacitySize.percent(50), ...options })],
  ['a rolling', (options) => EndpointDeployment.rolling({ batchSize: CapacitySize.percent(50), ...options })],
];

describe('the deployment of an endpoint', () => {
  test('is left to SageMaker unless stated', () => {
    expect(endpointProperties()).not.toHaveProperty('DeploymentConfig');
  });

  test('all at once moves the traffic in one step and watches it for ten minutes', () => {
    expect(endpointProperties(EndpointDeployment.allAtOnce()).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 600 } },
    });
  });

  test('all at once can have a limit and other waits', () => {
    expect(endpointProperties(EndpointDeployment.allAtOnce({
      waitInterval: Duration.minutes(5), terminationWait: Duration.minutes(2), maximumExecutionTimeout: Duration.hours(1),
    })).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 300 },
        TerminationWaitInSeconds: 120,
        MaximumExecutionTimeoutInSeconds: 3600,
      },
    });
  });

  test('as a canary moves a percentage of the traffic first', () => {
    expect(endpointProperties(EndpointDeployment.canary({ size: CapacitySize.percent(10) })).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 600, CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 } },
      },
    });
  });

  test('as a canary can move a number of instances first, and have a limit and other waits', () => {
    expect(endpointProperties(EndpointDeployment.canary({
      size: CapacitySize.count(1),
      waitInterval: Duration.minutes(15),
      terminationWait: Duration.seconds(0),
      maximumExecutionTimeout: Duration.minutes(30),
    })).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'CANARY', WaitIntervalInSeconds: 900, CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } },
        TerminationWaitInSeconds: 0,
        MaximumExecutionTimeoutInSeconds: 1800,
      },
    });
  });

  test('in linear steps moves a percentage with each', () => {
    expect(endpointProperties(EndpointDeployment.linear({ stepSize: CapacitySize.percent(25) })).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'LINEAR', WaitIntervalInSeconds: 600, LinearStepSize: { Type: 'CAPACITY_PERCENT', Value: 25 } },
      },
    });
  });

  test('in linear steps can move a number of instances with each, and have a limit and other waits', () => {
    expect(endpointProperties(EndpointDeployment.linear({
      stepSize: CapacitySize.count(2),
      waitInterval: Duration.minutes(1),
      terminationWait: Duration.minutes(10),
      maximumExecutionTimeout: Duration.hours(2),
    })).DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'LINEAR', WaitIntervalInSeconds: 60, LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 2 } },
        TerminationWaitInSeconds: 600,
        MaximumExecutionTimeoutInSeconds: 7200,
      },
    });
  });

  test('in rolling batches replaces a percentage with each', () => {
    expect(endpointProperties(EndpointDeployment.rolling({ batchSize: CapacitySize.percent(20) })).DeploymentConfig).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 20 }, WaitIntervalInSeconds: 600 },
    });
  });

  test('in rolling batches can replace a number of instances with each, go back faster, and have a limit and another wait', () => {
    expect(endpointProperties(EndpointDeployment.rolling({
      batchSize: CapacitySize.count(1),
      rollbackBatchSize: CapacitySize.percent(100),
      waitInterval: Duration.seconds(30),
      maximumExecutionTimeout: Duration.minutes(40),
    })).DeploymentConfig).toEqual({
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 },
        RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 100 },
        WaitIntervalInSeconds: 30,
        MaximumExecutionTimeoutInSeconds: 2400,
      },
    });
  });

  test('is the same on a single-model endpoint', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', {
      model: vllmModel(stack),
      instances: InstanceFleet.fixed('ml.g6.12xlarge', { count: 2 }),
      deployment: EndpointDeployment.rolling({ batchSize: CapacitySize.count(1) }),
    });

    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'INSTANCE_COUNT', Value: 1 }, WaitIntervalInSeconds: 600 },
    });
  });

  test('may have numbers and waits that are known at deployment only', () => {
    const stack = testStack();
    const parameter = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, {
      deployment: EndpointDeployment.canary({
        size: CapacitySize.percent(parameter('Percent')),
        waitInterval: Duration.seconds(parameter('Wait')),
        terminationWait: Duration.seconds(parameter('Termination')),
        maximumExecutionTimeout: Duration.seconds(Lazy.number({ produce: () => 1234 })),
      }),
    });

    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig).toEqual({
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: {
          Type: 'CANARY', WaitIntervalInSeconds: { Ref: 'Wait' }, CanarySize: { Type: 'CAPACITY_PERCENT', Value: { Ref: 'Percent' } },
        },
        TerminationWaitInSeconds: { Ref: 'Termination' },
        MaximumExecutionTimeoutInSeconds: 1234,
      },
    });
  });

  test.each([
    ['linear steps', (size: CapacitySize) => EndpointDeployment.linear({ stepSize: size })],
    ['rolling batches', (size: CapacitySize) => EndpointDeployment.rolling({ batchSize: size, rollbackBatchSize: size })],
  ])('may have %s of a size that is known at deployment only', (_, deployment) => {
    const token = Lazy.number({ produce: () => 25 });

    accept(deployment(CapacitySize.percent(token)));
    accept(deployment(CapacitySize.count(token)));
  });
});

describe('the bounds of a deployment', () => {
  test.each(KINDS)('let %s deployment wait between 0 and 3600 seconds', (_, deployment) => {
    accept(deployment({ waitInterval: Duration.seconds(0) }));
    accept(deployment({ waitInterval: Duration.seconds(3600) }));
  });

  test.each(KINDS)('stop %s deployment from waiting longer or for a fraction of a second', (_, deployment) => {
    expect(refusal(deployment({ waitInterval: Duration.seconds(3601) })))
      .toBe('[Stack/Endpoint] deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 3601');
    expect(refusal(deployment({ waitInterval: Duration.millis(1500) })))
      .toBe('[Stack/Endpoint] deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 1.5');
  });

  test.each(KINDS)('let %s deployment have a limit between 600 and 28800 seconds', (_, deployment) => {
    accept(deployment({ waitInterval: Duration.seconds(1), maximumExecutionTimeout: Duration.seconds(600) }));
    accept(deployment({ waitInterval: Duration.seconds(1), maximumExecutionTimeout: Duration.seconds(28800) }));
  });

  test.each(KINDS)('stop %s deployment from having a shorter or longer limit', (_, deployment) => {
    expect(refusal(deployment({ waitInterval: Duration.seconds(1), maximumExecutionTimeout: Duration.seconds(599) })))
      .toBe('[Stack/Endpoint] deployment: maximumExecutionTimeout must be a whole number from 600 to 28800 seconds, got: 599');
    expect(refusal(deployment({ waitInterval: Duration.seconds(1), maximumExecutionTimeout: Duration.seconds(28801) })))
      .toBe('[Stack/Endpoint] deployment: maximumExecutionTimeout must be a whole number from 600 to 28800 seconds, got: 28801');
  });

  test('let the old fleet stay between 0 and 3600 seconds', () => {
    accept(EndpointDeployment.allAtOnce({ terminationWait: Duration.seconds(0) }));
    accept(EndpointDeployment.allAtOnce({ terminationWait: Duration.seconds(3600) }));
    expect(refusal(EndpointDeployment.allAtOnce({ terminationWait: Duration.seconds(3601) })))
      .toBe('[Stack/Endpoint] deployment: terminationWait must be a whole number from 0 to 3600 seconds, got: 3601');
  });

  test.each([
    ['a canary of 1 percent', EndpointDeployment.canary({ size: CapacitySize.percent(1) })],
    ['a canary of 50 percent', EndpointDeployment.canary({ size: CapacitySize.percent(50) })],
    ['linear steps of 10 percent', EndpointDeployment.linear({ stepSize: CapacitySize.percent(10) })],
    ['linear steps of 50 percent', EndpointDeployment.linear({ stepSize: CapacitySize.percent(50) })],
    ['batches of 5 percent', EndpointDeployment.rolling({ batchSize: CapacitySize.percent(5) })],
    ['batches of 50 percent', EndpointDeployment.rolling({ batchSize: CapacitySize.percent(50) })],
    ['a rollback of 100 percent', EndpointDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackBatchSize: CapacitySize.percent(100) })],
    ['a canary of one instance', EndpointDeployment.canary({ size: CapacitySize.count(1) })],
  ])('let pass %s', (_, deployment) => {
    accept(deployment);
  });

  test.each([
    ['a canary of 51 percent', EndpointDeployment.canary({ size: CapacitySize.percent(51) }),
      'deployment: the canary must be a whole number from 1 to 50 percent, got: 51'],
    ['a canary of nothing', EndpointDeployment.canary({ size: CapacitySize.percent(0) }),
      'deployment: the canary must be a whole number from 1 to 50 percent, got: 0'],
    ['a canary of 12.5 percent', EndpointDeployment.canary({ size: CapacitySize.percent(12.5) }),
      'deployment: the canary must be a whole number from 1 to 50 percent, got: 12.5'],
    ['a canary of no instance', EndpointDeployment.canary({ size: CapacitySize.count(0) }),
      'deployment: the canary must be a whole number of at least 1, got: 0'],
    ['linear steps of 9 percent', EndpointDeployment.linear({ stepSize: CapacitySize.percent(9) }),
      'deployment: the linear step must be a whole number from 10 to 50 percent, got: 9'],
    ['linear steps of 51 percent', EndpointDeployment.linear({ stepSize: CapacitySize.percent(51) }),
      'deployment: the linear step must be a whole number from 10 to 50 percent, got: 51'],
    ['linear steps of nothing', EndpointDeployment.linear({ stepSize: CapacitySize.percent(0) }),
      'deployment: the linear step must be a whole number from 10 to 50 percent, got: 0'],
    ['linear steps of one and a half instances', EndpointDeployment.linear({ stepSize: CapacitySize.count(1.5) }),
      'deployment: the linear step must be a whole number of at least 1, got: 1.5'],
    ['batches of 4 percent', EndpointDeployment.rolling({ batchSize: CapacitySize.percent(4) }),
      'deployment: the batch must be a whole number from 5 to 50 percent, got: 4'],
    ['batches of 51 percent', EndpointDeployment.rolling({ batchSize: CapacitySize.percent(51) }),
      'deployment: the batch must be a whole number from 5 to 50 percent, got: 51'],
    ['batches of no instance', EndpointDeployment.rolling({ batchSize: CapacitySize.count(0) }),
      'deployment: the batch must be a whole number of at least 1, got: 0'],
    ['a rollback of no instance', EndpointDeployment.rolling({ batchSize: CapacitySize.count(1), rollbackBatchSize: CapacitySize.count(0) }),
      'deployment: the rollback batch must be a whole number of at least 1, got: 0'],
  ])('stop %s', (_, deployment, problem) => {
    expect(refusal(deployment)).toBe(`[Stack/Endpoint] ${problem}`);
  });

  test('stop a rollback of more than the fleet', () => {
    expect(refusal(EndpointDeployment.rolling({ batchSize: CapacitySize.percent(50), rollbackBatchSize: CapacitySize.percent(101) })))
      .toMatch(/deployment: the rollback batch must be a whole number from \d+ to 100 percent, got: 101$/);
  });

  test('are all checked at once', () => {
    const message = refusal(EndpointDeployment.linear({
      stepSize: CapacitySize.percent(5),
      waitInterval: Duration.hours(2),
      terminationWait: Duration.hours(2),
      maximumExecutionTimeout: Duration.minutes(1),
    }));

    expect(message.split('\n').slice(1).map((line) => line.replace('  - ', ''))).toEqual(expect.arrayContaining([
      'deployment: the linear step must be a whole number from 10 to 50 percent, got: 5',
      'deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 7200',
      'deployment: terminationWait must be a whole number from 0 to 3600 seconds, got: 7200',
      'deployment: maximumExecutionTimeout must be a whole number from 600 to 28800 seconds, got: 60',
    ]));
    expect(message.split('\n')[0]).toBe('[Stack/Endpoint]');
  });
});

describe('the limit of a deployment must be above the sum of its waits', () => {
  const seconds = Duration.seconds;

  // Waits lie between the steps of a traffic shift (TrafficRoutingConfig reference) and after each batch of a rolling update
  // (RollingUpdatePolicy reference); the old fleet then stays for the termination wait. Where instances are counted the number of
  // steps depends on the fleet, and only the fewest are certain enough to refuse.
  test.each<[string, number, (maximumExecutionTimeout: Duration) => EndpointDeployment]>([
    ['all at once: 900 watched + 300 before termination', 1200, (maximumExecutionTimeout) =>
      EndpointDeployment.allAtOnce({ waitInterval: seconds(900), terminationWait: seconds(300), maximumExecutionTimeout })],
    ['a canary: 1800 between its two steps + 600 before termination', 2400, (maximumExecutionTimeout) =>
      EndpointDeployment.canary({
        size: CapacitySize.percent(10), waitInterval: seconds(1800), terminationWait: seconds(600), maximumExecutionTimeout,
      })],
    ['a canary with the default wait: 600 + 300 before termination', 900, (maximumExecutionTimeout) =>
      EndpointDeployment.canary({ size: CapacitySize.count(1), terminationWait: seconds(300), maximumExecutionTimeout })],
    ['linear 25 %: four steps, 3 x 600 + 600 before termination', 2400, (maximumExecutionTimeout) =>
      EndpointDeployment.linear({
        stepSize: CapacitySize.percent(25), waitInterval: seconds(600), terminationWait: seconds(600), maximumExecutionTimeout,
      })],
    ['linear 30 %: 30, 60, 90 and 100 percent are four steps, 3 x 400', 1200, (maximumExecutionTimeout) =>
      EndpointDeployment.linear({ stepSize: CapacitySize.percent(30), waitInterval: seconds(400), maximumExecutionTimeout })],
    ['linear 10 %: ten steps, 9 x 100', 900, (maximumExecutionTimeout) =>
      EndpointDeployment.linear({ stepSize: CapacitySize.percent(10), waitInterval: seconds(100), maximumExecutionTimeout })],
    ['linear 50 %: two steps, 1 x 3600', 3600, (maximumExecutionTimeout) =>
      EndpointDeployment.linear({ stepSize: CapacitySize.percent(50), waitInterval: seconds(3600), maximumExecutionTimeout })],
    ['linear by instances: a step is at most half, so 1 x 700 at least', 700, (maximumExecutionTimeout) =>
      EndpointDeployment.linear({ stepSize: CapacitySize.count(3), waitInterval: seconds(700), maximumExecutionTimeout })],
    ['rolling 20 %: five batches, 5 x 300', 1500, (maximumExecutionTimeout) =>
      EndpointDeployment.rolling({ batchSize: CapacitySize.percent(20), waitInterval: seconds(300), maximumExecutionTimeout })],
    ['rolling 30 %: four batches, 4 x 300', 1200, (maximumExecutionTimeout) =>
      EndpointDeployment.rolling({ batchSize: CapacitySize.percent(30), waitInterval: seconds(300), maximumExecutionTimeout })],
    ['rolling 5 %: twenty batches, 20 x 60', 1200, (maximumExecutionTimeout) =>
      EndpointDeployment.rolling({ batchSize: CapacitySize.percent(5), waitInterval: seconds(60), maximumExecutionTimeout })],
    ['rolling by instances: one batch at least, 1 x 700', 700, (maximumExecutionTimeout) =>
      EndpointDeployment.rolling({ batchSize: CapacitySize.count(1), waitInterval: seconds(700), maximumExecutionTimeout })],
  ])('%s', (_, sum, deployment) => {
    expect(refusal(deployment(seconds(sum)))).toBe(
      `[Stack/Endpoint] deployment: maximumExecutionTimeout must be above the sum of the waits, ${sum} seconds, got: ${sum} seconds`);
    accept(deployment(seconds(sum + 1)));
  });

  test('as far as they are known: waits that come at deployment count as none', () => {
    const unknown = Duration.seconds(new CfnParameter(testStack(), 'Wait', { type: 'Number' }).valueAsNumber);

    accept(EndpointDeployment.linear({
      stepSize: CapacitySize.percent(10), waitInterval: unknown, terminationWait: seconds(599), maximumExecutionTimeout: seconds(600),
    }));
  });

  test('but is not compared when it comes at deployment itself', () => {
    const unknown = Duration.seconds(new CfnParameter(testStack(), 'Limit', { type: 'Number' }).valueAsNumber);

    accept(EndpointDeployment.allAtOnce({ waitInterval: seconds(3600), maximumExecutionTimeout: unknown }));
  });
});

describe('a deployment warns', () => {
  const GIVE_UP = /^the deployment may take \d+ seconds, and CloudFormation may give up after 7200: /;

  test.each(KINDS)('when %s deployment has a limit above the 7200 seconds that CloudFormation waits', (_, deployment) => {
    const rollbackAlarms = namedAlarms(testStack(), 1);

    expect(warningsOf(deployment({ rollbackAlarms, maximumExecutionTimeout: Duration.seconds(7201) })))
      .toEqual([expect.stringContaining('the deployment may take 7201 seconds, and CloudFormation may give up after 7200')]);
    expect(warningsOf(deployment({ rollbackAlarms, maximumExecutionTimeout: Duration.seconds(7200) }))).toEqual([]);
  });

  test('when the waits alone outlast CloudFormation: nine of 801 seconds do, nine of 800 do not', () => {
    const linear = (waitInterval: Duration) => EndpointDeployment.linear({
      stepSize: CapacitySize.percent(10), waitInterval, rollbackAlarms: namedAlarms(testStack(), 1),
    });

    expect(warningsOf(linear(Duration.seconds(801)))).toEqual([expect.stringContaining('may take 7209 seconds')]);
    expect(warningsOf(linear(Duration.seconds(800)))).toEqual([]);
  });

  test('no more once that is acknowledged by its id', () => {
    const stack = testStack();
    addEndpoint(stack, {
      deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: namedAlarms(stack, 1), maximumExecutionTimeout: Duration.hours(8) }),
    });
    Annotations.of(stack).acknowledgeWarning('cdk-sagemaker-insights:deploymentOutlastsCloudFormation');

    expect(warnings(stack)).toEqual([]);
  });

  test.each(KINDS)('when %s deployment has no alarms, because then nothing makes it roll back', (_, deployment) => {
    expect(warningsOf(deployment())).toEqual([expect.stringMatching(/^the deployment has no rollback alarms: .*Give the deployment rollbackAlarms/)]);
    expect(warningsOf(deployment({ rollbackAlarms: namedAlarms(testStack(), 1) }))).toEqual([]);
  });

  test('no more about missing alarms once that is acknowledged by its id', () => {
    const stack = testStack();
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce() });
    Annotations.of(stack).acknowledgeWarning('cdk-sagemaker-insights:deploymentWithoutRollbackAlarms');

    expect(warnings(stack)).toEqual([]);
  });

  test('of both at once', () => {
    const found = warningsOf(EndpointDeployment.allAtOnce({ maximumExecutionTimeout: Duration.hours(3) }));

    expect(found).toHaveLength(2);
    expect(found).toContainEqual(expect.stringMatching(GIVE_UP));
    expect(found).toContainEqual(expect.stringMatching(/^the deployment has no rollback alarms/));
  });

  test('of nothing when there is none: without a deployment nobody expects guardrails', () => {
    const stack = testStack();
    addEndpoint(stack);

    expect(warnings(stack)).toEqual([]);
  });
});

describe('rollback alarms', () => {
  test.each(KINDS)('guard %s deployment by their names', (_, deployment) => {
    const stack = testStack();
    const errors = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' }).createAlarm(stack, 'Errors', ONCE);
    addEndpoint(stack, { deployment: deployment({ rollbackAlarms: [errors, cloudwatch.Alarm.fromAlarmName(stack, 'Latency', 'latency')] }) });

    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig.AutoRollbackConfiguration)
      .toEqual({ Alarms: [{ AlarmName: stack.resolve(errors.alarmName) }, { AlarmName: 'latency' }] });
  });

  test('can be ten', () => {
    const stack = testStack();
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: namedAlarms(stack, 10) }) });

    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig.AutoRollbackConfiguration.Alarms).toHaveLength(10);
  });

  test('cannot be eleven', () => {
    const stack = testStack();
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: namedAlarms(stack, 10) }) })
      .addRollbackAlarm(cloudwatch.Alarm.fromAlarmName(stack, 'Eleventh', 'eleventh'));

    expect(errorOf(() => synth(stack))).toContain('[Stack/Endpoint] deployment: at most 10 rollback alarms are watched, got: 11');
  });

  test('are what the role of the endpoint may describe, and no other alarm', () => {
    const stack = testStack();
    const metric = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' });
    const guard = metric.createAlarm(stack, 'Guard', ONCE);
    metric.createAlarm(stack, 'Unrelated', ONCE);
    const named = cloudwatch.Alarm.fromAlarmName(stack, 'Named', 'latency');
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [guard, named] }) });

    const [guardId] = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(guardId).toMatch(/^Guard/);
    expect(describableAlarms(stack)).toEqual([
      { 'Fn::GetAtt': [guardId, 'Arn'] },
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-central-1:111122223333:alarm:latency']] },
    ]);
  });

  test('are what a role that the user brings may describe too', () => {
    const stack = testStack();
    const role = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com') });
    const [alarm] = namedAlarms(stack, 1);
    addEndpoint(stack, { security: { role }, deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [alarm] }) });

    expect(describableAlarms(stack)).toEqual([stack.resolve(alarm.alarmArn)]);
    expect(propertiesOf(stack, 'AWS::IAM::Policy').Roles).toEqual([{ Ref: stack.getLogicalId(role.node.defaultChild as iam.CfnRole) }]);
  });

  test('need a deployment that they can stop', () => {
    const stack = testStack();
    const [alarm] = namedAlarms(stack, 1);
    const single = new SingleModelEndpoint(stack, 'Single', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });

    expect(errorOf(() => addEndpoint(stack).addRollbackAlarm(alarm)))
      .toBe('[Stack/Endpoint] a rollback alarm needs a deployment that it can stop: expected the property deployment, got: undefined');
    expect(errorOf(() => single.addRollbackAlarm(alarm)))
      .toBe('[Stack/Single] a rollback alarm needs a deployment that it can stop: expected the property deployment, got: undefined');
  });

  test('cost no permission where there are none', () => {
    const stack = testStack();
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce() });

    expect(describableAlarms(stack)).toEqual([]);
  });

  test('are permitted before the endpoint is deployed', () => {
    const stack = testStack();
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: namedAlarms(stack, 1) }) });

    const template = Template.fromStack(stack);
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    expect(Object.values(template.findResources('AWS::SageMaker::Endpoint'))[0].DependsOn).toContain(policy);
  });

  test('can be PromQL alarms', () => {
    const stack = testStack();
    const pressure = new cloudwatch.PromQLAlarm(stack, 'Pressure', {
      query: '{"vllm:kv_cache_usage_perc"} > 0.9', evaluationInterval: Duration.minutes(1),
    });
    addEndpoint(stack, { deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [pressure] }) });

    const [id] = Object.keys(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig.AutoRollbackConfiguration).toEqual({ Alarms: [{ AlarmName: { Ref: id } }] });
    expect(describableAlarms(stack)).toEqual([{ 'Fn::GetAtt': [id, 'Arn'] }]);
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('can live in another stack', () => {
    const app = new App();
    const env = { region: 'eu-central-1', account: '111122223333' };
    const watching = new Stack(app, 'Watching', { env });
    const serving = new Stack(app, 'Serving', { env });
    const errors = InferenceEndpoint.fromEndpointName(watching, 'Watched', 'chat').metricInvocation5XXErrors().createAlarm(watching, 'Errors', ONCE);
    addEndpoint(serving, { endpointName: 'chat', deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [errors] }) });

    expect(propertiesOf(serving, 'AWS::SageMaker::Endpoint').DeploymentConfig.AutoRollbackConfiguration.Alarms)
      .toEqual([{ AlarmName: { 'Fn::ImportValue': expect.stringMatching(/^Watching:ExportsOutputRefErrors/) } }]);
  });
});

describe('row 8: the instance count that an update keeps', () => {
  const retains = (deployment: EndpointDeployment | undefined, instances: InstanceFleet) =>
    endpointProperties(deployment, instances).RetainAllVariantProperties;
  const MOVING = InstanceFleet.of('ml.g6.12xlarge', { min: 1, max: 4 });
  const STANDING = InstanceFleet.of('ml.g6.12xlarge', { min: 2, max: 2 });
  const FIXED = InstanceFleet.fixed('ml.g6.12xlarge', { count: 2 });

  test('is the running one where SageMaker scales the fleet, or every deployment would reset it', () => {
    expect(retains(undefined, MOVING)).toBe(true);
    expect(retains(EndpointDeployment.allAtOnce(), MOVING)).toBe(true);
  });

  test('is the running one where SageMaker may scale the fleet to none', () => {
    expect(retains(undefined, InstanceFleet.of('ml.g6.12xlarge', { min: 0, max: 1 }))).toBe(true);
  });

  test('is the one in the template for a managed fleet that cannot move, so that a changed count takes effect', () => {
    expect(retains(undefined, STANDING)).toBeUndefined();
    expect(retains(EndpointDeployment.allAtOnce(), STANDING)).toBeUndefined();
  });

  test('is the one in the template for a fixed fleet, so that a changed count takes effect', () => {
    expect(retains(undefined, FIXED)).toBeUndefined();
    expect(retains(EndpointDeployment.allAtOnce(), FIXED)).toBeUndefined();
  });

  test('is the one in the template for a single-model endpoint', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge') });

    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint')).not.toHaveProperty('RetainAllVariantProperties');
  });

  test.each(KINDS)('is what the user says in %s deployment', (_, deployment) => {
    expect(retains(deployment({ retainVariantProperties: true }), FIXED)).toBe(true);
    expect(retains(deployment({ retainVariantProperties: false }), FIXED)).toBe(false);
    expect(retains(deployment({ retainVariantProperties: true }), MOVING)).toBe(true);
    expect(retains(deployment({ retainVariantProperties: false }), MOVING)).toBe(false);
  });
});

describe('the walk through a template that the next tests rely on', () => {
  test('finds a cycle through a reference and a dependency', () => {
    const stack = testStack();
    const first = new CfnResource(stack, 'First', { type: 'Test::First' });
    const second = new CfnResource(stack, 'Second', { type: 'Test::Second', properties: { Names: [first.ref] } });
    first.node.addDependency(second);

    expect(cycleIn(dependencyGraph(stack))).toEqual(['First', 'Second']);
  });

  test('finds a cycle through an attribute and a substitution', () => {
    const stack = testStack();
    new CfnResource(stack, 'First', { type: 'Test::First', properties: { Text: { 'Fn::Sub': 'of ${Second.Name} in ${AWS::Region}' } } });
    new CfnResource(stack, 'Second', { type: 'Test::Second', properties: { Arn: { 'Fn::GetAtt': ['First', 'Arn'] } } });

    expect(cycleIn(dependencyGraph(stack))).toEqual(['First', 'Second']);
  });

  test('finds none in a chain', () => {
    const stack = testStack();
    const first = new CfnResource(stack, 'First', { type: 'Test::First' });
    new CfnResource(stack, 'Second', { type: 'Test::Second', properties: { Name: first.ref } });

    expect(dependencyGraph(stack)).toEqual(new Map([['First', new Set()], ['Second', new Set(['First'])]]));
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });
});

describe('row 20: an alarm on the very endpoint that it guards', () => {
  const REFUSED =
    "[Stack/Endpoint] deployment: the rollback alarm 'Stack/Errors' needs what it guards, which needs the alarm: CloudFormation " +
    'refuses the cycle. Expected: a literal name for the endpoint, or a literal alarmName for the alarm and the same name handed in ' +
    'here with Alarm.fromAlarmName';

  function guardedBy(stack: Stack, rollbackAlarms: cloudwatch.IAlarm[], endpointName?: string): InferenceComponentEndpoint {
    return addEndpoint(stack, { endpointName, deployment: EndpointDeployment.allAtOnce({ rollbackAlarms }) });
  }

  function rollbackAlarmNames(stack: Stack): unknown[] {
    return (propertiesOf(stack, 'AWS::SageMaker::Endpoint').DeploymentConfig.AutoRollbackConfiguration?.Alarms as { AlarmName: unknown }[] ?? [])
      .map(({ AlarmName }) => AlarmName);
  }

  /** A metric of an endpoint that is created only later. */
  function errorsOf(endpoint: () => InferenceEndpoint): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      dimensionsMap: { EndpointName: Lazy.string({ produce: () => endpoint().endpointName }), VariantName: 'AllTraffic' },
    });
  }

  describe('is refused at synth', () => {
    test('when it is made with a metric method of the endpoint and added later', () => {
      const stack = testStack();
      const endpoint = guardedBy(stack, []);
      endpoint.addRollbackAlarm(endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE));

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('when the name of the endpoint reaches it lazily', () => {
      const stack = testStack();
      const errors = errorsOf(() => endpoint).createAlarm(stack, 'Errors', ONCE);
      const endpoint: InferenceEndpoint = guardedBy(stack, [errors]);

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('when it has a literal name but is handed in itself, because its name is still a reference', () => {
      const stack = testStack();
      const errors = errorsOf(() => endpoint).createAlarm(stack, 'Errors', { ...ONCE, alarmName: 'chat-5xx' });
      const endpoint: InferenceEndpoint = guardedBy(stack, [errors]);

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('when the ARN of the endpoint stands in the description', () => {
      const stack = testStack();
      const errors = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' }).createAlarm(stack, 'Errors', {
        ...ONCE, alarmDescription: `Look at ${Lazy.string({ produce: () => endpoint.endpointArn })}`,
      });
      const endpoint: InferenceEndpoint = guardedBy(stack, [errors]);

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('when the name of the endpoint stands in a PromQL query', () => {
      const stack = testStack();
      const errors = new cloudwatch.PromQLAlarm(stack, 'Errors', {
        query: `{"vllm:num_requests_waiting","aws.sagemaker.endpoint.name"="${Lazy.string({ produce: () => endpoint.endpointName })}"} > 100`,
        evaluationInterval: Duration.minutes(1),
      });
      const endpoint: InferenceEndpoint = guardedBy(stack, [errors]);

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('and only the one that refers to it is named', () => {
      const stack = testStack();
      const harmless = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' }).createAlarm(stack, 'Harmless', ONCE);
      const errors = errorsOf(() => endpoint).createAlarm(stack, 'Errors', ONCE);
      const endpoint: InferenceEndpoint = guardedBy(stack, [harmless, errors]);

      const message = errorOf(() => synth(stack));
      expect(message).toContain(REFUSED);
      expect(message).not.toContain('Harmless');
    });

    test('on a single-model endpoint too', () => {
      const stack = testStack();
      const errors = errorsOf(() => endpoint).createAlarm(stack, 'Errors', ONCE);
      const endpoint: InferenceEndpoint = new SingleModelEndpoint(stack, 'Endpoint', {
        model: vllmModel(stack),
        instances: InstanceFleet.fixed('ml.g6.12xlarge'),
        deployment: EndpointDeployment.allAtOnce({ rollbackAlarms: [errors] }),
      });

      expect(errorOf(() => synth(stack))).toContain(REFUSED);
    });

    test('when it is imported by a name that is taken from the alarm itself', () => {
      const stack = testStack();
      const handle = cloudwatch.Alarm.fromAlarmName(stack, 'Handle', Lazy.string({ produce: () => errors.alarmName }));
      const errors: cloudwatch.IAlarm = guardedBy(stack, [handle]).metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);

      expect(errorOf(() => synth(stack))).toContain('CloudFormation refuses the cycle');
    });

    test('when it only waits for the endpoint, which literal names do not help against', () => {
      const stack = testStack();
      const errors = InferenceEndpoint.fromEndpointName(stack, 'Watched', 'chat').metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
      errors.node.addDependency(guardedBy(stack, [errors], 'chat'));

      expect(errorOf(() => synth(stack))).toContain('CloudFormation refuses the cycle');
    });
  });

  describe('works with a literal endpoint name', () => {
    test('when the alarm is made first, on the endpoint imported by that name', () => {
      const stack = testStack();
      const errors = InferenceEndpoint.fromEndpointName(stack, 'Watched', 'chat').metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
      guardedBy(stack, [errors], 'chat');

      expect(rollbackAlarmNames(stack)).toEqual([stack.resolve(errors.alarmName)]);
      expect(describableAlarms(stack)).toEqual([stack.resolve(errors.alarmArn)]);
      expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm').Dimensions).toEqual([
        { Name: 'EndpointName', Value: 'chat' }, { Name: 'VariantName', Value: 'AllTraffic' },
      ]);
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });

    test('when the name of the endpoint reaches the alarm lazily', () => {
      const stack = testStack();
      const errors = errorsOf(() => endpoint).createAlarm(stack, 'Errors', ONCE);
      const endpoint: InferenceEndpoint = guardedBy(stack, [errors], 'chat');

      expect(rollbackAlarmNames(stack)).toEqual([stack.resolve(errors.alarmName)]);
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });

    test('when a PromQL alarm asks for the endpoint of that name', () => {
      const stack = testStack();
      const waiting = new cloudwatch.PromQLAlarm(stack, 'Waiting', {
        query: '{"vllm:num_requests_waiting","aws.sagemaker.endpoint.name"="chat"} > 100', evaluationInterval: Duration.minutes(1),
      });
      guardedBy(stack, [waiting], 'chat');

      expect(rollbackAlarmNames(stack)).toEqual([stack.resolve(waiting.alarmName)]);
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });

    test('when the alarm is made with a metric method of the endpoint and added later', () => {
      const stack = testStack();
      const endpoint = guardedBy(stack, [], 'chat');
      const errors = endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
      endpoint.addRollbackAlarm(errors);

      expect(rollbackAlarmNames(stack)).toEqual([stack.resolve(errors.alarmName)]);
      expect(describableAlarms(stack)).toEqual([stack.resolve(errors.alarmArn)]);
      expect(warnings(stack)).toEqual([]);
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });
  });

  describe('works with a literal alarm name', () => {
    test('that the endpoint gets with Alarm.fromAlarmName, while the alarm is made with a metric method of the endpoint', () => {
      const stack = testStack();
      const endpoint = guardedBy(stack, [cloudwatch.Alarm.fromAlarmName(stack, 'Guard', 'chat-5xx')]);
      endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', { ...ONCE, alarmName: 'chat-5xx' });

      expect(rollbackAlarmNames(stack)).toEqual(['chat-5xx']);
      expect(describableAlarms(stack)).toEqual([
        { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-central-1:111122223333:alarm:chat-5xx']] },
      ]);
      expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm')).toMatchObject({
        AlarmName: 'chat-5xx',
        Dimensions: [{ Name: 'EndpointName', Value: stack.resolve(endpoint.endpointName) }, { Name: 'VariantName', Value: 'AllTraffic' }],
      });
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });

    test('of a PromQL alarm that asks for the endpoint', () => {
      const stack = testStack();
      const endpoint = guardedBy(stack, [cloudwatch.PromQLAlarm.fromPromQLAlarmName(stack, 'Guard', 'chat-waiting')]);
      new cloudwatch.PromQLAlarm(stack, 'Waiting', {
        alarmName: 'chat-waiting',
        query: `{"vllm:num_requests_waiting","aws.sagemaker.endpoint.name"="${endpoint.endpointName}"} > 100`,
        evaluationInterval: Duration.minutes(1),
      });

      expect(rollbackAlarmNames(stack)).toEqual(['chat-waiting']);
      expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
    });
  });
});
