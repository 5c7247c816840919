import { Cause } from './cause';
import { gpuMemoryPressure } from './gpu-memory-pressure';
import { kvCacheSaturated } from './kv-cache-saturated';
import { queueing } from './queueing';
import { scalingStuck } from './scaling-stuck';
import { zoneImbalance } from './zone-imbalance';

/**
 * The causes of bad latency, the deeper ones first: a starved zone fills the caches of the others, and a full cache makes requests queue. A
 * cause is named only where none before it explains the component's latency.
 */
export const CAUSES: readonly Cause[] = [zoneImbalance, gpuMemoryPressure, scalingStuck, kvCacheSaturated, queueing];
