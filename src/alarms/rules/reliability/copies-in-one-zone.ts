import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';
import { above, all, countOf, equalTo, where } from '../../conditions';

const { COPIES, ZONES_IN_USE } = InferenceSignal;
const { ENDPOINT, ZONE } = SignalGrouping;

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
  watch: (context) => {
    const { perComponent } = context;
    const concentrated = all(
      equalTo(countOf(context.promQl(COPIES, [...perComponent, ZONE]), perComponent), 1),
      above(context.promQl(COPIES, perComponent), 1),
    );
    return promQl(where(concentrated, [ENDPOINT], above(context.promQl(ZONES_IN_USE, [ENDPOINT]), 1)));
  },
};
