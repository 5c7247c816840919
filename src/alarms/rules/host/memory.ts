import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const memory: AlarmRule = {
  id: 'memory',
  severity: AlarmSeverity.WARNING,
  title: 'The memory of an instance is nearly full',
  meaning: 'Containers are killed when it is full.',
  panel: 'Utilisation over time',
  remedy: 'Reserve more memory per copy, or take an instance type with more of it.',
  pace: 'normal',
  pendingSeconds: 900,
  recoverySeconds: 300,
  threshold: { value: 90, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.MEMORY_UTILIZATION,
  watch: (context, threshold) => promQl(above(context.promQl(InferenceSignal.MEMORY_UTILIZATION, context.perInstance), threshold)),
};
