import { Annotations, App, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import {
  CapacitySize, ComponentDeployment, ComponentRollingUpdateOptions, InferenceComponent, InferenceComponentEndpoint, InferenceEndpoint,
  InstanceFleet,
} from '../../src';
import { cycleIn, dependencyGraph } from '../dependency-graph';
import { errorOf, propertiesOf, testStack, vllmModel, warnings } from '../support';

const ONCE = { threshold: 1, evaluationPeriods: 1 };

function addEndpoint(stack: Stack): InferenceComponentEndpoint {
  return new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 4 }) });
}

function addComponent(
  endpoint: InferenceComponentEndpoint, deployment?: ComponentDeployment, inferenceComponentName?: string,
): InferenceComponent {
  return endpoint.addInferenceComponent('Llama', {
    model: vllmModel(endpoint), resources: { accelerators: 1 }, copies: 4, deployment, inferenceComponentName,
  });
}

/** Batches of one copy unless stated, so that only what is stated can be wrong. */
function rolling(options: Partial<ComponentRollingUpdateOptions> = {}): ComponentDeployment {
  return ComponentDeployment.rolling({ batchSize: CapacitySize.count(1), ...options });
}

function deploymentConfig(deployment?: ComponentDeployment): unknown {
  const stack = testStack();
  addComponent(addEndpoint(stack), deployment);
  return propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').DeploymentConfig;
}

function refusal(deployment: ComponentDeployment): string {
  return errorOf(() => addComponent(addEndpoint(testStack()), deployment));
}

function accept(deployment: ComponentDeployment): void {
  expect(() => addComponent(addEndpoint(testStack()), deployment)).not.toThrow();
}

function warningsOf(deployment?: ComponentDeployment): string[] {
  const stack = testStack();
  addComponent(addEndpoint(stack), deployment);
  return warnings(stack);
}

function namedAlarms(stack: Stack, count: number): cloudwatch.IAlarm[] {
  return Array.from({ length: count }, (_, index) => cloudwatch.Alarm.fromAlarmName(stack, `Alarm${index}`, `alarm-${index}`));
}

function rollbackAlarms(stack: Stack): unknown {
  return propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').DeploymentConfig.AutoRollbackConfiguration;
}

function synth(stack: Stack): void {
  (stack.node.root as App).synth();
}

describe('the deployment of a component', () => {
  test('is left to SageMaker unless stated', () => {
    expect(deploymentConfig()).toBeUndefined();
  });

  test('always states batch and wait, which the API requires although CloudFormation does not', () => {
    expect(deploymentConfig(ComponentDeployment.rolling({ batchSize: CapacitySize.count(1) }))).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 }, WaitIntervalInSeconds: 300 },
    });
  });

  test('can replace a percentage of the copies at a time', () => {
    expect(deploymentConfig(ComponentDeployment.rolling({ batchSize: CapacitySize.percent(25) }))).toEqual({
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 25 }, WaitIntervalInSeconds: 300 },
    });
  });

  test('can do without a wait, and says so', () => {
    expect(deploymentConfig(rolling({ waitInterval: Duration.seconds(0) })))
      .toMatchObject({ RollingUpdatePolicy: { WaitIntervalInSeconds: 0 } });
  });

  test('can go back by copies, and have a limit, another wait and alarms', () => {
    expect(deploymentConfig(ComponentDeployment.rolling({
      batchSize: CapacitySize.percent(50),
      rollbackBatchSize: CapacitySize.count(2),
      waitInterval: Duration.minutes(2),
      maximumExecutionTimeout: Duration.minutes(30),
      rollbackAlarms: namedAlarms(testStack(), 2),
    }))).toEqual({
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'alarm-0' }, { AlarmName: 'alarm-1' }] },
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 50 },
        RollbackMaximumBatchSize: { Type: 'COPY_COUNT', Value: 2 },
        WaitIntervalInSeconds: 120,
        MaximumExecutionTimeoutInSeconds: 1800,
      },
    });
  });

  test('can go back by percent', () => {
    expect(deploymentConfig(rolling({ rollbackBatchSize: CapacitySize.percent(100) })))
      .toMatchObject({ RollingUpdatePolicy: { RollbackMaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: 100 } } });
  });

  test('works on an imported endpoint', () => {
    const stack = testStack();
    new InferenceComponent(stack, 'Llama', {
      endpoint: InferenceEndpoint.fromEndpointName(stack, 'Endpoint', 'chat'),
      model: vllmModel(stack),
      resources: { accelerators: 1 },
      deployment: rolling({ rollbackAlarms: namedAlarms(stack, 1) }),
    });

    expect(propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').DeploymentConfig).toEqual({
      AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'alarm-0' }] },
      RollingUpdatePolicy: { MaximumBatchSize: { Type: 'COPY_COUNT', Value: 1 }, WaitIntervalInSeconds: 300 },
    });
  });

  test('may have numbers and waits that are known at deployment only', () => {
    const stack = testStack();
    const parameter = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    addComponent(addEndpoint(stack), ComponentDeployment.rolling({
      batchSize: CapacitySize.percent(parameter('Percent')),
      rollbackBatchSize: CapacitySize.count(parameter('Copies')),
      waitInterval: Duration.seconds(parameter('Wait')),
      maximumExecutionTimeout: Duration.seconds(Lazy.number({ produce: () => 1234 })),
    }));

    expect(propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').DeploymentConfig).toEqual({
      RollingUpdatePolicy: {
        MaximumBatchSize: { Type: 'CAPACITY_PERCENT', Value: { Ref: 'Percent' } },
        RollbackMaximumBatchSize: { Type: 'COPY_COUNT', Value: { Ref: 'Copies' } },
        WaitIntervalInSeconds: { Ref: 'Wait' },
        MaximumExecutionTimeoutInSeconds: 1234,
      },
    });
  });
});

