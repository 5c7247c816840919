import { InferenceSignal } from '../../../telemetry';
import { above, all, atLeast, calculate, overTime } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { TIME_TO_FIRST_TOKEN } = InferenceSignal;

/** Below this nobody complains, whatever it was before. */
const UNNOTICED_SECONDS = 0.5;

/** The day before the last hour: what is wrong now must not become what is usual. */
const USUAL = { seconds: 86400, step: 300, agoSeconds: 3600 };

/** Time to first token far above what it was within the last day. */
export function isAboveBaseline(context: AlarmContext, factor: number): string {
  const latency = context.promQl(TIME_TO_FIRST_TOKEN, context.perComponent, { quantile: 0.9 });
  // Without requests the quantile is NaN, and a single NaN would make the average of the whole day NaN, which nothing is above.
  const usual = overTime('avg', atLeast(latency, 0), USUAL);
  return all(
    above(latency, UNNOTICED_SECONDS),
    `(${latency}) > (${calculate(usual, '*', factor)})`,
  );
}

export const latencyBaseline: AlarmRule = {
  id: 'latency-baseline',
  severity: AlarmSeverity.WARNING,
  title: 'Time to first token is far above what it was',
  meaning: 'One request in ten waits much longer for its first token than on average within the last day.',
  panel: 'Token streaming',
  remedy: 'The diagnosis names the cause. Give objectives, so that an alarm measures what was promised and not what was usual.',
  pace: 'slow',
  pendingSeconds: 600,
  outlastsRate: true,
  recoverySeconds: 600,
  threshold: { value: 3, unit: 'times the average of the last day', min: 1 },
  watch: (context, threshold) => whereEmitted(context, [TIME_TO_FIRST_TOKEN], () => isAboveBaseline(context, threshold)),
};
