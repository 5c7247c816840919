import { ClassicRequest } from './classic-shape';
import { QueryNames } from './query-shape';

/** What a chart looks like. */
export type View = 'line' | 'bar' | 'column' | 'scatter' | 'heatmap' | 'number' | 'gauge' | 'pie' | 'legend' | 'histogram' | 'table';

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text in Markdown. */
export interface TextWidget extends Placed {
  readonly kind: 'text';
  readonly markdown: string;
}

/** Tiles with the state of alarms. */
export interface AlarmWidget extends Placed {
  readonly kind: 'alarms';
  readonly title?: string;
  /** ARNs, or what stands for them. */
  readonly alarms: readonly string[];
}

/** A widget that no sample data can fill, such as a query of logs. */
export interface OtherWidget extends Placed {
  readonly kind: 'other';
  readonly title?: string;
  readonly type: string;
}

/** A query of a chart, with what it is found by in the store. */
export interface ChartQuery {
  readonly key: string;
  readonly names: QueryNames;
  /** The name of its series: left out where CloudWatch makes it up from labels. */
  readonly label?: string;
  readonly color?: string;
  readonly axis: 'left' | 'right';
  readonly promQl?: string;
  readonly classic?: ClassicRequest;
}

/** A line at a fixed value. */
export interface Threshold {
  readonly value: number;
  readonly label?: string;
  readonly color?: string;
  readonly fill?: 'above' | 'below';
  /** The other end of a band. */
  readonly until?: number;
  readonly axis: 'left' | 'right';
}

/** The y axis of a chart. */
export interface ChartAxis {
  readonly title?: string;
  readonly min?: number;
  readonly max?: number;
  readonly logarithmic?: boolean;
}

/** A chart of PromQL queries or of classic metrics. */
export interface ChartWidget extends Placed {
  readonly kind: 'chart';
  readonly title?: string;
  readonly description?: string;
  readonly view: View;
  readonly queries: readonly ChartQuery[];
  readonly left: ChartAxis;
  readonly right?: ChartAxis;
  readonly thresholds: readonly Threshold[];
  readonly legend: 'bottom' | 'right' | 'hidden';
  readonly stacked: boolean;
  readonly horizontal: boolean;
  readonly filled: boolean;
  readonly spline: boolean;
  readonly sparkline: boolean;
  readonly gauge?: { readonly min: number; readonly max: number };
  /** From low to high, of a heat map. */
  readonly colors?: readonly string[];
  /** Of the hole of a pie, in percent. */
  readonly hole: number;
}

export type Widget = TextWidget | AlarmWidget | OtherWidget | ChartWidget;
