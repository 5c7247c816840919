import { Tokenization } from 'aws-cdk-lib';
import { checkBounds, checkColor } from './chart-checks';
import { ChartView, checkBelongsTo } from './chart-view';
import { Problems } from '../validation';

/** How a line is drawn. */
export enum ChartLinePattern {
  /** Without gaps. */
  SOLID = 'solid',
  /** In dashes. */
  DASHED = 'dashed',
  /** In dots. */
  DOTTED = 'dotted',
}

/** How the bars of a bar chart lie. */
export enum ChartBarOrientation {
  /** Upright. */
  VERTICAL = 'vertical',
  /** Lying. */
  HORIZONTAL = 'horizontal',
}

/** The lines of a line chart. All series look alike: CloudWatch knows no style for a single one. */
export interface ChartLineStyle {
  /**
   * The width, in pixels.
   *
   * @default 2
   */
  readonly width?: number;

  /**
   * How lines are drawn.
   *
   * @default ChartLinePattern.SOLID
   */
  readonly pattern?: ChartLinePattern;

  /**
   * Whether lines are smoothed into curves, which may run above the highest value.
   *
   * @default false
   */
  readonly spline?: boolean;

  /**
   * Whether the area under a line is filled.
   *
   * @default - filled when the chart is stacked
   */
  readonly filled?: boolean;

  /**
   * One colour for all lines, as a # and six hexadecimal digits. Makes sense for a chart with one series.
   *
   * @default - CloudWatch gives each series its own
   */
  readonly color?: string;
}

/** The arc of a gauge. */
export interface ChartGaugeStyle {
  /**
   * The value at the start of the arc, in the unit of the query. Must not be above `max`.
   *
   * @default 0
   */
  readonly min?: number;

  /**
   * The value at the end of the arc, in the unit of the query: 1 for a query that yields shares.
   *
   * @default 100
   */
  readonly max?: number;
}

/** A number. */
export interface ChartNumberStyle {
  /**
   * Whether a small line behind the number shows how it came about.
   *
   * @default true
   */
  readonly sparkline?: boolean;

  /**
   * Whether a long number is shortened.
   *
   * @default true
   */
  readonly truncate?: boolean;
}

/** The colours of a heat map, from low to high. */
export interface ChartHeatmapStyle {
  /**
   * A set of colours by its name in the CloudWatch console. This library does not know which exist and passes it on.
   *
   * @default - the single colours, or CloudWatch's own
   */
  readonly preset?: string;

  /**
   * The colour of low values, as a # and six hexadecimal digits.
   *
   * @default - CloudWatch's own
   */
  readonly minColor?: string;

  /**
   * The colour of values in the middle, as a # and six hexadecimal digits.
   *
   * @default - CloudWatch's own
   */
  readonly midColor?: string;

  /**
   * The colour of high values, as a # and six hexadecimal digits.
   *
   * @default - CloudWatch's own
   */
  readonly maxColor?: string;
}

/** The style of a chart: at most the member of its view, all others are refused. */
export interface ChartStyle {
  /**
   * Lines, for `ChartView.LINE`.
   *
   * @default - solid lines, two pixels wide
   */
  readonly line?: ChartLineStyle;

  /**
   * How bars lie, for `ChartView.BAR`.
   *
   * @default ChartBarOrientation.VERTICAL
   */
  readonly barOrientation?: ChartBarOrientation;

  /**
   * The width of the hole in the middle of a pie, for `ChartView.PIE`: percent of the pie's width, from 0 to 99.
   *
   * @default 0
   */
  readonly pieInnerSize?: number;

  /**
   * A number, for `ChartView.NUMBER`.
   *
   * @default - shortened, with a sparkline
   */
  readonly number?: ChartNumberStyle;

  /**
   * The bounds of a gauge, for `ChartView.SOLID_GAUGE`.
   *
   * @default - from 0 to 100
   */
  readonly gauge?: ChartGaugeStyle;

  /**
   * The colours of a heat map, for `ChartView.HEATMAP`.
   *
   * @default - CloudWatch's own
   */
  readonly heatmap?: ChartHeatmapStyle;
}

/** The values written into a chart. */
export interface ChartDataLabels {
  /**
   * Whether values are written.
   *
   * @default true
   */
  readonly show?: boolean;

