import { areInOnePlace } from './concentration';
import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const copiesOnOneInstance: AlarmRule = {
  id: 'copies-on-one-instance',
  severity: AlarmSeverity.INFORMATION,
  title: 'All copies of a component lie on one instance',
  meaning: 'There are several instances, and the loss of this one takes the component offline.',
  panel: 'Zone distribution',
  remedy: 'Spread the copies: change their number down and up, or reserve more per copy so that they do not fit on one instance.',
  pace: 'normal',
  pendingSeconds: 1800,
  recoverySeconds: 300,
  watch: (context) => promQl(areInOnePlace(context, SignalGrouping.INSTANCE, InferenceSignal.INSTANCES)),
};
