import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';
import { above, all, countOf, equalTo, where } from '../../conditions';

const { COPIES, INSTANCES } = InferenceSignal;
const { ENDPOINT, INSTANCE } = SignalGrouping;

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
  watch: (context) => {
    const { perComponent } = context;
    const concentrated = all(
      equalTo(countOf(context.promQl(COPIES, [...perComponent, INSTANCE]), perComponent), 1),
      above(context.promQl(COPIES, perComponent), 1),
    );
    return promQl(where(concentrated, [ENDPOINT], above(context.promQl(INSTANCES, [ENDPOINT]), 1)));
  },
};
