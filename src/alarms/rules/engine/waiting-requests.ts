import { InferenceSignal, SignalStatistic } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { WAITING_REQUESTS } = InferenceSignal;

/** The requests that wait on the copy with the most of them: an average would hide a hot one. */
export function waitingOnACopy(context: AlarmContext): string {
  return context.promQl(WAITING_REQUESTS, context.perComponent, { statistic: SignalStatistic.MAXIMUM });
}

/** 5 to 10 per copy are named for interactive use, 50 to 100 for batches. */
export const waitingRequests: AlarmRule = {
  id: 'waiting-requests',
  severity: AlarmSeverity.WARNING,
  title: 'Requests wait inside the engine',
  meaning: 'A copy has more requests than it can take into its batch: each of them answers late.',
  panel: 'Engine and request pressure',
  remedy: 'KV cache full: add copies. KV cache free: raise the largest batch, or look for a copy that gets more than its share.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 300,
  threshold: { value: 10, unit: 'requests per copy', min: 0 },
  signal: WAITING_REQUESTS,
  watch: (context, threshold) => whereEmitted(context, [WAITING_REQUESTS], () => above(waitingOnACopy(context), threshold)),
};
