import { queryShape } from './query-shape';
import { readClassicWidget } from './read-classic';
import { readThresholds } from './thresholds';
import { ChartAxis, ChartQuery, ChartWidget, View, Widget } from './widget';

/** CloudWatch's defaults for a widget that does not say where it stands. */
const DEFAULT_SIZE = 6;
const GRID_COLUMNS = 24;

/** Views of charts by their names in the body of a dashboard. */
const VIEWS: Record<string, View> = {
  line: 'line',
  bar: 'bar',
  column: 'column',
  scatter: 'scatter',
  heatmap: 'heatmap',
  number: 'number',
  solidgauge: 'gauge',
  pie: 'pie',
  legend: 'legend',
  histogram: 'histogram',
};

/** The widgets of a dashboard, from its body with every token replaced by a readable name. */
export function readDashboard(body: object): Widget[] {
  const { widgets } = body as { widgets?: unknown };
  return placed(Array.isArray(widgets) ? widgets : []).map(readWidget);
}

/** Widgets that do not say where they stand follow each other, row by row. */
function placed(widgets: readonly any[]): any[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return widgets.map((widget) => {
    if (widget.x !== undefined || widget.y !== undefined) {
      return widget;
    }
    const { width = DEFAULT_SIZE, height = DEFAULT_SIZE } = widget;
    if (x + width > GRID_COLUMNS) {
      [x, y, rowHeight] = [0, y + rowHeight, 0];
    }
    const place = { x, y };
    [x, rowHeight] = [x + width, Math.max(rowHeight, height)];
    return { ...widget, ...place };
  });
}

function readWidget({ type, x = 0, y = 0, width = DEFAULT_SIZE, height = DEFAULT_SIZE, properties = {} }: any): Widget {
  const place = { x, y, width: Math.min(width, GRID_COLUMNS), height };
  switch (type) {
    case 'text':
      return { kind: 'text', ...place, markdown: String(properties.markdown ?? '') };
    case 'alarm':
      return { kind: 'alarms', ...place, title: properties.title, alarms: (properties.alarms ?? []).map(String) };
    case 'chart':
      return { ...place, ...readChart(properties) };
    case 'metric':
      return { ...place, ...readClassicWidget(properties) };
    default:
      return { kind: 'other', ...place, title: properties.title, type: String(type) };
  }
}

function readChart({ title, description, view, data = {}, plotOptions = {} }: any): Omit<ChartWidget, 'x' | 'y' | 'width' | 'height'> {
  const { legend = {}, style = {}, yAxis = [], annotations = {} } = plotOptions;
  const [left, right] = [yAxis].flat();
  const { barOptions = {}, lineOptions = {}, pieOptions = {}, numberOptions = {}, gaugeOptions, colorOptions = {} } = style;
  const colors = [colorOptions.minColor, colorOptions.midColor, colorOptions.maxColor].filter((color) => color !== undefined);
  return {
    kind: 'chart',
    title,
    description,
    view: VIEWS[view] ?? 'line',
    queries: (data.queries ?? []).filter(({ visible }: any) => visible !== false).map(readQuery),
    left: readAxis(left),
    right: right && readAxis(right),
    thresholds: readThresholds(annotations.horizontal, 'left'),
    legend: legend.show === false ? 'hidden' : legend.position === 'right' ? 'right' : 'bottom',
    stacked: Boolean(barOptions.stacked ?? lineOptions.stacked),
    horizontal: barOptions.orientation === 'horizontal',
    filled: Boolean(lineOptions.filled),
    spline: Boolean(lineOptions.spline),
    sparkline: numberOptions.sparkline !== false,
    gauge: gaugeOptions,
    colors: colors.length > 1 ? colors : undefined,
    hole: parseFloat(pieOptions.innerSize ?? '0'),
  };
}

function readQuery({ query = '', label }: any): ChartQuery {
  const { text, names } = queryShape(String(query));
  return { key: text, names, label: label === '__verbose__' ? undefined : label, axis: 'left', promQl: query };
}

function readAxis({ title, min, max, type }: any = {}): ChartAxis {
  return { title, min, max, logarithmic: type === 'logarithmic' };
}
