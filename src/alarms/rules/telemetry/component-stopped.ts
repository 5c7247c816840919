import { InferenceSignal } from '../../../telemetry';
import { overTime, without } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, notWatched, promQl, Watch } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { COPIES } = InferenceSignal;
const LAST_DAY = { seconds: 86400, step: 300 };

function stopped(context: AlarmContext): Watch {
  if (!context.hasComponents) {
    return notWatched('there are no inference components on this endpoint');
  }
  const copies = context.exceptAtZero().promQl(COPIES, context.perComponent);
  return promQl(without(overTime('max', copies, LAST_DAY), copies));
}

export const componentStopped: AlarmRule = {
  id: 'component-stopped',
  severity: AlarmSeverity.CRITICAL,
  title: 'A component reports nothing any more',
  meaning: 'It reported within the last day: it has no copies, or its engine publishes nothing, and its other alarms are quiet.',
  panel: 'Health by component copy',
  remedy: 'Look at the status of the component and at its logs. Was it deleted on purpose, the alarm ends after a day.',
  pace: 'slow',
  pendingSeconds: 300,
  recoverySeconds: 300,
  isQuietBeforeDeployment: true,
  watch: stopped,
};
