import { Duration } from 'aws-cdk-lib';
import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { PREEMPTIONS } = InferenceSignal;

/** Preemptions come now and then, so that a shorter window would be empty in between. */
const LATELY_SECONDS = 300;

/** Preemptions per second lately, however often they are published. */
export function preemptionRate(context: AlarmContext): string {
  const window = Duration.seconds(Math.max(LATELY_SECONDS, context.shortestWindow));
  return context.promQl(PREEMPTIONS, context.perComponent, { window });
}

export const preemptions: AlarmRule = {
  id: 'preemptions',
  severity: AlarmSeverity.WARNING,
  title: 'Requests are preempted again and again',
  meaning: 'Running requests lose their KV blocks and are computed a second time: the engine works without getting on.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies, or lower the largest batch so that what is admitted can finish.',
  pace: 'normal',
  pendingSeconds: 600,
  outlastsRate: true,
  recoverySeconds: 300,
  threshold: { value: 0, unit: 'preemptions per second', min: 0 },
  signal: PREEMPTIONS,
  watch: (context, threshold) => whereEmitted(context, [PREEMPTIONS], () => above(preemptionRate(context), threshold)),
};