describe('the bounds of a component deployment', () => {
  test.each([
    ['batches of 5 percent', rolling({ batchSize: CapacitySize.percent(5) })],
    ['batches of 50 percent', rolling({ batchSize: CapacitySize.percent(50) })],
    ['a rollback of 100 percent', rolling({ rollbackBatchSize: CapacitySize.percent(100) })],
    ['a wait of an hour', rolling({ waitInterval: Duration.hours(1) })],
    ['a limit of 600 seconds', rolling({ maximumExecutionTimeout: Duration.seconds(600) })],
    ['a limit of 28800 seconds', rolling({ maximumExecutionTimeout: Duration.seconds(28800) })],
  ])('let pass %s', (_, deployment) => {
    accept(deployment);
  });

  test.each([
    ['batches of 4 percent', rolling({ batchSize: CapacitySize.percent(4) }),
      'deployment: the batch must be a whole number from 5 to 50 percent, got: 4'],
    ['batches of 51 percent', rolling({ batchSize: CapacitySize.percent(51) }),
      'deployment: the batch must be a whole number from 5 to 50 percent, got: 51'],
    ['batches of 33.3 percent', rolling({ batchSize: CapacitySize.percent(33.3) }),
      'deployment: the batch must be a whole number from 5 to 50 percent, got: 33.3'],
    ['batches of no copy', rolling({ batchSize: CapacitySize.count(0) }),
      'deployment: the batch must be a whole number of at least 1, got: 0'],
    ['a rollback of no copy', rolling({ rollbackBatchSize: CapacitySize.count(0) }),
      'deployment: the rollback batch must be a whole number of at least 1, got: 0'],
    ['a wait above an hour', rolling({ waitInterval: Duration.seconds(3601) }),
      'deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 3601'],
    ['a wait of one and a half seconds', rolling({ waitInterval: Duration.millis(1500) }),
      'deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 1.5'],
    ['a limit of 599 seconds', rolling({ maximumExecutionTimeout: Duration.seconds(599) }),
      'deployment: maximumExecutionTimeout must be a whole number from 600 to 28800 seconds, got: 599'],
    ['a limit of 28801 seconds', rolling({ maximumExecutionTimeout: Duration.seconds(28801) }),
      'deployment: maximumExecutionTimeout must be a whole number from 600 to 28800 seconds, got: 28801'],
  ])('stop %s', (_, deployment, problem) => {
    expect(refusal(deployment)).toBe(`[Stack/Endpoint/Llama] ${problem}`);
  });

  test('stop a rollback of more than all copies', () => {
    expect(refusal(rolling({ rollbackBatchSize: CapacitySize.percent(101) })))
      .toMatch(/^\[Stack\/Endpoint\/Llama\] deployment: the rollback batch must be a whole number from \d+ to 100 percent, got: 101$/);
  });

  test.each<[string, number, (maximumExecutionTimeout: Duration) => ComponentDeployment]>([
    ['25 % are four batches, 4 x 300', 1200, (maximumExecutionTimeout) =>
      rolling({ batchSize: CapacitySize.percent(25), waitInterval: Duration.seconds(300), maximumExecutionTimeout })],
    ['40 % are three batches, 3 x 250', 750, (maximumExecutionTimeout) =>
      rolling({ batchSize: CapacitySize.percent(40), waitInterval: Duration.seconds(250), maximumExecutionTimeout })],
    ['20 % with the default wait are 5 x 300', 1500, (maximumExecutionTimeout) =>
      rolling({ batchSize: CapacitySize.percent(20), maximumExecutionTimeout })],
    ['by copies it is one batch at least, 1 x 900', 900, (maximumExecutionTimeout) =>
      rolling({ batchSize: CapacitySize.count(2), waitInterval: Duration.seconds(900), maximumExecutionTimeout })],
  ])('put the limit above the sum of the waits: %s', (_, sum, deployment) => {
    expect(refusal(deployment(Duration.seconds(sum)))).toBe(
      `[Stack/Endpoint/Llama] deployment: maximumExecutionTimeout must be above the sum of the waits, ${sum} seconds, got: ${sum} seconds`);
    accept(deployment(Duration.seconds(sum + 1)));
  });

  test('are checked at once, together with the rest of the component', () => {
    const message = errorOf(() => addComponent(
      addEndpoint(testStack()),
      rolling({ batchSize: CapacitySize.percent(60), waitInterval: Duration.hours(2) }),
      'under_scored',
    ));

    expect(message).toMatch(/^\[Stack\/Endpoint\/Llama\]\n/);
    expect(message).toContain("inferenceComponentName must be 1 to 63 letters, digits and inner dashes, got: 'under_scored'");
    expect(message).toContain('deployment: the batch must be a whole number from 5 to 50 percent, got: 60');
    expect(message).toContain('deployment: waitInterval must be a whole number from 0 to 3600 seconds, got: 7200');
  });
});

