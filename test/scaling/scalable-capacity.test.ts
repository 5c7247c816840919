import { CfnResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ALARM, POLICY, qwen, solo, TARGET, tracking, triggered } from './support';
import { InferenceComponent, InferenceEndpoint, ModelArtifacts, SafetyNet, ScalableCopies, ScalableInstances } from '../../src';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack, warnings } from '../support';

const BOUNDS = { minCapacity: 2, maxCapacity: 8 };
const ROLE = 'arn:<AWS::Partition>:iam::111122223333:role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/' +
  'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';

function resources(stack: Stack): Record<string, any> {
  return Template.fromStack(stack).toJSON().Resources;
}

describe('the target', () => {
  test('of copies is the component by its own name, with the service-linked role', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');

    const { RoleARN, ...target } = propertiesOf(stack, TARGET);
    expect(target).toEqual({
      MinCapacity: 2,
      MaxCapacity: 8,
      ResourceId: 'inference-component/qwen',
      ScalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
      ServiceNamespace: 'sagemaker',
    });
    expect(text(RoleARN)).toBe(ROLE);
    // The execution role of the endpoint is the only one.
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('of instances is the variant of the endpoint', () => {
    const stack = testStack();
    solo(stack).autoScaleInstances(BOUNDS).scaleOnEnginePressure('Pressure');
    expect(propertiesOf(stack, TARGET)).toMatchObject({
      ResourceId: 'endpoint/solo/variant/AllTraffic', ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    });
  });

  test('of imports, too', () => {
    const stack = testStack();
    const component = InferenceComponent.fromInferenceComponentName(stack, 'Component', 'llama');
    const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', { endpointName: 'code', variantName: 'blue' });
    new ScalableCopies(stack, 'Copies', { component, ...BOUNDS }).scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 60 });
    new ScalableInstances(stack, 'Instances', { endpoint, ...BOUNDS }).scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 60 });
    expect(Object.values(Template.fromStack(stack).findResources(TARGET)).map(({ Properties }) => Properties.ResourceId))
      .toEqual(['inference-component/llama', 'endpoint/code/variant/blue']);
    expect(tracking(stack).map(({ PredefinedMetricSpecification }) => PredefinedMetricSpecification.PredefinedMetricType))
      .toEqual(['SageMakerInferenceComponentInvocationsPerCopy', 'SageMakerVariantInvocationsPerInstance']);
  });

  test('row 3 of the facts: what scales goes before what is scaled, so that an endpoint can be deleted', () => {
    for (const [scaled, make] of [
      ['AWS::SageMaker::InferenceComponent', (stack: Stack) => qwen(stack).autoScaleCopies(BOUNDS)],
      ['AWS::SageMaker::Endpoint', (stack: Stack) => solo(stack).autoScaleInstances(BOUNDS)],
    ] as const) {
      const stack = testStack();
      make(stack).scaleOnEnginePressure('Pressure');
      const all = resources(stack);
      const [[targetId, target]] = Object.entries(all).filter(([, { Type }]) => Type === TARGET);
      expect(target.DependsOn.map((id: string) => all[id].Type)).toContain(scaled);
      const policies = Object.entries(all).filter(([, { Type }]) => Type === POLICY);
      policies.forEach(([, { Properties }]) => expect(Properties.ScalingTargetId).toEqual({ Ref: targetId }));
      const actions = Object.values(all).filter(({ Type }) => Type === ALARM).flatMap(({ Properties }) => Properties.AlarmActions);
      // Three tiers and calm, by reference; the fifth policy makes its own alarms.
      expect(actions).toEqual(policies.slice(0, 4).map(([Ref]) => ({ Ref })));
    }
  });
});

