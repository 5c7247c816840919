import { ClassicMetric } from './classic-metrics';
import { HistogramVector, Vector } from './promql';
import { QueryContext, SignalNeeds } from './query-context';
import { SignalGrouping, SignalStatistic, SignalUnit } from './signal-options';

/** A histogram and the factor that turns it into seconds. */
export interface SignalHistogram {
  readonly histogram: HistogramVector;
  readonly scale: number;
}

/** What a signal yields: numbers, or histograms of which quantiles and shares are taken. */
export type SignalValues = Vector | readonly SignalHistogram[];

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
  /** Whether the series know the inference component; host series do not. */
  readonly knowsComponent: boolean;
  /** The same quantity as a classic metric. */
  readonly classic?: ClassicMetric;
  readonly expression: (context: QueryContext) => SignalValues;
}
