import { InferenceSignal, ServingEngine } from '../../../telemetry';
import { AlarmContext } from '../../alarm-context';
import { notWatched, promQl, Watch } from '../../alarm-rule';
import { above } from '../../conditions';

const { KV_CACHE_UTILIZATION } = InferenceSignal;

/** SGLang fills its cache on purpose: its makers call more than 90 % good use (SGLang tuning guide), so its level says nothing. */
const FILLS_ITS_CACHE: readonly ServingEngine[] = [ServingEngine.SGLANG];

/** The engines whose KV cache means trouble when it is full. */
export function enginesBoundByCache({ engines }: AlarmContext): ServingEngine[] {
  return engines.filter((engine) => KV_CACHE_UTILIZATION._isPublishedBy(engine) && !FILLS_ITS_CACHE.includes(engine));
}

/** The KV cache of the engines whose level means something. */
export function kvCache(context: AlarmContext): string {
  return context.promQl(KV_CACHE_UTILIZATION, context.perComponent, { engines: enginesBoundByCache(context) });
}

export function kvCacheAbove(context: AlarmContext, threshold: number): Watch {
  return enginesBoundByCache(context).length > 0
    ? promQl(above(kvCache(context), threshold))
    : notWatched('no engine here publishes a KV cache whose level means trouble: SGLang fills it on purpose');
}
