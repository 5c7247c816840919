import { EngineQuantity } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalGrouping, SignalStatistic } from '../signal-options';

/** Where a quantity lives decides by what it can be split. */
const PLACES = [SignalGrouping.ENDPOINT, SignalGrouping.INSTANCE, SignalGrouping.ZONE, SignalGrouping.INSTANCE_TYPE];

/** Series of a serving engine. */
export const ENGINE_SIGNAL = {
  groupings: [...PLACES, SignalGrouping.COMPONENT, SignalGrouping.COPY, SignalGrouping.FRAMEWORK, SignalGrouping.MODEL],
  knowsComponent: true,
} as const;

/** Series of a GPU, which carry the component that uses it. */
export const GPU_SIGNAL = {
  groupings: [...PLACES, SignalGrouping.COMPONENT, SignalGrouping.COPY, SignalGrouping.GPU],
  knowsComponent: true,
} as const;

/** Series of an instance, which know no component. */
export const HOST_SIGNAL = { groupings: PLACES, knowsComponent: false } as const;

/** For a level such as a utilisation: adding up makes no sense. */
export const LEVEL_STATISTICS = [SignalStatistic.MAXIMUM, SignalStatistic.AVERAGE, SignalStatistic.MINIMUM];

/** For a number of things: together, or per copy. */
export const LOAD_STATISTICS = [SignalStatistic.SUM, SignalStatistic.AVERAGE, SignalStatistic.MAXIMUM, SignalStatistic.MINIMUM];

/** For a quantity that has its own way of putting rows together. */
export const NO_STATISTICS: SignalStatistic[] = [];

type Described = Pick<SignalDefinition, 'id' | 'title' | 'unit' | 'meaning'>;

/** A quantity that the engine cores of a copy share, such as the fullest of their caches. */
export function engineLevel(quantity: EngineQuantity, described: Described): SignalDefinition {
  return {
    ...ENGINE_SIGNAL,
    ...described,
    engineQuantities: [[quantity]],
    statistics: LEVEL_STATISTICS,
    expression: (context) => context.overCopies(context.engineValues(quantity), SignalStatistic.MAXIMUM),
  };
}

/** A quantity of which every engine core has its own part. */
export function engineLoad(quantity: EngineQuantity, described: Described): SignalDefinition {
  return {
    ...ENGINE_SIGNAL,
    ...described,
    engineQuantities: [[quantity]],
    statistics: LOAD_STATISTICS,
    expression: (context) => context.overCopies(context.engineValues(quantity), SignalStatistic.SUM),
  };
}
