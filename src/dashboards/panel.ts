import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ChartStyle } from './chart-style';
import { ChartView } from './chart-view';
import { ClassicQuery } from './classic-query';
import { PanelContext } from './panel-context';
import { InferenceSignal } from '../telemetry';

/** The sections of the dashboard, which are those of the managed one. */
export enum InsightsSection {
  /** Is everything running well, and if not, which component is the problem? */
  PERFORMANCE = 'performance',
  /** Is there enough, where is headroom, can another model be fitted? */
  CAPACITY = 'capacity',
  /** Would the fleet survive the loss of a zone, does scaling work, why are cold starts slow? */
  RELIABILITY = 'reliability',
}

/** A line at a value that matters, in the unit of the chart. */
export interface PanelThreshold {
  readonly label: string;
  readonly value: number;
  readonly color?: string;
}

/** One curve, or one per row that the query yields. */
export interface PanelQuery {
  readonly promQl: string;
  /** The legend: all labels of each row where it is left out. */
  readonly label?: string;
  /** The colour, for renderers that know one per curve: charts of CloudWatch do not. */
  readonly color?: string;
}

interface PanelItem {
  readonly title: string;
  /** A unit of a signal, or another text such as `milliseconds`. */
  readonly unit: string;
  /** In grid columns, of 24 (default: 12). */
  readonly width?: number;
  /** In grid rows (default: 6). */
  readonly height?: number;
  readonly thresholds?: readonly PanelThreshold[];
  /** The signal whose alarms are drawn as lines. */
  readonly signal?: InferenceSignal;
  /** What turns the unit of the signal into that of the chart (default: 1). */
  readonly perSignalUnit?: number;
  readonly stacked?: boolean;
  readonly max?: number;
}

/** A chart of PromQL queries. */
export interface PromQlItem extends PanelItem {
  readonly kind: 'promql';
  readonly view: ChartView;
  readonly queries: readonly PanelQuery[];
  readonly style?: ChartStyle;
}

/** A chart of classic metrics. */
export interface ClassicItem extends PanelItem {
  readonly kind: 'classic';
  readonly view: 'timeSeries' | 'bar' | 'singleValue';
  readonly metrics: readonly ClassicQuery[];
}

/** A text: what a chart cannot say, or why there is none. */
export interface TextItem {
  readonly kind: 'text';
  readonly markdown: string;
  readonly width?: number;
  readonly height?: number;
}

/** The state of alarms as tiles. */
export interface AlarmItem {
  readonly kind: 'alarms';
  readonly title: string;
  readonly alarms: readonly IAlarm[];
  readonly width?: number;
  readonly height?: number;
}

export type PanelContent = PromQlItem | ClassicItem | TextItem | AlarmItem;

/** One question and the charts that answer it: one small file each. */
export interface Panel {
  /** A short name that never changes, such as `token-streaming`. */
  readonly id: string;
  readonly section: InsightsSection;
  readonly title: string;
  /** The question that the panel answers. */
  readonly question: string;
  /** How to read the answer, and what to do then. */
  readonly reading: string;
  readonly content: (context: PanelContext) => readonly PanelContent[];
}
