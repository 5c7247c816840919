import { Cause, PENDING_BEHIND_ZONES } from './cause';
import { InferenceSignal } from '../../telemetry';
import { isUnderPressure } from '../rules/scaling/limits';

const WAITING = 5;

export const queueing: Cause = {
  id: 'queueing',
  title: 'requests queue although the KV cache has room',
  meaning: 'Requests wait on a copy of this component and no cache, zone, GPU memory or scaling limit explains it: the batch is full.',
  panel: 'Engine and request pressure',
  remedy: 'Raise the largest batch of the engine, add copies, or look for one copy that gets more than its share.',
  pendingSeconds: PENDING_BEHIND_ZONES,
  evidence: (context) => context.emits(InferenceSignal.WAITING_REQUESTS) ? isUnderPressure(context, WAITING) : undefined,
};
