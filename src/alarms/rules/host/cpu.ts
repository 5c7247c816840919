import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const cpu: AlarmRule = {
  id: 'cpu',
  severity: AlarmSeverity.INFORMATION,
  title: 'The CPU of an instance is busy',
  meaning: 'Tokenisation and scheduling wait for the CPU: GPUs idle while requests wait.',
  panel: 'Utilisation over time',
  remedy: 'Take an instance type with more CPU per GPU, or fewer copies per instance.',
  pace: 'normal',
  pendingSeconds: 900,
  recoverySeconds: 300,
  threshold: { value: 90, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.CPU_UTILIZATION,
  watch: (context, threshold) => promQl(above(context.promQl(InferenceSignal.CPU_UTILIZATION, context.perInstance), threshold)),
};
