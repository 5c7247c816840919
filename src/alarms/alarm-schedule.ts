import { AlarmRule, Pace } from './alarm-rule';
import { INTERVALS_PENDING, TelemetryWindow } from '../telemetry/window';

/** When an alarm is evaluated and how long something must last, in seconds. */
export interface AlarmSchedule {
  readonly evaluation: number;
  readonly pending: number;
  readonly recovery: number;
}

const SHORTEST_EVALUATION: Record<Pace, number> = { fast: 10, normal: 60, slow: 300, rare: 1800 };

/** The schedule of a rule for metrics that are published at an interval. All publish frequencies of SageMaker are legal intervals. */
export function scheduleOf(rule: AlarmRule, publishSeconds: number, evaluationSeconds?: number): AlarmSchedule {
  const twoSamples = rule.pendingSeconds === 0 ? 0 : INTERVALS_PENDING * publishSeconds;
  const wholeRate = rule.outlastsRate ? new TelemetryWindow(publishSeconds).rate : 0;
  return {
    evaluation: evaluationSeconds ?? Math.max(SHORTEST_EVALUATION[rule.pace], publishSeconds),
    pending: Math.max(rule.pendingSeconds, twoSamples, wholeRate),
    recovery: rule.recoverySeconds,
  };
}
