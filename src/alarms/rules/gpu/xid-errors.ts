import { InferenceSignal } from '../../../telemetry';
import { otherThan, overTime } from '../../../telemetry/conditions';
import { AlarmRule, whereGpus } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { GPU_HARDWARE_ERROR } = InferenceSignal;

/** An error is news for a quarter of an hour. What was there within the time before that is none: a gap of half an hour makes no news. */
const BEFORE = { seconds: 2700, step: 300, agoSeconds: 900 };

/** The series keeps the last code for ever, so that a new code counts and not that there is one. */
export const xidErrors: AlarmRule = {
  id: 'xid-errors',
  severity: AlarmSeverity.WARNING,
  title: 'A GPU reports a hardware error',
  meaning: 'An XID error that no application causes appeared within the last 15 minutes; the value is its code. The same code twice in a row ' +
    'is seen once. AWS does not list this series, so silence proves nothing.',
  panel: 'Utilisation over time',
  remedy: 'Look the code up in the XID errors of NVIDIA. 48, 74, 79 and 95: replace the instance, and tell AWS support its id.',
  pace: 'normal',
  pendingSeconds: 0,
  recoverySeconds: 300,
  isOptIn: true,
  watch: (context) => whereGpus(context, () => {
    const code = context.promQl(GPU_HARDWARE_ERROR, context.perGpu);
    return otherThan(code, overTime('last', code, BEFORE));
  }),
};
