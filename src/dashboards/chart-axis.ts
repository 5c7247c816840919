import { checkBounds } from './chart-checks';
import { AXIS_VIEWS, ChartView, checkBelongsTo } from './chart-view';
import { Problems } from '../validation';

/** CloudWatch accepts a left and a right y axis, and no more (dashboard body reference). */
const MAX_Y_AXES = 2;

/** How an axis spreads its values. */
export enum ChartAxisScale {
  /** Equal distances are equal differences. */
  LINEAR = 'linear',
  /** Equal distances are equal factors. */
  LOGARITHMIC = 'logarithmic',
  /** Points in time. */
  DATETIME = 'datetime',
  /** One place for each name. */
  CATEGORY = 'category',
}

/** An axis of a chart. */
export interface ChartAxis {
  /**
   * The lowest value shown, in the unit of the axis. Must not be above `max`.
   *
   * @default - CloudWatch fits it to the data
   */
  readonly min?: number;

  /**
   * The highest value shown, in the unit of the axis.
   *
   * @default - CloudWatch fits it to the data
   */
  readonly max?: number;

  /**
   * How the axis spreads its values.
   *
   * @default - as CloudWatch chooses
   */
  readonly scale?: ChartAxisScale;

  /**
   * The text beside the axis.
   *
   * @default - no text
   */
  readonly title?: string;
}

/** A y axis of a chart. */
export interface ChartYAxis extends ChartAxis {
  /**
   * Whether units stand beside the values.
   *
   * @default - as CloudWatch chooses
   */
  readonly showUnits?: boolean;
}

/** Checks the axes of a chart with a view that exists. */
export function checkAxes(problems: Problems, view: ChartView, xAxis: ChartAxis | undefined, yAxes: readonly ChartYAxis[]): void {
  if (xAxis) {
    checkBelongsTo(problems, 'xAxis', view, AXIS_VIEWS);
    checkBounds(problems, 'xAxis', xAxis.min, xAxis.max);
  }
  if (yAxes.length > 0) {
    checkBelongsTo(problems, 'yAxes', view, AXIS_VIEWS);
  }
  if (yAxes.length > MAX_Y_AXES) {
    problems.add(`yAxes must hold at most ${MAX_Y_AXES} axes, got: ${yAxes.length}`);
  }
  yAxes.forEach(({ min, max }, index) => checkBounds(problems, `yAxes[${index}]`, min, max));
}

/** The axes of a chart's `plotOptions`, as far as they are given: dashboards with charts that state none were deployed and drawn. */
export function renderAxes(xAxis: ChartAxis | undefined, yAxes: readonly ChartYAxis[]): object {
  return {
    yAxis: yAxes.length > 0 ? yAxes.map((axis) => ({ ...renderAxis(axis), showUnits: axis.showUnits })) : undefined,
    xAxis: xAxis && renderAxis(xAxis),
  };
}

function renderAxis({ min, max, scale, title }: ChartAxis): object {
  return { min, max, type: scale, title };
}