describe('what deployments leave alone', () => {
  test('row 8: updates of an endpoint keep the number of instances that scaling decided', () => {
    const stack = testStack();
    solo(stack).autoScaleInstances(BOUNDS).scaleOnEnginePressure('Pressure');
    expect(propertiesOf(stack, 'AWS::SageMaker::Endpoint').RetainAllVariantProperties).toBe(true);
    const fixed = testStack();
    solo(fixed);
    expect(propertiesOf(fixed, 'AWS::SageMaker::Endpoint')).not.toHaveProperty('RetainAllVariantProperties');
  });

  test('row 12: the template holds the fewest copies, and never 0', () => {
    for (const [minCapacity, copies] of [[0, 1], [1, 1], [3, 3]]) {
      const stack = testStack();
      qwen(stack, {}, { min: 0 }).autoScaleCopies({ minCapacity, maxCapacity: 8 });
      expect(propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').RuntimeConfig).toEqual({ CopyCount: copies });
    }
  });

  test('the fewest copies stand there also where they are known at deployment only', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies({ minCapacity: Lazy.number({ produce: () => 3 }), maxCapacity: 8 });
    expect(propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').RuntimeConfig).toEqual({ CopyCount: 3 });
  });

  test('the instances of a fleet lie within the bounds', () => {
    const stack = testStack();
    solo(stack).autoScaleInstances({ minCapacity: 3, maxCapacity: 6 });
    expect(errorOf(() => Template.fromStack(stack)))
      .toContain('instances: count of an autoscaled endpoint must be a whole number from 3 to 6, got: 2');
  });

  test('a number to begin with may be given within the bounds', () => {
    const stack = testStack();
    qwen(stack, { copies: 4 }).autoScaleCopies(BOUNDS);
    expect(propertiesOf(stack, 'AWS::SageMaker::InferenceComponent').RuntimeConfig).toEqual({ CopyCount: 4 });

    const beyond = testStack();
    qwen(beyond, { copies: 1 }).autoScaleCopies(BOUNDS);
    expect(errorOf(() => Template.fromStack(beyond))).toContain('copies of an autoscaled component must be a whole number from 2 to 8, got: 1');
  });
});

describe('target tracking', () => {
  test('of requests in flight, of requests and of a metric of one\'s own, with both cooldowns', () => {
    const stack = testStack();
    const component = qwen(stack);
    const copies = component.autoScaleCopies(BOUNDS);
    copies.scaleOnConcurrentRequests('Concurrency', { targetConcurrentRequests: 12, scaleInCooldown: Duration.minutes(9) });
    copies.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 90, disableScaleIn: true, scaleOutCooldown: Duration.minutes(2) });
    copies.scaleToTrackCustomMetric('Gpu', { metric: component.metricGPUUtilization(), targetValue: 60, disableScaleIn: true });

    expect(tracking(stack)).toEqual([
      {
        DisableScaleIn: false,
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution' },
        ScaleInCooldown: 540,
        ScaleOutCooldown: 300,
        TargetValue: 12,
      }, {
        DisableScaleIn: true,
        PredefinedMetricSpecification: { PredefinedMetricType: 'SageMakerInferenceComponentInvocationsPerCopy' },
        ScaleInCooldown: 300,
        ScaleOutCooldown: 120,
        TargetValue: 90,
      }, {
        CustomizedMetricSpecification: {
          Dimensions: [{ Name: 'InferenceComponentName', Value: 'qwen' }],
          MetricName: 'GPUUtilizationNormalized',
          Namespace: '/aws/sagemaker/InferenceComponents',
          Statistic: 'Average',
        },
        DisableScaleIn: true,
        ScaleInCooldown: 300,
        ScaleOutCooldown: 300,
        TargetValue: 60,
      },
    ]);
  });

  test('refuses a target of 0, and one metric in two policies', () => {
    const copies = qwen(testStack()).autoScaleCopies(BOUNDS);
    expect(errorOf(() => copies.scaleOnConcurrentRequests('None', { targetConcurrentRequests: 0 })))
      .toContain('targetConcurrentRequests must be above 0, got: 0');
    copies.scaleOnEnginePressure('Pressure');
    expect(errorOf(() => copies.scaleOnConcurrentRequests('Twice', { targetConcurrentRequests: 5, disableScaleIn: true })))
      .toContain('a metric may be tracked by one policy of a target, got: PressureSafetyNet and Twice');
  });
});

