import { InferenceSignal } from '../../../telemetry';
import { enginesBoundByCache } from '../../../telemetry/cache-bound';
import { above } from '../../../telemetry/conditions';
import { AlarmContext } from '../../alarm-context';
import { notWatched, promQl, Watch } from '../../alarm-rule';

const { KV_CACHE_UTILIZATION } = InferenceSignal;

/** The KV cache of the engines whose level means something. */
export function kvCache(context: AlarmContext): string {
  return context.promQl(KV_CACHE_UTILIZATION, context.perComponent, { engines: enginesBoundByCache(context.engines) });
}

export function kvCacheAbove(context: AlarmContext, threshold: number): Watch {
  return enginesBoundByCache(context.engines).length > 0
    ? promQl(above(kvCache(context), threshold))
    : notWatched('no engine here publishes a KV cache whose level means trouble: SGLang fills it on purpose');
}
