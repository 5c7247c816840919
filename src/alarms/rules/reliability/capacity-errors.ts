import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { CAPACITY_ERRORS } = InferenceSignal;

export const capacityErrors: AlarmRule = {
  id: 'capacity-errors',
  severity: AlarmSeverity.WARNING,
  title: 'AWS has no instances to give',
  meaning: 'Scaling out fails. The series exists around events only and nobody was seen asking for it, so silence proves nothing.',
  panel: 'Capacity errors',
  remedy: 'Errors in every zone: add another instance type to the fleet. In one zone: wait, or reserve capacity.',
  pace: 'normal',
  pendingSeconds: 0,
  recoverySeconds: 300,
  threshold: { value: 0, unit: 'errors within 15 minutes', min: 0 },
  signal: CAPACITY_ERRORS,
  watch: (context, threshold) => promQl(above(
    context.promQl(CAPACITY_ERRORS, [SignalGrouping.ENDPOINT, SignalGrouping.INSTANCE_TYPE, SignalGrouping.ZONE]), threshold)),
};
