import { ClassicMetric, expressionRequest, metricRequest } from './classic-shape';
import { readThresholds } from './thresholds';
import { ChartAxis, ChartQuery, ChartWidget, Threshold, View } from './widget';
import { listOf } from '../../../template';

/** CloudWatch's default (dashboard body reference). */
const DEFAULT_PERIOD = 300;
const DEFAULT_STATISTIC = 'Average';

const VIEWS: Record<string, View> = {
  timeSeries: 'line', singleValue: 'number', gauge: 'gauge', bar: 'column', pie: 'pie', table: 'table',
};

/** One line of `metrics`: a metric or an expression, and how it is drawn. */
interface Entry {
  readonly source: ClassicMetric | string;
  readonly options: any;
}

/** A widget of classic metrics. */
export function readClassicWidget(properties: any): Omit<ChartWidget, 'x' | 'y' | 'width' | 'height'> {
  const { title, view = 'timeSeries', stacked = false, yAxis = {}, annotations = {}, legend = {} } = properties;
  const { min, max } = yAxis.left ?? {};
  return {
    kind: 'chart',
    title,
    view: VIEWS[view] ?? 'line',
    queries: readMetrics(properties),
    left: readAxis(yAxis.left),
    right: yAxis.right && readAxis(yAxis.right),
    thresholds: readAnnotations(annotations),
    legend: legend.position === 'hidden' ? 'hidden' : legend.position === 'right' ? 'right' : 'bottom',
    stacked: Boolean(stacked),
    horizontal: false,
    filled: Boolean(stacked),
    spline: false,
    sparkline: properties.sparkline !== false && !properties.setPeriodToTimeRange,
    gauge: view === 'gauge' ? { min: min ?? 0, max: max ?? 100 } : undefined,
    hole: 0,
  };
}

function readMetrics(properties: any): ChartQuery[] {
  const entries = readEntries(properties);
  const byId = Object.fromEntries(entries.flatMap(({ source, options }) => options.id === undefined ? [] : [[options.id, source]]));
  return entries.filter(({ options }) => options.visible !== false).map(({ source, options }): ChartQuery => {
    const request = typeof source === 'string'
      ? expressionRequest(source, options.period ?? properties.period ?? DEFAULT_PERIOD, byId)
      : metricRequest(source);
    const { key, names } = request;
    const axis = options.yAxis === 'right' ? 'right' : 'left';
    return { key, names, label: options.label || undefined, color: options.color, axis, classic: request };
  });
}

/** A line may repeat what stands at the same place of the line before: with a dot one value, with three all from there on. */
function readEntries({ metrics = [], period = DEFAULT_PERIOD, stat = DEFAULT_STATISTIC, setPeriodToTimeRange }: any): Entry[] {
  let before: string[] = [];
  return listOf(metrics).filter(Array.isArray).map((line: any[]): Entry => {
    const given = line.filter((part): part is string => typeof part === 'string');
    const options = line.find((part) => typeof part === 'object' && part !== null) ?? {};
    if (given.length === 0) {
      return { source: String(options.expression ?? ''), options };
    }
    const dots = given.indexOf('...');
    const tail = dots < 0 ? given : [
      ...given.slice(0, dots), ...before.slice(dots, before.length - (given.length - dots - 1)), ...given.slice(dots + 1),
    ];
    const parts = tail.map((part, index) => part === '.' ? before[index] : part);
    before = parts;
    const [namespace, metricName, ...rest] = parts;
    const dimensions = Object.fromEntries(rest.flatMap((part, index) => index % 2 === 0 ? [[part, rest[index + 1] ?? '']] : []));
    const seconds = setPeriodToTimeRange ? 0 : options.period ?? period;
    return { source: { namespace, metricName, dimensions, statistic: options.stat ?? stat, period: seconds }, options };
  });
}

function readAxis({ label, min, max }: any = {}): ChartAxis {
  return { title: label, min, max };
}

function readAnnotations({ horizontal }: any): Threshold[] {
  const lines: any[] = Array.isArray(horizontal) ? horizontal : [];
  const axisOf = (line: any) => [line].flat()[0].yAxis === 'right' ? 'right' : 'left';
  return (['left', 'right'] as const).flatMap((axis) => readThresholds(lines.filter((line) => axisOf(line) === axis), axis));
}
