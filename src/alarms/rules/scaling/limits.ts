import { InferenceSignal } from '../../../telemetry';
import { AlarmContext } from '../../alarm-context';
import { notWatched, promQl, Watch } from '../../alarm-rule';
import { above, any, overTime } from '../../conditions';
import { waitingOnACopy } from '../engine/waiting-requests';

const { COPIES, WAITING_REQUESTS } = InferenceSignal;
const QUARTER_OF_AN_HOUR = { seconds: 900, step: 60 };

/** Watches components whose number of copies has a known limit. */
export function whereLimited(context: AlarmContext, condition: (ofLimit: AlarmContext, most: number) => string): Watch {
  const { limits } = context;
  if (limits.length === 0) {
    return notWatched('no maximum of copies is known');
  }
  return context.emits(WAITING_REQUESTS)
    ? promQl(any(...limits.map(({ names, copies }) => condition(context.ofComponents(names), copies))))
    : notWatched('no engine here publishes: requests waiting');
}

/** Components with requests that wait. */
export function isUnderPressure(context: AlarmContext, waiting: number): string {
  return above(waitingOnACopy(context), waiting);
}

export function copiesOf(context: AlarmContext): string {
  return context.promQl(COPIES, context.perComponent);
}

/** Components that have more copies than at some time of the last quarter of an hour. */
export function hasGrown(context: AlarmContext): string {
  const copies = copiesOf(context);
  return `(${copies}) > (${overTime('min', copies, QUARTER_OF_AN_HOUR)})`;
}
