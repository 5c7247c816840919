import { Label } from '../labels';
import { equals, noneOf, Vector } from '../promql';
import { QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit, unique } from '../signal-options';
import { HOST_SIGNAL, LEVEL_STATISTICS } from './shapes';

/** The series of the node exporter. */
export const Host = {
  CPU_SECONDS: 'node_cpu_seconds_total',
  MEMORY_AVAILABLE: 'node_memory_MemAvailable_bytes',
  MEMORY_TOTAL: 'node_memory_MemTotal_bytes',
  DISK_AVAILABLE: 'node_filesystem_avail_bytes',
  DISK_SIZE: 'node_filesystem_size_bytes',
} as const;

/** The series that exists once for every instance, used to count them. */
export const HOST_PRESENCE = Host.MEMORY_TOTAL;

/** File systems that live in memory or on top of others. */
const NOT_A_DISK = noneOf(Label.FILE_SYSTEM, ['tmpfs', 'overlay', 'squashfs']);

export const CPU_UTILIZATION: SignalDefinition = {
  ...HOST_SIGNAL,
  id: 'cpu-utilization',
  title: 'CPU in use',
  unit: SignalUnit.PERCENT,
  meaning: 'Of an instance, over all its cores',
  statistics: LEVEL_STATISTICS,
  expression: (context) => {
    const perHost = (seconds: Vector) => seconds.aggregate('sum', unique([...context.group, Label.INSTANCE]));
    const idle = perHost(context.series(Host.CPU_SECONDS, [equals(Label.MODE, 'idle')]).rate(context.rateSeconds));
    // Against all that is known of the time, and not against its length: what was not scraped is not busy time.
    const all = perHost(context.series(Host.CPU_SECONDS).rate(context.rateSeconds));
    return over(context, used(idle.dividedBy(all)));
  },
};

export const MEMORY_UTILIZATION: SignalDefinition = {
  ...HOST_SIGNAL,
  id: 'memory-utilization',
  title: 'Memory in use',
  unit: SignalUnit.PERCENT,
  meaning: 'Of an instance, without what can be given back at once',
  statistics: LEVEL_STATISTICS,
  expression: (context) => over(context, used(context.gauge(Host.MEMORY_AVAILABLE).dividedBy(context.gauge(Host.MEMORY_TOTAL)))),
};

export const DISK_UTILIZATION: SignalDefinition = {
  ...HOST_SIGNAL,
  id: 'disk-utilization',
  title: 'Disk in use',
  unit: SignalUnit.PERCENT,
  meaning: 'Of the fullest file system: spikes are model downloads in cold starts',
  statistics: LEVEL_STATISTICS,
  expression: (context) => {
    const available = context.gauge(Host.DISK_AVAILABLE, [NOT_A_DISK]);
    const share = used(available.dividedBy(context.gauge(Host.DISK_SIZE, [NOT_A_DISK])));
    return over(context, share.aggregate('max', unique([...context.group, Label.INSTANCE])));
  },
};

function over(context: QueryContext, perHost: Vector): Vector {
  return perHost.aggregate(context.statistic, context.group);
}

function used(freeShare: Vector): Vector {
  return freeShare.complement().times(100);
}
