import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { PREEMPTIONS } = InferenceSignal;

export const preemptions: AlarmRule = {
  id: 'preemptions',
  severity: AlarmSeverity.WARNING,
  title: 'Requests are preempted again and again',
  meaning: 'Running requests lose their KV blocks and are computed a second time: the engine works without getting on.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies, or lower the largest batch so that what is admitted can finish.',
  pace: 'normal',
  // Longer than the window of the rate, so that a single preemption does not count as going on.
  pendingSeconds: 600,
  recoverySeconds: 300,
  threshold: { value: 0, unit: 'preemptions per second', min: 0 },
  signal: PREEMPTIONS,
  watch: (context, threshold) => whereEmitted(context, [PREEMPTIONS], () =>
    above(context.promQl(PREEMPTIONS, context.perComponent), threshold)),
};
