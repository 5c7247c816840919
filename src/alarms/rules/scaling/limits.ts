import { InferenceSignal } from '../../../telemetry';
import { above, any, overTime, without } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { notWatched, promQl, Watch } from '../../alarm-rule';
import { waitingOnACopy } from '../engine/waiting-requests';

const { COPIES, WAITING_REQUESTS } = InferenceSignal;
/** What was there a quarter of an hour ago. Five minutes of it: a copy that one scrape missed was there. */
const BEFORE = { seconds: 300, step: 60, agoSeconds: 900 };

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

/** Components that have more copies than a quarter of an hour ago, or that had none. A gap in between is no growth. */
export function hasGrown(context: AlarmContext): string {
  const copies = copiesOf(context);
  return without(copies, `(${copies}) <= (${overTime('max', copies, BEFORE)})`);
}
