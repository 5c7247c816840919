import { Vector } from '../promql';
import { QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalStatistic, SignalUnit } from '../signal-options';
import { GPU_SIGNAL, LEVEL_STATISTICS } from './shapes';

/** The series of the DCGM exporter. */
export const Gpu = {
  UTILIZATION: 'DCGM_FI_DEV_GPU_UTIL',
  MEMORY_COPY_UTILIZATION: 'DCGM_FI_DEV_MEM_COPY_UTIL',
  MEMORY_USED: 'DCGM_FI_DEV_FB_USED',
  MEMORY_FREE: 'DCGM_FI_DEV_FB_FREE',
  TEMPERATURE: 'DCGM_FI_DEV_GPU_TEMP',
  MEMORY_TEMPERATURE: 'DCGM_FI_DEV_MEMORY_TEMP',
  SM_ACTIVE: 'DCGM_FI_PROF_SM_ACTIVE',
  XID_ERRORS: 'DCGM_FI_DEV_XID_ERRORS',
} as const;

/** The series that exists for every GPU, used to count them. */
export const GPU_PRESENCE = Gpu.UTILIZATION;

/** A memory temperature above this is a sentinel of GPUs without such a sensor. */
const SENTINEL_TEMPERATURE = 200;

/**
 * XID errors that an application causes, or that tell of what the GPU corrected or contained (NVIDIA GPU deployment documentation, "XID
 * errors"). Zero is none.
 */
const HARMLESS_XIDS = [0, 13, 31, 43, 63, 92, 94, 121, 126, 154];

const AVERAGE_FIRST = [SignalStatistic.AVERAGE, SignalStatistic.MAXIMUM, SignalStatistic.MINIMUM];
const MINIMUM_FIRST = [SignalStatistic.MINIMUM, SignalStatistic.AVERAGE, SignalStatistic.MAXIMUM];

export const GPU_UTILIZATION: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-utilization',
  title: 'GPU busy',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of time in which some kernel ran: near 100 % with a single request, so it tells idleness and not load',
  statistics: AVERAGE_FIRST,
  expression: (context) => over(context, context.gauge(Gpu.UTILIZATION)),
};

export const GPU_MEMORY_UTILIZATION: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-memory-utilization',
  title: 'GPU memory in use',
  unit: SignalUnit.PERCENT,
  meaning: 'Used memory of a GPU. Engines reserve 85 to 95 % at their start, so a high value is normal; a change of it is not',
  statistics: LEVEL_STATISTICS,
  expression: (context) => over(context, shareOfMemory(context, Gpu.MEMORY_USED)),
};

export const GPU_MEMORY_HEADROOM: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-memory-headroom',
  title: 'GPU memory free',
  unit: SignalUnit.PERCENT,
  meaning: 'Free memory of the fullest GPU: can another model be placed?',
  statistics: MINIMUM_FIRST,
  expression: (context) => over(context, shareOfMemory(context, Gpu.MEMORY_FREE)),
};

export const GPU_MEMORY_COPY_UTILIZATION: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-memory-copy-utilization',
  title: 'GPU memory controller busy',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of time in which memory was read or written. AWS titles it GPU memory utilization; it is not how full the memory is',
  statistics: AVERAGE_FIRST,
  expression: (context) => over(context, context.gauge(Gpu.MEMORY_COPY_UTILIZATION)),
};

export const GPU_SM_ACTIVITY: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-sm-activity',
  title: 'GPU multiprocessors active',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of multiprocessors with work: closer to the load than the busy time',
  statistics: AVERAGE_FIRST,
  expression: (context) => over(context, context.gauge(Gpu.SM_ACTIVE).times(100)),
};

export const GPU_TEMPERATURE: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-temperature',
  title: 'GPU temperature',
  unit: SignalUnit.CELSIUS,
  meaning: 'Of the GPU itself',
  statistics: LEVEL_STATISTICS,
  expression: (context) => over(context, context.gauge(Gpu.TEMPERATURE)),
};

export const GPU_MEMORY_TEMPERATURE: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-memory-temperature',
  title: 'GPU memory temperature',
  unit: SignalUnit.CELSIUS,
  meaning: 'Of the GPU\'s memory, on GPUs that measure it',
  statistics: LEVEL_STATISTICS,
  expression: (context) => over(context, context.gauge(Gpu.MEMORY_TEMPERATURE).below(SENTINEL_TEMPERATURE)),
};

export const GPU_HARDWARE_ERROR: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpu-hardware-error',
  title: 'Last GPU hardware error',
  unit: SignalUnit.COUNT,
  meaning: 'The code of the last XID error of a GPU, where it is one of the hardware. It stays until another one comes: a change tells, not ' +
    'the value. AWS does not list the series',
  statistics: [SignalStatistic.MAXIMUM],
  expression: (context) => over(context, context.gauge(Gpu.XID_ERRORS).noneOf(HARMLESS_XIDS)),
};

function over(context: QueryContext, perGpu: Vector): Vector {
  return perGpu.aggregate(context.statistic, context.group);
}

/** Upstream publishes MiB where AWS documents bytes: only the ratio is safe. */
function shareOfMemory(context: QueryContext, part: string): Vector {
  const total = context.gauge(Gpu.MEMORY_USED).plus(context.gauge(Gpu.MEMORY_FREE));
  return context.gauge(part).dividedBy(total).times(100);
}
