import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ALARM, POLICY, qwen, TARGET, tracking, triggered } from './support';
import { ManagedInstanceFleetOptions, ScaleToZeroProps } from '../../src';
import { errorOf, propertiesOf, testStack, warnings } from '../support';

function toZero(props: Partial<ScaleToZeroProps> = {}, minCapacity = 0, fleet: Partial<ManagedInstanceFleetOptions> = { min: 0 }) {
  const stack = testStack();
  const copies = qwen(stack, {}, fleet).autoScaleCopies({ minCapacity, maxCapacity: 4 });
  copies.scaleToZero('Zero', { targetConcurrentRequests: 5, ...props });
  return { stack, copies };
}

describe('row 18: the four pieces of scaling to zero', () => {
  const { stack } = toZero();
  const { Resources: resources } = Template.fromStack(stack).toJSON();

  test('a fleet and a target whose minimum is 0', () => {
    const [variant] = propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ProductionVariants;
    expect(variant.ManagedInstanceScaling).toMatchObject({ Status: 'ENABLED', MinInstanceCount: 0 });
    expect(propertiesOf(stack, TARGET).MinCapacity).toBe(0);
  });

  test('target tracking that takes copies away', () => {
    const [{ DisableScaleIn, TargetValue, ScaleInCooldown, ScaleOutCooldown }, ...others] = tracking(stack);
    expect({ DisableScaleIn, TargetValue, ScaleInCooldown, ScaleOutCooldown }).toEqual({
      DisableScaleIn: false, TargetValue: 5, ScaleInCooldown: 300, ScaleOutCooldown: 300,
    });
    expect(others).toEqual([]);
  });

  test('an alarm at one failed call, whose only dimension is the component, with a policy that adds a copy', () => {
    const [alarm] = Object.values<any>(resources).filter(({ Type }) => Type === ALARM);
    const { Properties: { AlarmActions: [{ Ref: policy }], AlarmDescription, ...properties } } = alarm;
    expect(properties).toEqual({
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Dimensions: [{ Name: 'InferenceComponentName', Value: 'qwen' }],
      EvaluationPeriods: 1,
      MetricName: 'NoCapacityInvocationFailures',
      Namespace: 'AWS/SageMaker',
      Period: 60,
      Statistic: 'Maximum',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
    expect(AlarmDescription).toContain('a call found no copy');
    expect(resources[policy]).toMatchObject({
      Type: POLICY,
      Properties: {
        PolicyType: 'StepScaling',
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity', Cooldown: 300, StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      },
    });
  });
});

describe('beside scaling to zero', () => {
  test('engine pressure only adds copies, and needs no safety net', () => {
    const { stack, copies } = toZero();
    copies.scaleOnEnginePressure('Pressure');
    expect(triggered(stack).map(({ policy }) => policy.StepAdjustments[0].ScalingAdjustment)).toEqual([1, 3, 100]);
    expect(tracking(stack)).toHaveLength(1);
  });

  test('cooldowns can be set', () => {
    const { stack } = toZero({
      wakeUpCooldown: Duration.minutes(3), scaleInCooldown: Duration.minutes(30), scaleOutCooldown: Duration.minutes(4),
    });
    expect(tracking(stack)[0]).toMatchObject({ ScaleInCooldown: 1800, ScaleOutCooldown: 240 });
    expect(Object.values(Template.fromStack(stack).findResources(POLICY))
      .flatMap(({ Properties }) => Properties.StepScalingPolicyConfiguration?.Cooldown ?? [])).toEqual([180]);
  });
});

describe('what is refused, and nothing is overwritten', () => {
  test('a minimum of copies above 0', () => {
    expect(errorOf(() => toZero({}, 1))).toContain('minCapacity must be 0 for copies that go to zero, got: 1');
  });

  test('a minimum of instances above 0', () => {
    expect(errorOf(() => toZero({}, 0, { min: 1 }))).toContain('instances: min of the fleet must be 0 for an endpoint that goes to zero, got: 1');
  });

  test('twice', () => {
    expect(errorOf(() => toZero().copies.scaleToZero('Again', { targetConcurrentRequests: 5 }))).toContain('scaleToZero must stand once, got: twice');
  });
});

describe('warnings', () => {
  test('a fleet that may go to zero with a component that never does', () => {
    const stack = testStack();
    qwen(stack, {}, { min: 0 }).autoScaleCopies({ minCapacity: 2, maxCapacity: 4 }).scaleOnEnginePressure('Pressure');
    expect(warnings(stack).join()).toContain('the fleet may shrink to 0 instances but this component always keeps 2 copies');
    expect(warnings(toZero().stack).join()).not.toContain('shrink to 0');
  });

  test('a component that may go to zero and that nothing wakes', () => {
    const stack = testStack();
    qwen(stack, {}, { min: 0 }).autoScaleCopies({ minCapacity: 0, maxCapacity: 4 }).scaleOnConcurrentRequests('C', { targetConcurrentRequests: 5 });
    expect(warnings(stack).join()).toContain('minCapacity is 0 and nothing wakes the component');
    expect(warnings(toZero().stack).join()).not.toContain('nothing wakes');
  });
});