  /**
   * Where they stand, by CloudWatch's name for the place. `inside` is the one that was seen in use; others are passed on.
   *
   * @default 'inside'
   */
  readonly position?: string;
}

/** Checks the style of a chart with a view that exists. */
export function checkStyle(problems: Problems, view: ChartView, stacked: boolean | undefined, style: ChartStyle): void {
  const { line, barOrientation, pieInnerSize, number, gauge, heatmap } = style;
  const views: Array<[string, unknown, ChartView[]]> = [
    ['stacked', stacked || undefined, [ChartView.LINE, ChartView.BAR, ChartView.COLUMN]],
    ['style.line', line, [ChartView.LINE]],
    ['style.barOrientation', barOrientation, [ChartView.BAR]],
    ['style.pieInnerSize', pieInnerSize, [ChartView.PIE]],
    ['style.number', number, [ChartView.NUMBER]],
    ['style.gauge', gauge, [ChartView.SOLID_GAUGE]],
    ['style.heatmap', heatmap, [ChartView.HEATMAP]],
  ];
  views.filter(([, value]) => value !== undefined).forEach(([what, , allowed]) => checkBelongsTo(problems, what, view, allowed));

  problems.number('style.line: width', line?.width, { min: 0, unit: 'pixels', fractions: true });
  checkColor(problems, 'style.line: color', line?.color);
  problems.number('style.pieInnerSize', pieInnerSize, { min: 0, max: 99, unit: 'percent' });
  const { min, max } = gaugeBounds(gauge);
  checkBounds(problems, 'style.gauge', min, max);
  checkColor(problems, 'style.heatmap: minColor', heatmap?.minColor);
  checkColor(problems, 'style.heatmap: midColor', heatmap?.midColor);
  checkColor(problems, 'style.heatmap: maxColor', heatmap?.maxColor);
}

/**
 * The `style` of a chart's `plotOptions`. It is never left out, and always holds the mark options: without them a renderer of the
 * console was reported to fail ("Something went wrong"). Marks are the points of a scatter chart, so there they are on.
 */
export function renderStyle(view: ChartView, stacked: boolean, style: ChartStyle, labels: ChartDataLabels | undefined): object {
  return {
    ...renderViewStyle(view, stacked, style),
    label: labels && { position: labels.position ?? 'inside', show: labels.show ?? true },
    markOptions: { enabled: view === ChartView.SCATTER },
  };
}

function renderViewStyle(view: ChartView, stacked: boolean, style: ChartStyle): object {
  switch (view) {
    case ChartView.LINE:
      return { lineOptions: renderLines(stacked, style.line ?? {}) };
    case ChartView.BAR:
    case ChartView.COLUMN:
      return { barOptions: { stacked, orientation: style.barOrientation ?? ChartBarOrientation.VERTICAL } };
    case ChartView.PIE:
      return { pieOptions: { innerSize: `${Tokenization.stringifyNumber(style.pieInnerSize ?? 0)}%` } };
    case ChartView.NUMBER:
      return { numberOptions: { sparkline: style.number?.sparkline ?? true, truncate: style.number?.truncate ?? true } };
    case ChartView.SOLID_GAUGE:
      return { gaugeOptions: gaugeBounds(style.gauge) };
    case ChartView.HEATMAP:
      return { colorOptions: style.heatmap && renderHeatmapColors(style.heatmap) };
    default:
      return {};
  }
}

/** Line options are refused unless all of them are stated; only the colour may be missing, as in charts that were deployed. */
function renderLines(stacked: boolean, style: ChartLineStyle): object {
  const { width = 2, pattern = ChartLinePattern.SOLID, spline = false, filled = stacked, color } = style;
  return { width, pattern, spline, filled, stacked, color };
}

/** The bounds of `cloudwatch.GaugeWidget` where none are given. */
function gaugeBounds({ min = 0, max = 100 }: ChartGaugeStyle = {}): { min: number; max: number } {
  return { min, max };
}

function renderHeatmapColors({ preset, minColor, midColor, maxColor }: ChartHeatmapStyle): object {
  return { colorPreset: preset, minColor, midColor, maxColor };
}
