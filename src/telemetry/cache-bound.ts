import { InferenceSignal } from './inference-signal';
import { ServingEngine } from './serving-engine';

/** SGLang fills its cache on purpose: its makers call more than 90 % good use (SGLang tuning guide), so its level says nothing. */
const FILLS_ITS_CACHE: readonly ServingEngine[] = [ServingEngine.SGLANG];

/** The engines whose KV cache means trouble when it is full. */
export function enginesBoundByCache(engines: readonly ServingEngine[]): ServingEngine[] {
  return engines.filter((engine) => InferenceSignal.KV_CACHE_UTILIZATION._isPublishedBy(engine) && !FILLS_ITS_CACHE.includes(engine));
}