describe('a component deployment warns', () => {
  test('when it has no alarms, because then nothing makes it roll back', () => {
    expect(warningsOf(rolling())).toEqual([expect.stringMatching(/^the deployment has no rollback alarms: /)]);
  });

  test('of nothing when it has an alarm, or when there is no deployment', () => {
    expect(warningsOf(rolling({ rollbackAlarms: namedAlarms(testStack(), 1) }))).toEqual([]);
    expect(warningsOf()).toEqual([]);
  });

  test('when twenty batches of 361 seconds outlast the 7200 seconds that CloudFormation waits, and not at 360', () => {
    const slow = (wait: number) => rolling({
      batchSize: CapacitySize.percent(5), waitInterval: Duration.seconds(wait), rollbackAlarms: namedAlarms(testStack(), 1),
    });

    expect(warningsOf(slow(361))).toEqual([expect.stringContaining('may take 7220 seconds, and CloudFormation may give up after 7200')]);
    expect(warningsOf(slow(360))).toEqual([]);
  });

  test('when its limit lies above the 7200 seconds that CloudFormation waits', () => {
    const limited = (limit: number) => rolling({
      maximumExecutionTimeout: Duration.seconds(limit), rollbackAlarms: namedAlarms(testStack(), 1),
    });

    expect(warningsOf(limited(7201))).toEqual([expect.stringContaining('may take 7201 seconds')]);
    expect(warningsOf(limited(7200))).toEqual([]);
  });

  test('on the component, where a user can acknowledge it without silencing the endpoint', () => {
    const stack = testStack();
    const component = addComponent(addEndpoint(stack), rolling());
    Annotations.of(component).acknowledgeWarning('cdk-sagemaker-insights:deploymentWithoutRollbackAlarms');

    expect(warnings(stack)).toEqual([]);
  });
});

