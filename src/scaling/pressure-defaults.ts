import { PressureTier } from './pressure-thresholds';
import { InferenceSignal, ServingEngine } from '../telemetry';
import { enginesBoundByCache } from '../telemetry/cache-bound';

/**
 * What the KV cache adds to each tier, by what it is and by what it will be: AWS advises to begin at 40 to 50 %, and in replays of
 * traffic time to first token broke its objective from about 65 % on.
 */
const CACHE = [{ kvCacheUtilization: 45 }, { kvCacheUtilization: 70 }, { kvCacheUtilization: 90 }];

/** What the queue adds to each tier: practitioners scale at 3 to 10 requests waiting per copy. */
const QUEUE = [{ waitingRequestsPerCopy: 5 }, { waitingRequestsPerCopy: 15 }, { waitingRequestsPerCopy: 40 }];

/** Where policies share a cooldown, what a lower tier added counts against a higher one: the steps are large enough for that. */
const CHANGES = [{ add: 1 }, { add: 3 }, { addPercent: 100 }];

/** The tiers where nobody says any: what the engines publish decides. Empty where they publish neither queue nor a telling KV cache. */
export function defaultTiers(engines: readonly ServingEngine[]): PressureTier[] {
  const byCache = enginesBoundByCache(engines).length > 0;
  const byQueue = engines.some((engine) => InferenceSignal.WAITING_REQUESTS._isPublishedBy(engine));
  return byCache || byQueue
    ? CHANGES.map((change, tier) => ({ ...byCache ? CACHE[tier] : {}, ...byQueue ? QUEUE[tier] : {}, ...change }))
    : [];
}
