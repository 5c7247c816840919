import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { any, calculate, countOf, labelled, overTime, where, without } from '../../../telemetry/conditions';
import { Label } from '../../../telemetry/labels';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { INSTANCES } = InferenceSignal;
const { ENDPOINT, ZONE } = SignalGrouping;
const LAST_DAY = { seconds: 86400, step: 300 };

/** The zones that must have instances: an empty zone has no series, so it is known from elsewhere. */
function expectedZones(context: AlarmContext): string {
  const { zones } = context.expectations;
  return zones
    ? any(...zones.map((zone) => labelled(context.promQl(INSTANCES, [ENDPOINT]), Label.ZONE, zone)))
    : overTime('max', context.promQl(INSTANCES, [ENDPOINT, ZONE]), LAST_DAY);
}

export const zoneWithoutInstances: AlarmRule = {
  id: 'zone-without-instances',
  severity: AlarmSeverity.WARNING,
  title: 'A zone has no instances any more',
  meaning: 'There are instances enough for every zone, and one zone has none: the loss of another takes more than its share.',
  panel: 'Zone distribution',
  remedy: 'Look at capacity errors of that zone. Rebalance: change the number of instances down and up, or allow another instance type.',
  pace: 'slow',
  pendingSeconds: 900,
  recoverySeconds: 300,
  watch: (context) => {
    const zones = expectedZones(context);
    const now = context.promQl(INSTANCES, [ENDPOINT]);
    return promQl(where(
      without(zones, context.promQl(INSTANCES, [ENDPOINT, ZONE])),
      [ENDPOINT],
      // Fewer instances than zones leave a zone empty as a matter of course.
      `(${calculate(now, '-', countOf(zones, [ENDPOINT]))}) >= 0`,
    ));
  },
};
