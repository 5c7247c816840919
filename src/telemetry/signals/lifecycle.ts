import { Label } from '../labels';
import { Vector } from '../promql';
import { QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalGrouping, SignalUnit, unique } from '../signal-options';
import { NO_STATISTICS } from './shapes';

/**
 * SageMaker's event series. Their names are from the AWS metric reference only, and nobody was seen querying them, so nothing that
 * must fire depends on them. They exist around events and do not follow the publish frequency.
 */
const Event = {
  OPERATION_DURATION: 'e2e_duration',
  CAPACITY_ERRORS: 'ice_count',
  REBALANCING_BLOCKED: 'rebalancing_blocked',
  REBALANCING_DURATION: 'rebalancing_duration',
  COPIES_MOVED: 'ic_copy_moved',
  INSTANCES_RELEASED: 'instances_released',
  MODEL_DOWNLOAD: 'model_download_time',
  GPU_LOAD: 'gpu_load_time',
  CONTAINER_START: 'container_start_time',
} as const;

/** The series of this file, which are exempt from the rule on publish intervals. */
export const EVENT_SERIES: readonly string[] = Object.values(Event);

/** An event is looked for this long after it happened. */
const EVENT_WINDOW_SECONDS = 900;

const EVENT_SIGNAL = {
  groupings: [
    SignalGrouping.ENDPOINT, SignalGrouping.COMPONENT, SignalGrouping.INSTANCE, SignalGrouping.ZONE, SignalGrouping.INSTANCE_TYPE,
  ],
  statistics: NO_STATISTICS,
  knowsComponent: true,
  isEvent: true,
} as const;

/** Operations differ by direction and type, which no grouping names. */
const OPERATION_LABELS = [Label.SCALING_DIRECTION, Label.OPERATION];

export const SCALING_OPERATIONS: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'scaling-operations',
  title: 'Scaling operations',
  unit: SignalUnit.COUNT,
  meaning: 'Operations of the last 15 minutes by direction (ScaleOut, ScaleIn) and type: none means no policy or no event',
  expression: (context) => context.series(Event.OPERATION_DURATION).countOverTime(eventSeconds(context))
    .aggregate('sum', unique([...context.group, ...OPERATION_LABELS])),
};

export const SCALING_DURATION: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'scaling-duration',
  title: 'Duration of scaling operations',
  unit: SignalUnit.SECONDS,
  meaning: 'The longest operation of the last 15 minutes by direction and type',
  expression: (context) => context.series(Event.OPERATION_DURATION).maxOverTime(eventSeconds(context))
    .aggregate('max', unique([...context.group, ...OPERATION_LABELS])),
};

export const CAPACITY_ERRORS: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'capacity-errors',
  title: 'Insufficient capacity errors',
  unit: SignalUnit.COUNT,
  meaning: 'Errors of the last 15 minutes: one instance type in every zone means that the Region has none, so fall back to another',
  expression: (context) => sum(context, Event.CAPACITY_ERRORS),
};

export const MODEL_DOWNLOAD_TIME: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'model-download-time',
  title: 'Model download',
  unit: SignalUnit.SECONDS,
  meaning: 'The first phase of a cold start: shortened by smaller artifacts and by keeping them on the instances',
  expression: (context) => longest(context, Event.MODEL_DOWNLOAD),
};

export const GPU_LOAD_TIME: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'gpu-load-time',
  title: 'Load into GPU memory',
  unit: SignalUnit.SECONDS,
  meaning: 'The second phase of a cold start: shortened by a smaller quantisation',
  expression: (context) => longest(context, Event.GPU_LOAD),
};

export const CONTAINER_START_TIME: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'container-start-time',
  title: 'Container start',
  unit: SignalUnit.SECONDS,
  meaning: 'The third phase of a cold start: shortened by a smaller image',
  expression: (context) => longest(context, Event.CONTAINER_START),
};

export const REBALANCING_DURATION: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'rebalancing-duration',
  title: 'Duration of rebalancing',
  unit: SignalUnit.SECONDS,
  meaning: 'The longest rebalancing of copies over instances of the last 15 minutes',
  expression: (context) => longest(context, Event.REBALANCING_DURATION),
};

export const REBALANCING_BLOCKED: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'rebalancing-blocked',
  title: 'Blocked rebalancing',
  unit: SignalUnit.COUNT,
  meaning: 'Rebalancings of the last 15 minutes that could not proceed',
  expression: (context) => sum(context, Event.REBALANCING_BLOCKED),
};

export const COPIES_MOVED: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'copies-moved',
  title: 'Copies moved',
  unit: SignalUnit.COUNT,
  meaning: 'Copies that rebalancing moved within the last 15 minutes',
  expression: (context) => sum(context, Event.COPIES_MOVED),
};

export const INSTANCES_RELEASED: SignalDefinition = {
  ...EVENT_SIGNAL,
  id: 'instances-released',
  title: 'Instances released',
  unit: SignalUnit.COUNT,
  meaning: 'Instances that rebalancing set free within the last 15 minutes',
  expression: (context) => sum(context, Event.INSTANCES_RELEASED),
};

function sum(context: QueryContext, series: string): Vector {
  return context.series(series).sumOverTime(eventSeconds(context)).aggregate('sum', context.group);
}

function longest(context: QueryContext, series: string): Vector {
  return context.series(series).maxOverTime(eventSeconds(context)).aggregate('max', context.group);
}

function eventSeconds(context: QueryContext): number {
  return context.statedSeconds ?? EVENT_WINDOW_SECONDS;
}
