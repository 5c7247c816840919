import { Duration } from 'aws-cdk-lib';
import { AdjustmentType, ScalableTarget, StepScalingAction } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';

/** By how much a step changes capacity. */
export interface CapacityChange {
  /** A number of copies or instances, or a percentage of those there are. */
  readonly amount: number;
  readonly isPercent: boolean;
  /** What a percentage changes at least. */
  readonly atLeast?: number;
}

/**
 * A step policy for a PromQL alarm. Such an alarm has no threshold, and which number Application Auto Scaling compares with the bounds of
 * steps is not documented: two touching steps with the same adjustment apply whatever the number is. A single step without any bound is
 * refused (PutScalingPolicy reference).
 */
export function promQlStepPolicy(
  scope: Construct, id: string, scalingTarget: ScalableTarget, { amount, isPercent, atLeast }: CapacityChange, cooldown: Duration,
): StepScalingAction {
  const action = new StepScalingAction(scope, id, {
    scalingTarget,
    adjustmentType: isPercent ? AdjustmentType.PERCENT_CHANGE_IN_CAPACITY : AdjustmentType.CHANGE_IN_CAPACITY,
    minAdjustmentMagnitude: atLeast,
    cooldown,
  });
  action.addAdjustment({ upperBound: 0, adjustment: amount });
  action.addAdjustment({ lowerBound: 0, adjustment: amount });
  return action;
}