describe('the rollback alarms of a component', () => {
  const REFUSED =
    "[Stack/Endpoint/Llama] deployment: the rollback alarm 'Stack/Errors' needs what it guards, which needs the alarm: " +
    'CloudFormation refuses the cycle.';

  test('can be ten, and not eleven', () => {
    const stack = testStack();
    const component = addComponent(addEndpoint(stack), rolling({ rollbackAlarms: namedAlarms(stack, 10) }));
    expect(rollbackAlarms(stack)).toEqual({ Alarms: expect.arrayContaining([{ AlarmName: expect.anything() }]) });

    const other = testStack();
    addComponent(addEndpoint(other), rolling({ rollbackAlarms: namedAlarms(other, 10) }))
      .addRollbackAlarm(cloudwatch.Alarm.fromAlarmName(other, 'Eleventh', 'eleventh'));
    expect(errorOf(() => App.of(other)!.synth()))
      .toContain(`[${component.node.path}] deployment: at most 10 rollback alarms are watched, got: 11`);
  });

  test('row 20: may be added when the component exists, which its own metrics need', () => {
    const stack = testStack();
    const component = addComponent(addEndpoint(stack), rolling());
    const errors = component.metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
    component.addRollbackAlarm(errors);

    expect(rollbackAlarms(stack)).toEqual({ Alarms: [{ AlarmName: stack.resolve(errors.alarmName) }] });
    expect(warnings(stack)).toEqual([]);
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('need a deployment that they can stop', () => {
    const stack = testStack();
    const component = addEndpoint(stack).addInferenceComponent('Llama', { model: vllmModel(stack), resources: { accelerators: 1 } });

    expect(errorOf(() => component.addRollbackAlarm(cloudwatch.Alarm.fromAlarmName(stack, 'Guard', 'guard'))))
      .toBe('[Stack/Endpoint/Llama] a rollback alarm needs a deployment that it can stop: expected the property deployment, got: undefined');
  });

  test('row 20: may watch the endpoint, which exists before its components', () => {
    const stack = testStack();
    const endpoint = addEndpoint(stack);
    const errors = endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
    addComponent(endpoint, rolling({ rollbackAlarms: [errors] }));

    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm').Dimensions[0])
      .toEqual({ Name: 'EndpointName', Value: stack.resolve(endpoint.endpointName) });
    expect(rollbackAlarms(stack)).toEqual({ Alarms: [{ AlarmName: stack.resolve(errors.alarmName) }] });
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 20: may be PromQL alarms on the endpoint', () => {
    const stack = testStack();
    const endpoint = addEndpoint(stack);
    const waiting = new cloudwatch.PromQLAlarm(stack, 'Waiting', {
      query: `{"vllm:num_requests_waiting","aws.sagemaker.endpoint.name"="${endpoint.endpointName}"} > 100`,
      evaluationInterval: Duration.minutes(1),
    });
    addComponent(endpoint, rolling({ rollbackAlarms: [waiting] }));

    expect(rollbackAlarms(stack)).toEqual({ Alarms: [{ AlarmName: stack.resolve(waiting.alarmName) }] });
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 20: may watch the component itself by its literal name', () => {
    const stack = testStack();
    const errors = InferenceComponent.fromInferenceComponentName(stack, 'Watched', 'llama')
      .metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
    addComponent(addEndpoint(stack), rolling({ rollbackAlarms: [errors] }), 'llama');

    expect(propertiesOf(stack, 'AWS::CloudWatch::Alarm').Dimensions).toEqual([{ Name: 'InferenceComponentName', Value: 'llama' }]);
    expect(rollbackAlarms(stack)).toEqual({ Alarms: [{ AlarmName: stack.resolve(errors.alarmName) }] });
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 20: may watch the component itself by the name that the library made, which is literal too', () => {
    const stack = testStack();
    const errors = new cloudwatch.Metric({
      namespace: 'AWS/SageMaker',
      metricName: 'Invocation5XXErrors',
      dimensionsMap: { InferenceComponentName: Lazy.string({ produce: () => component.inferenceComponentName }) },
    }).createAlarm(stack, 'Errors', ONCE);
    const component: InferenceComponent = addComponent(addEndpoint(stack), rolling({ rollbackAlarms: [errors] }));

    expect(rollbackAlarms(stack)).toEqual({ Alarms: [{ AlarmName: stack.resolve(errors.alarmName) }] });
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });

  test('row 20: are refused at synth when one refers to the component, which is a cycle', () => {
    const stack = testStack();
    const errors = new cloudwatch.Metric({ namespace: 'App', metricName: 'Errors' }).createAlarm(stack, 'Errors', {
      ...ONCE, alarmDescription: `Look at ${Lazy.string({ produce: () => component.inferenceComponentArn })}`,
    });
    const component: InferenceComponent = addComponent(addEndpoint(stack), rolling({ rollbackAlarms: [errors] }));

    expect(errorOf(() => synth(stack))).toContain(REFUSED);
  });

  test('row 20: are what the role of the endpoint may describe, without a cycle when they watch the endpoint', () => {
    const stack = testStack();
    const endpoint = addEndpoint(stack);
    const errors = endpoint.metricInvocation5XXErrors().createAlarm(stack, 'Errors', ONCE);
    addComponent(endpoint, rolling({ rollbackAlarms: [errors] }));

    const statements = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Record<string, unknown>[])
      .filter(({ Action }) => [Action].flat().includes('cloudwatch:DescribeAlarms'));
    expect(statements).toEqual([{ Action: 'cloudwatch:DescribeAlarms', Effect: 'Allow', Resource: stack.resolve(errors.alarmArn) }]);
    expect(cycleIn(dependencyGraph(stack))).toBeUndefined();
  });
});
