import { AlarmRule, Pace } from './alarm-rule';

/** When an alarm is evaluated and how long something must last, in seconds. */
export interface AlarmSchedule {
  readonly evaluation: number;
  readonly pending: number;
  readonly recovery: number;
}

const SHORTEST_EVALUATION: Record<Pace, number> = { fast: 10, normal: 60, slow: 300, rare: 1800 };

/** A row that breaches must be seen in two samples, so that a single odd one counts for nothing. */
const INTERVALS_PENDING = 2;

/** The schedule of a rule for metrics that are published at an interval. All publish frequencies of SageMaker are legal intervals. */
export function scheduleOf(rule: AlarmRule, publishSeconds: number, evaluationSeconds?: number): AlarmSchedule {
  const least = rule.pendingSeconds === 0 ? 0 : INTERVALS_PENDING * publishSeconds;
  return {
    evaluation: evaluationSeconds ?? Math.max(SHORTEST_EVALUATION[rule.pace], publishSeconds),
    pending: Math.max(rule.pendingSeconds, least),
    recovery: rule.recoverySeconds,
  };
}
