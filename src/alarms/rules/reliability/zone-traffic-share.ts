import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { above, calculate, orZero, shareOf, where } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { COPIES, REQUEST_RATE } = InferenceSignal;
const { ZONE } = SignalGrouping;

/** With fewer requests than this the shares are a matter of chance. */
const ENOUGH_PER_SECOND = 0.2;

/** Zones that get a far smaller share of a component's requests than they have of its copies. */
export function isStarved(context: AlarmContext, percent: number): string {
  const { perComponent } = context;
  const perZone = [...perComponent, ZONE];
  const total = context.promQl(REQUEST_RATE, perComponent);
  const copiesPerZone = context.promQl(COPIES, perZone);
  // SGLang has no counter before a copy's first request has ended: a zone that never got one would have no row.
  const traffic = shareOf(orZero(context.promQl(REQUEST_RATE, perZone), copiesPerZone), perComponent, total);
  const copies = shareOf(copiesPerZone, perComponent, context.promQl(COPIES, perComponent));
  return where(`(${traffic}) < (${calculate(copies, '*', percent / 100)})`, perComponent, above(total, ENOUGH_PER_SECOND));
}

export const zoneTrafficShare: AlarmRule = {
  id: 'zone-traffic-share',
  severity: AlarmSeverity.WARNING,
  title: 'A zone gets far less traffic than its share',
  meaning: 'Copies in one zone idle while the others carry its load and become slow: a fault of routing or of that zone.',
  panel: 'Traffic distribution',
  remedy: 'Look at the health of the copies in that zone and at the zone itself; check the routing strategy of the variant.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 300,
  threshold: { value: 30, unit: 'percent of the share that its copies have', min: 0, max: 100 },
  watch: (context, threshold) => whereEmitted(context, [REQUEST_RATE], () => isStarved(context, threshold)),
};
