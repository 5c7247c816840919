import * as scaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** A component `qwen` that is scaled by raw resources. */
export function rawTarget(scope: Construct, changes: Partial<scaling.CfnScalableTargetProps> = {}): scaling.CfnScalableTarget {
  return new scaling.CfnScalableTarget(scope, 'Target', {
    serviceNamespace: 'sagemaker',
    scalableDimension: 'sagemaker:inference-component:DesiredCopyCount',
    resourceId: 'inference-component/qwen',
    minCapacity: 1,
    maxCapacity: 8,
    ...changes,
  });
}

/** A policy of such a target: by steps with an adjustment, or by target tracking. */
export function rawPolicy(
  scope: Construct, id: string, target: scaling.CfnScalableTarget, adjustmentOrTracking: number | Record<string, unknown>,
): scaling.CfnScalingPolicy {
  const by = typeof adjustmentOrTracking === 'number'
    ? {
      policyType: 'StepScaling',
      stepScalingPolicyConfiguration: {
        adjustmentType: 'ChangeInCapacity', stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: adjustmentOrTracking }],
      },
    }
    : { policyType: 'TargetTrackingScaling', targetTrackingScalingPolicyConfiguration: { targetValue: 5, ...adjustmentOrTracking } };
  return new scaling.CfnScalingPolicy(scope, id, { policyName: id, scalingTargetId: target.ref, ...by });
}

/** A PromQL alarm made of a raw resource. */
export function rawPromQlAlarm(scope: Construct, id: string, query: string, actions: string[] = []): cloudwatch.CfnAlarm {
  return new cloudwatch.CfnAlarm(scope, id, {
    evaluationCriteria: { promQlCriteria: { query, pendingPeriod: 300, recoveryPeriod: 300 } },
    evaluationInterval: 60,
    alarmActions: actions,
  } as cloudwatch.CfnAlarmProps);
}
