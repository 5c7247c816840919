import { Cause, PENDING_BEHIND_ZONES } from './cause';
import { InferenceSignal } from '../../telemetry';
import { above, all, any, atLeast, overTime, without } from '../../telemetry/conditions';
import { AlarmContext } from '../alarm-context';
import { waitingOnACopy } from '../rules/engine/waiting-requests';
import { copiesOf, hasGrown, isUnderPressure } from '../rules/scaling/limits';

const WAITING = 5;
/** Scaling needs some minutes to be triggered; the copies that it adds come later still, but are counted when they report. */
const LASTING = { seconds: 600, step: 60 };

/** Pressure with as many copies as are allowed, or pressure that lasts while no copy comes. */
function isStuck(context: AlarmContext): string {
  const limited = context.ofComponents(context.limits.flatMap(({ names }) => names));
  return all(isUnderPressure(limited, WAITING), any(
    ...context.limits.map(({ names, copies }) => atLeast(copiesOf(context.ofComponents(names)), copies)),
    without(above(overTime('min', waitingOnACopy(limited), LASTING), WAITING), hasGrown(limited)),
  ));
}

export const scalingStuck: Cause = {
  id: 'scaling-stuck',
  title: 'scaling is not triggered, or has reached its maximum',
  meaning: 'Requests wait on this component, and it has as many copies as it may have, or none was added for a quarter of an hour.',
  panel: 'Scaling events',
  remedy: 'At the maximum: raise it. Below: is there a policy, and does its alarm fire? Look at scaling activities and capacity errors.',
  pendingSeconds: PENDING_BEHIND_ZONES,
  evidence: (context) => context.limits.length > 0 && context.emits(InferenceSignal.WAITING_REQUESTS) ? isStuck(context) : undefined,
};