describe('row 31: exactly one policy takes capacity away', () => {
  test('a second one is refused, whichever comes first', () => {
    const first = qwen(testStack()).autoScaleCopies(BOUNDS);
    first.scaleOnEnginePressure('Pressure', { safetyNet: SafetyNet.NONE });
    expect(errorOf(() => first.scaleOnConcurrentRequests('Concurrency', { targetConcurrentRequests: 5 })))
      .toContain('exactly one policy of a target may scale in, or they undo what the others decided: expected disableScaleIn: true for all others, ' +
        'got two that scale in: Pressure and Concurrency');

    const second = qwen(testStack()).autoScaleCopies(BOUNDS);
    second.scaleOnConcurrentRequests('Concurrency', { targetConcurrentRequests: 5 });
    expect(errorOf(() => second.scaleOnEnginePressure('Pressure', { safetyNet: SafetyNet.NONE }))).toContain('Concurrency and Pressure');
    second.scaleOnInvocations('Invocations', { targetInvocationsPerMinute: 60, disableScaleIn: true });
  });

  test('beside engine pressure all tracking has scale-in disabled, and pressure alone has a policy that subtracts', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure');
    expect(tracking(stack).map(({ DisableScaleIn }) => DisableScaleIn)).toEqual([true]);
    expect(triggered(stack).map(({ policy }) => policy.StepAdjustments[0].ScalingAdjustment)).toEqual([1, 3, 100, -1]);
  });

  test('without any there is a warning', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies(BOUNDS).scaleOnEnginePressure('Pressure', { disableScaleIn: true });
    expect(warnings(stack).join()).toContain('no policy takes copies away, so they stay where the busiest time took them');
  });
});

describe('schedules', () => {
  test('move the bounds', () => {
    const stack = testStack();
    qwen(stack).autoScaleCopies(BOUNDS).scaleOnSchedule('Night', { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }), minCapacity: 0 });
    expect(propertiesOf(stack, TARGET).ScheduledActions).toEqual([
      { ScheduledActionName: 'Night', Schedule: 'cron(0 22 * * ? *)', ScalableTargetAction: { MinCapacity: 0 } },
    ]);
  });

  test('fit the bounds that they leave alone', () => {
    const copies = qwen(testStack()).autoScaleCopies(BOUNDS);
    const night = { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }) };
    expect(errorOf(() => copies.scaleOnSchedule('Many', { ...night, minCapacity: 12 })))
      .toContain('minCapacity must not be above maxCapacity, got: minCapacity 12, maxCapacity 8');
    expect(errorOf(() => copies.scaleOnSchedule('None', night))).toContain('a schedule must move minCapacity, maxCapacity or both, got: neither');
  });

  test('cannot take the last instance of an endpoint with one model', () => {
    const instances = solo(testStack()).autoScaleInstances(BOUNDS);
    const night = { schedule: appscaling.Schedule.cron({ hour: '22', minute: '0' }) };
    expect(errorOf(() => instances.scaleOnSchedule('Night', { ...night, minCapacity: 0 })))
      .toContain('minCapacity must be a whole number of at least 1 instances, got: 0');
    expect(errorOf(() => instances.scaleOnSchedule('Day', { ...night, minCapacity: 3, maxCapacity: 2 })))
      .toContain('minCapacity must not be above maxCapacity, got: minCapacity 3, maxCapacity 2');
  });
});

