import { Cause } from './cause';
import { InferenceSignal } from '../../telemetry';
import { isStarved } from '../rules/reliability/zone-traffic-share';

/** The share of what its copies would get below which a zone counts as starved. */
const STARVED_PERCENT = 30;

export const zoneImbalance: Cause = {
  id: 'zone-imbalance',
  title: 'traffic is unbalanced over zones',
  meaning: 'A zone with copies of this component gets far less than its share of the requests: the others carry its load.',
  panel: 'Traffic distribution',
  remedy: 'Look at the health of the copies in the zone without traffic; check the routing strategy of the variant.',
  evidence: (context) => context.emits(InferenceSignal.REQUEST_RATE) ? isStarved(context, STARVED_PERCENT) : undefined,
};
