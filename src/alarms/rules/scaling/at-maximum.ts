import { copiesOf, isUnderPressure, whereLimited } from './limits';
import { all, atLeast } from '../../../telemetry/conditions';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const scalingAtMaximum: AlarmRule = {
  id: 'scaling-at-maximum',
  severity: AlarmSeverity.CRITICAL,
  title: 'Under pressure with the most copies that are allowed',
  meaning: 'Requests wait and scaling may add no copy: it will not get better by itself.',
  panel: 'Scaling events',
  remedy: 'Raise the maximum and the number of instances that it needs, or turn load away.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 300,
  threshold: { value: 5, unit: 'waiting requests per copy', min: 0 },
  watch: (context, threshold) => whereLimited(context, (ofLimit, most) =>
    all(isUnderPressure(ofLimit, threshold), atLeast(copiesOf(ofLimit), most))),
};
