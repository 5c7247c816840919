import { areInOnePlace } from './concentration';
import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const copiesInOneZone: AlarmRule = {
  id: 'copies-in-one-zone',
  severity: AlarmSeverity.WARNING,
  title: 'All copies of a component lie in one zone',
  meaning: 'There are instances in several zones, and the loss of this one takes the component offline.',
  panel: 'Zone distribution',
  remedy: 'Spread the copies: change their number down and up, or raise the number of instances in the other zones.',
  pace: 'normal',
  pendingSeconds: 1800,
  recoverySeconds: 300,
  watch: (context) => promQl(areInOnePlace(context, SignalGrouping.ZONE, InferenceSignal.ZONES_IN_USE)),
};