describe('bounds', () => {
  test.each([
    [{ minCapacity: 5, maxCapacity: 4 }, 'minCapacity must not be above maxCapacity, got: minCapacity 5, maxCapacity 4'],
    [{ minCapacity: -1, maxCapacity: 4 }, 'minCapacity must be a whole number of at least 0 copies, got: -1'],
    [{ minCapacity: 0, maxCapacity: 0 }, 'maxCapacity must be a whole number of at least 1 copies, got: 0'],
    [{ minCapacity: 1, maxCapacity: 4, startUpTime: Duration.millis(1500) }, 'startUpTime must be a whole number of at least 0 seconds, got: 1.5'],
  ])('%p are refused', (bounds, message) => {
    expect(errorOf(() => qwen(testStack()).autoScaleCopies(bounds))).toContain(message);
  });

  test('of an endpoint with one model begin at one instance', () => {
    expect(errorOf(() => solo(testStack()).autoScaleInstances({ minCapacity: 0, maxCapacity: 4 })))
      .toContain('minCapacity must be a whole number of at least 1 instances, got: 0');
  });

  test('that are tokens pass', () => {
    const stack = testStack();
    const [minCapacity, maxCapacity] = [9, 3].map((value) => Lazy.number({ produce: () => value }));
    qwen(stack).autoScaleCopies({ minCapacity, maxCapacity }).scaleOnConcurrentRequests('C', { targetConcurrentRequests: 5 });
    expect(propertiesOf(stack, TARGET)).toMatchObject({ MinCapacity: 9, MaxCapacity: 3 });
  });

  test('of the instances of an endpoint for components are refused: SageMaker scales them itself', () => {
    const stack = testStack();
    const { endpoint } = qwen(stack);
    const imported = InferenceEndpoint.fromEndpointAttributes(stack, 'Imported', { endpointName: 'code', inferenceComponentNames: ['llama'] });
    for (const [id, hosts] of Object.entries({ Provisioned: endpoint, Named: imported })) {
      expect(errorOf(() => new ScalableInstances(stack, id, { endpoint: hosts, ...BOUNDS }))).toContain(
        'the instances of an endpoint for inference components are scaled by SageMaker with the copies that are placed on them (managed instance ' +
        `scaling): expected autoScaleCopies of its components, or an endpoint with one model, got: ${hosts.node.path}`);
    }
  });

  test('of an adapter are refused: it uses the copies of its base', () => {
    const stack = testStack();
    const artifacts = ModelArtifacts.archive(s3.Bucket.fromBucketName(stack, 'Adapters', 'adapters'), 'support.tar.gz');
    const component = qwen(stack).addAdapter('Support', { artifacts });
    expect(errorOf(() => new ScalableCopies(stack, 'Copies', { component, ...BOUNDS })))
      .toContain('an adapter uses the copies of its base: expected the component that it belongs to, got: the adapter Stack/Chat/Qwen/Support');
  });

  test('stand once', () => {
    const component = qwen(testStack());
    component.autoScaleCopies(BOUNDS);
    expect(errorOf(() => new ScalableCopies(component, 'Again', { component, ...BOUNDS })))
      .toContain('copies may be scaled by one target, got another one: Stack/Chat/Qwen/ScalableCopies');
  });

  test('that the largest fleet cannot hold are refused: 17 copies with one GPU each on four instances with four', () => {
    const fits = testStack();
    qwen(fits).autoScaleCopies({ minCapacity: 1, maxCapacity: 16 });
    Template.fromStack(fits);
    const stack = testStack();
    qwen(stack).autoScaleCopies({ minCapacity: 1, maxCapacity: 17 });
    expect(errorOf(() => Template.fromStack(stack))).toContain(
      'instances: the component Qwen may never have its 17 copies: beside the others it would reserve more accelerators than 4 instances have: ' +
      'expected at most what they have, got: 17 of 16 on ml.g6.12xlarge. Raise max or lower maxCapacity');
  });
});

describe('the number of resources', () => {
  function cost(scale: (copies: ScalableCopies) => void): number {
    const [without, scaled] = [testStack(), testStack()];
    qwen(without);
    scale(qwen(scaled).autoScaleCopies(BOUNDS));
    return Object.keys(resources(scaled)).length - Object.keys(resources(without)).length;
  }

  test('of a scaled component is 7 with one tier and 11 with three, the component itself included', () => {
    expect(1 + cost((copies) => copies.scaleOnEnginePressure('Pressure', { kvCacheUtilization: 45 }))).toBe(7);
    expect(1 + cost((copies) => copies.scaleOnEnginePressure('Pressure'))).toBe(11);
  });

  test('above 500 is refused with how to split', () => {
    const elsewhere = testStack();
    const component = qwen(elsewhere);
    const stack = new Stack(elsewhere.node.root, 'Scaling', { env: { region: 'eu-central-1', account: '111122223333' } });
    new ScalableCopies(stack, 'Copies', { component, ...BOUNDS }).scaleOnEnginePressure('Pressure');
    const before = stack.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)).length;
    for (let index = before; index < 501; index++) {
      new CfnResource(stack, `Resource${index}`, { type: 'AWS::SNS::Topic' });
    }
    expect(errorOf(() => Template.fromStack(stack))).toContain(
      'a stack holds at most 500 resources, got: 501, with 1 that scale something. A scaled component costs about 7 with one tier of pressure and 11 with three');
  });
});
