import { Duration } from 'aws-cdk-lib';
import { AdjustmentType, ScalableTarget, StepScalingAction } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ApplicationScalingAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { ScalingAlarm } from './scaling-alarm';
import { classicMetric, ClassicMetrics, Dimension } from '../telemetry/classic-metrics';

/**
 * Adds a copy at the first call that found none. AWS's example compares with "above 1", which takes two failed calls
 * (github.com/stdapi-ai/stdapi.ai/issues/43).
 */
export function wakeUp(
  scope: Construct, id: string, componentName: string, scalingTarget: ScalableTarget, cooldown: Duration,
): ScalingAlarm {
  const alarm = new Alarm(scope, `${id}Alarm`, {
    alarmDescription: `Wakes the component ${componentName}: a call found no copy. Its state ALARM is no trouble unless it lasts.`,
    metric: classicMetric(ClassicMetrics.NO_CAPACITY_FAILURES, { [Dimension.COMPONENT]: componentName }, {
      statistic: Stats.MAXIMUM, period: Duration.minutes(1),
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    // Without calls there is no data.
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const policy = new StepScalingAction(scope, id, { scalingTarget, adjustmentType: AdjustmentType.CHANGE_IN_CAPACITY, cooldown });
  policy.addAdjustment({ lowerBound: 0, adjustment: 1 });
  alarm.addAlarmAction(new ApplicationScalingAction(policy));
  return { alarm, title: 'Wake-up: a call found no copy' };
}
