import { InferenceSignal } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const disk: AlarmRule = {
  id: 'disk',
  severity: AlarmSeverity.WARNING,
  title: 'The disk of an instance is nearly full',
  meaning: 'Downloads of models and logs fail when it is full.',
  panel: 'Utilisation over time',
  remedy: 'Give the variant a larger volume; look for models and caches that are kept.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 300,
  threshold: { value: 90, unit: 'percent', min: 0, max: 100 },
  signal: InferenceSignal.DISK_UTILIZATION,
  watch: (context, threshold) => promQl(above(context.promQl(InferenceSignal.DISK_UTILIZATION, context.perInstance), threshold)),
};
