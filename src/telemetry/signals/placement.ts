import { countCopies, countDistinct, gpus, hosts, serving } from './presence';
import { ENGINE_SIGNAL, GPU_SIGNAL, HOST_SIGNAL, NO_STATISTICS } from './shapes';
import { Label } from '../labels';
import { differs, Vector } from '../promql';
import { QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalGrouping, SignalStatistic, SignalUnit, unique } from '../signal-options';

/** What it takes to count endpoints, components, instances and zones. AWS computes these in its console and publishes no series. */
const HOST_COUNT = { ...HOST_SIGNAL, unit: SignalUnit.COUNT, statistics: NO_STATISTICS } as const;
const COPY_COUNT = { ...ENGINE_SIGNAL, unit: SignalUnit.COUNT, statistics: NO_STATISTICS } as const;
const WITHOUT_ZONE = HOST_SIGNAL.groupings.filter((grouping) => grouping !== SignalGrouping.ZONE);

export const ENDPOINTS: SignalDefinition = {
  ...HOST_COUNT,
  id: 'endpoints',
  title: 'Endpoints',
  meaning: 'Endpoints of which telemetry arrives',
  expression: (context) => countDistinct(context, hosts(context), [Label.ENDPOINT]),
};

export const COMPONENTS: SignalDefinition = {
  ...COPY_COUNT,
  id: 'components',
  title: 'Inference components',
  meaning: 'Inference components of which telemetry arrives',
  expression: (context) => countDistinct(context, serving(context, [differs(Label.COMPONENT, '')]), [Label.COMPONENT]),
};

export const GPUS: SignalDefinition = {
  ...GPU_SIGNAL,
  id: 'gpus',
  title: 'GPUs',
  unit: SignalUnit.COUNT,
  meaning: 'GPUs of which telemetry arrives',
  statistics: NO_STATISTICS,
  expression: (context) => countDistinct(context, gpus(context), [Label.INSTANCE, Label.GPU]),
};

export const INSTANCES: SignalDefinition = {
  ...HOST_COUNT,
  id: 'instances',
  title: 'Instances',
  meaning: 'Instances of which telemetry arrives; per zone it shows what the loss of one would take. A zone without any has no row',
  expression: (context) => countInstances(context),
};

export const COPIES: SignalDefinition = {
  ...COPY_COUNT,
  id: 'copies',
  title: 'Copies',
  meaning: 'Copies of models of which telemetry arrives; instances may be balanced over zones while copies are not',
  expression: (context) => countCopies(context),
};

export const ZONES_IN_USE: SignalDefinition = {
  ...HOST_COUNT,
  id: 'zones-in-use',
  title: 'Zones in use',
  groupings: WITHOUT_ZONE,
  meaning: 'Availability Zones with instances: three or more are low risk, one means that losing it takes the endpoint offline',
  expression: (context) => countDistinct(context, hosts(context), [Label.ZONE]),
};

export const INSTANCE_ZONE_SKEW: SignalDefinition = {
  ...HOST_COUNT,
  id: 'instance-zone-skew',
  title: 'Zone skew of instances',
  groupings: WITHOUT_ZONE,
  meaning: 'The most instances in a zone less the fewest, among zones that have any',
  expression: (context) => skew(context, countInstances(context, perZone(context))),
};

export const COPY_ZONE_SKEW: SignalDefinition = {
  ...COPY_COUNT,
  id: 'copy-zone-skew',
  title: 'Zone skew of copies',
  groupings: ENGINE_SIGNAL.groupings.filter((grouping) => grouping !== SignalGrouping.ZONE),
  meaning: 'The most copies in a zone less the fewest, among zones that have any',
  expression: (context) => skew(context, countCopies(context, perZone(context))),
};

export const COPIES_PER_INSTANCE: SignalDefinition = {
  ...COPY_COUNT,
  id: 'copies-per-instance',
  title: 'Copies per instance',
  statistics: [SignalStatistic.MAXIMUM, SignalStatistic.AVERAGE, SignalStatistic.MINIMUM],
  meaning: 'Copies of models on one instance, among instances that have any',
  expression: (context) => countCopies(context, unique([...context.group, Label.INSTANCE])).aggregate(context.statistic, context.group),
};

export const INSTANCES_WITHOUT_COMPONENTS: SignalDefinition = {
  ...HOST_COUNT,
  id: 'instances-without-components',
  title: 'Instances without components',
  meaning: 'Instances that cost money and serve nothing',
  expression: (context) => {
    const perInstance = hosts(context).aggregate('group', unique([...context.group, Label.INSTANCE]));
    const inUse = serving(context).aggregate('group', [Label.INSTANCE]);
    return perInstance.unlessOn([Label.INSTANCE], inUse).aggregate('count', context.group).orZeroOf(countInstances(context));
  },
};

function countInstances(context: QueryContext, by?: readonly string[]): Vector {
  return countDistinct(context, hosts(context), [Label.INSTANCE], by);
}

function perZone(context: QueryContext): readonly string[] {
  return unique([...context.group, Label.ZONE]);
}

function skew(context: QueryContext, counts: Vector): Vector {
  return counts.aggregate('max', context.group).minus(counts.aggregate('min', context.group));
}
