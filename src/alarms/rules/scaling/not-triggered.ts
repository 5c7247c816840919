import { copiesOf, hasGrown, isUnderPressure, whereLimited } from './limits';
import { all, below, without } from '../../../telemetry/conditions';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const scalingNotTriggered: AlarmRule = {
  id: 'scaling-not-triggered',
  severity: AlarmSeverity.WARNING,
  title: 'Under pressure, and scaling adds no copy',
  meaning: 'Requests wait, more copies are allowed, and their number did not rise within a quarter of an hour.',
  panel: 'Scaling events',
  remedy: 'Is there a policy, and does its alarm fire? Look at the scaling activities, at capacity errors and at the room on the instances.',
  pace: 'normal',
  pendingSeconds: 900,
  recoverySeconds: 300,
  threshold: { value: 5, unit: 'waiting requests per copy', min: 0 },
  watch: (context, threshold) => whereLimited(context, (ofLimit, most) =>
    without(all(isUnderPressure(ofLimit, threshold), below(copiesOf(ofLimit), most)), hasGrown(ofLimit))),
};
