import { InferenceSignal } from '../../telemetry';
import { above, all } from '../conditions';
import { Cause } from './cause';
import { isAboveReservation } from '../rules/gpu/gpu-memory';

const NEARLY_FULL_PERCENT = 98;

/**
 * A day would be scanned every minute, by the alarm of each cause that leaves out what this one explains. What has lasted for half of
 * this is taken for usual; the rule about memory that runs out looks a day back.
 */
const LOOKBACK_SECONDS = 10800;

export const gpuMemoryPressure: Cause = {
  id: 'gpu-memory-pressure',
  title: 'GPU memory is short',
  meaning: 'A GPU of this component is nearly full and fuller than the engine made it when it reserved its memory: something else takes memory.',
  panel: 'Capacity compared',
  remedy: 'Look for what else runs on the GPU, lower the share of memory that the engine reserves, or restart the leaking container.',
  evidence: (context) => {
    if (!context.hasGpus) {
      return undefined;
    }
    const memory = context.promQl(InferenceSignal.GPU_MEMORY_UTILIZATION, context.perComponent);
    return all(above(memory, NEARLY_FULL_PERCENT), isAboveReservation(memory, LOOKBACK_SECONDS));
  },
};
