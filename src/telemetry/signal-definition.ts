import { ClassicMetric } from './classic-metrics';
import { HistogramVector, Vector } from './promql';
import { QueryContext, SignalNeeds } from './query-context';
import { SignalGrouping, SignalStatistic, SignalUnit } from './signal-options';

/** Reads a number from each histogram of a signal; the factor turns what is read into seconds. */
export type Distribution = (read: (histogram: HistogramVector, scale: number) => Vector) => Vector;

/** What a signal yields: numbers, or a distribution of which quantiles and shares are read. */
export type SignalValues = Vector | Distribution;

/** One quantity of the catalogue. */
export interface SignalDefinition extends SignalNeeds {
  readonly title: string;
  readonly unit: SignalUnit;
  /** One line on what it tells. */
  readonly meaning: string;
  readonly groupings: readonly SignalGrouping[];
  /** The statistics that make sense, the default first. Empty where the quantity has its own way of putting rows together. */
  readonly statistics: readonly SignalStatistic[];
  /** Whether the series exist only around events and do not follow the publish frequency. */
  readonly isEvent?: boolean;
  /** The longest window that can be asked for, in seconds (default: seven days, as far as CloudWatch reaches back). */
  readonly longestWindow?: number;
  /** Whether the series know the inference component; host series do not. */
  readonly knowsComponent: boolean;
  /** The same quantity as a classic metric. */
  readonly classic?: ClassicMetric;
  readonly expression: (context: QueryContext) => SignalValues;
}
