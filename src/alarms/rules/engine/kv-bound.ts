import { kvCache } from './kv-cache';
import { preemptionRate } from './preemptions';
import { waitingOnACopy } from './waiting-requests';
import { InferenceSignal } from '../../../telemetry';
import { enginesBoundByCache } from '../../../telemetry/cache-bound';
import { above, all } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, notWatched, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const FULL_PERCENT = 95;
const WAITING = 5;

/** A full cache, waiting requests and preemptions of the same component: any one alone may have another reason. */
export function isKvBound(context: AlarmContext): string {
  return all(
    above(kvCache(context), FULL_PERCENT),
    above(waitingOnACopy(context), WAITING),
    above(preemptionRate(context), 0),
  );
}

export const kvBound: AlarmRule = {
  id: 'kv-bound',
  severity: AlarmSeverity.CRITICAL,
  title: 'The KV cache is the limit for certain',
  meaning: 'The cache of this component is full, requests wait and running ones are preempted: more load makes it slower, not busier.',
  panel: 'Engine and request pressure',
  remedy: 'Add copies now. Then lower the longest context or quantise the KV cache.',
  pace: 'fast',
  pendingSeconds: 300,
  recoverySeconds: 300,
  watch: (context) => enginesBoundByCache(context.engines).some((engine) => InferenceSignal.PREEMPTIONS._isPublishedBy(engine))
    ? promQl(isKvBound(context))
    : notWatched('no engine here publishes a KV cache whose level means trouble, waiting requests and preemptions'),
};
