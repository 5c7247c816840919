import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { below, orZero } from '../../../telemetry/conditions';
import { AlarmRule, notWatched, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { COMPONENTS, INSTANCES } = InferenceSignal;
const perEndpoint = [SignalGrouping.ENDPOINT];

export const componentsMissing: AlarmRule = {
  id: 'components-missing',
  severity: AlarmSeverity.WARNING,
  title: 'Fewer components report than were deployed',
  meaning: 'A component that never reported has no series that could be missed: it is found by counting.',
  panel: 'Summary',
  remedy: 'Compare the components of the endpoint with those on the dashboard: which one has no copies, or no metrics?',
  pace: 'normal',
  // Longer than a cold start.
  pendingSeconds: 1800,
  recoverySeconds: 300,
  isQuietBeforeDeployment: true,
  watch: (context) => {
    const expected = context.isFleet ? 0 : context.componentsThatMustHaveCopies.length;
    return expected === 0
      ? notWatched('no components are known that must have copies')
      : promQl(below(orZero(context.exceptAtZero().promQl(COMPONENTS, perEndpoint), context.promQl(INSTANCES, perEndpoint)), expected));
  },
};
