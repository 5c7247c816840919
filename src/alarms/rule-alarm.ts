import { Duration, Lazy } from 'aws-cdk-lib';
import {
  Alarm, AlarmBase, AlarmRule as CompositeRule, AlarmState, ComparisonOperator, CompositeAlarm, PromQLAlarm, TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmContext } from './alarm-context';
import { describeAlarm } from './alarm-description';
import { AlarmRule, ClassicCondition, Watch } from './alarm-rule';
import { AlarmSchedule } from './alarm-schedule';
import { IInferenceComponent } from '../endpoint';

/** What an alarm is made of. */
export interface RuleAlarmProps {
  readonly rule: AlarmRule;
  readonly context: AlarmContext;
  readonly schedule: AlarmSchedule;
}

/** What a rule watches, as far as is known now. */
export function watchOf(rule: AlarmRule, context: AlarmContext): Watch {
  return rule.watch(context, rule.threshold?.value ?? 0);
}

/** The alarm of a rule with a PromQL query, which is written at synth, when all that is on the endpoint is known. */
export function promQlAlarm(scope: Construct, id: string, { rule, context, schedule }: RuleAlarmProps): PromQLAlarm {
  return new PromQLAlarm(scope, id, {
    alarmDescription: describeAlarm(rule),
    query: Lazy.uncachedString({
      produce: () => {
        const watch = watchOf(rule, context);
        return watch.kind === 'promql' ? watch.query : undefined;
      },
    }),
    evaluationInterval: Duration.seconds(schedule.evaluation),
    pendingPeriod: Duration.seconds(schedule.pending),
    recoveryPeriod: Duration.seconds(schedule.recovery),
  });
}

/**
 * The alarm of a rule with classic metrics, which are published every minute whatever the endpoint's publish frequency. Several conditions
 * are joined by a composite alarm.
 */
export function classicAlarm(
  scope: Construct, id: string, rule: AlarmRule, conditions: readonly ClassicCondition[], component?: IInferenceComponent,
): AlarmBase {
  const alarmDescription = describeAlarm(rule, component?.inferenceComponentName);
  const several = conditions.length > 1;
  const alarms = conditions.map(({ metric, threshold, periods }, index) => new Alarm(scope, several ? `${id}-${index + 1}` : id, {
    alarmDescription,
    metric,
    threshold,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: several ? periods : Math.max(1, Math.round(rule.pendingSeconds / 60)),
    treatMissingData: TreatMissingData.NOT_BREACHING,
  }));
  return several
    ? new CompositeAlarm(scope, id, {
      alarmDescription,
      alarmRule: CompositeRule.allOf(...alarms.map((alarm) => CompositeRule.fromAlarm(alarm, AlarmState.ALARM))),
    })
    : alarms[0];
}
