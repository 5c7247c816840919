import { Problems } from '../validation';

/**
 * What a PromQL chart looks like: the views of CloudWatch's `chart` widget. There is no table view, and the views of classic
 * metric widgets (`timeSeries`, `gauge`, `singleValue`) are refused (dashboard body reference, "Properties of a Chart Widget
 * Object").
 */
export enum ChartView {
  /** A line for each series over time. */
  LINE = 'line',
  /** Bars, upright or lying. */
  BAR = 'bar',
  /** The shares of a whole. */
  PIE = 'pie',
  /** The newest value as a number. */
  NUMBER = 'number',
  /** The newest value on an arc between two bounds. */
  SOLID_GAUGE = 'solidgauge',
  /** Columns. */
  COLUMN = 'column',
  /** Nothing but the names of the series. */
  LEGEND = 'legend',
  /** How often values fall into each range. */
  HISTOGRAM = 'histogram',
  /** Values as colours. */
  HEATMAP = 'heatmap',
  /** A point for each sample. */
  SCATTER = 'scatter',
}

/** The views that have axes (dashboard body reference). */
export const AXIS_VIEWS = [
  ChartView.LINE, ChartView.BAR, ChartView.SCATTER, ChartView.COLUMN, ChartView.HISTOGRAM, ChartView.HEATMAP,
];

/** The views that draw vertical annotations (dashboard body reference). */
export const VERTICAL_ANNOTATION_VIEWS = [ChartView.LINE, ChartView.BAR, ChartView.SCATTER];

/** The views that draw horizontal annotations (dashboard body reference). */
export const HORIZONTAL_ANNOTATION_VIEWS = [...VERTICAL_ANNOTATION_VIEWS, ChartView.SOLID_GAUGE];

/** Whether a view, which a caller from plain JavaScript may set to anything, exists. */
export function isView(view: ChartView): boolean {
  return Object.values(ChartView).includes(view);
}

/** Checks that an option stands with a view that it says something about. */
export function checkBelongsTo(problems: Problems, what: string, view: ChartView, allowed: readonly ChartView[]): void {
  if (!allowed.includes(view)) {
    problems.add(`${what} must stand with the view ${allowed.join(', ')}, got the view: ${view}`);
  }
}
