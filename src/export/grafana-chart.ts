import { grafanaThresholds, thresholdText } from './grafana-thresholds';
import { GrafanaFieldOptions, GrafanaHeatmapOptions, GrafanaPanel, GrafanaPromQlTarget, GrafanaStatOptions, GrafanaTimeSeriesOptions } from './grafana-types';
import { grafanaUnit } from './grafana-units';
import { PROMQL_SOURCE } from './grafana-variables';
import { ChartView } from '../dashboards/chart-view';
import { PanelThreshold, PromQlItem } from '../dashboards/panel';

/** What all charts share, whichever data source they ask. */
export interface ChartLook {
  readonly title: string;
  readonly unit: string;
  readonly max?: number;
  readonly stacked?: boolean;
  readonly thresholds: readonly PanelThreshold[];
}

/** How curves over time are drawn. */
export type Drawing = 'line' | 'bars' | 'points';

type Look = Pick<GrafanaPanel, 'type' | 'options' | 'fieldConfig'>;

const LEGEND: GrafanaTimeSeriesOptions['legend'] = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

/** A chart of PromQL. */
export function promQlPanel(item: PromQlItem, thresholds: readonly PanelThreshold[], stepSeconds: number): GrafanaPanel {
  const instant = item.view === ChartView.SOLID_GAUGE || item.view === ChartView.PIE;
  const targets = item.queries.map(({ promQl, label }, index): GrafanaPromQlTarget => ({
    refId: refId(index),
    datasource: PROMQL_SOURCE,
    editorMode: 'code',
    expr: promQl,
    legendFormat: label === undefined ? '__auto' : literal(label),
    instant,
    range: !instant,
  }));
  return { ...titled({ ...item, thresholds }), datasource: PROMQL_SOURCE, interval: `${stepSeconds}s`, targets, ...lookOf(item, thresholds) };
}

/** The title, and in words what lines mean, because Grafana's have no labels. */
export function titled({ title, thresholds, unit }: ChartLook): Pick<GrafanaPanel, 'title' | 'description'> {
  return { title: literal(title), ...thresholds.length > 0 ? { description: literal(thresholdText(thresholds, unit)) } : {} };
}

/** Curves, bars or points over time. */
export function overTime({ unit, max, stacked, thresholds }: ChartLook, drawing: Drawing): Look {
  const options: GrafanaTimeSeriesOptions = { legend: LEGEND, tooltip: { mode: 'multi', sort: 'desc' } };
  const custom: GrafanaFieldOptions = {
    drawStyle: drawing,
    lineWidth: 2,
    fillOpacity: drawing === 'bars' || stacked ? 80 : 0,
    stacking: { mode: stacked ? 'normal' : 'none' },
    thresholdsStyle: { mode: thresholds.length > 0 ? 'line' : 'off' },
    axisLabel: unit,
  };
  return { type: 'timeseries', options, fieldConfig: fields(unit, thresholds, { min: 0, max, custom }) };
}

/** The newest value as a number. */
export function asNumber({ unit }: Pick<ChartLook, 'unit'>, calculation: 'lastNotNull' | 'sum' = 'lastNotNull'): Look {
  const options: GrafanaStatOptions = {
    reduceOptions: { values: false, calcs: [calculation], fields: '' },
    graphMode: 'area',
    colorMode: 'none',
    justifyMode: 'auto',
    textMode: 'auto',
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
    orientation: 'auto',
  };
  return { type: 'stat', options, fieldConfig: fields(unit, []) };
}

/** Grafana replaces `$name` and `[[name]]` in titles and legends; nothing here means a variable. */
export function literal(text: string): string {
  return text.replace(/\$(?=[\w{])/g, '$ ').replace(/\[\[/g, '[ [');
}

/** Grafana's name of the query at a place: A to Z, then A1. */
export function refId(index: number): string {
  const letters = 26;
  return `${String.fromCharCode('A'.charCodeAt(0) + index % letters)}${index < letters ? '' : Math.floor(index / letters)}`;
}

function lookOf(item: PromQlItem, thresholds: readonly PanelThreshold[]): Look {
  const look = { ...item, max: item.max ?? (item.unit === 'percent' ? 100 : undefined), thresholds };
  switch (item.view) {
    case ChartView.NUMBER:
      return asNumber(item);
    case ChartView.HEATMAP:
      return asHeatmap(item);
    case ChartView.PIE:
      return reduced('piechart', { pieType: 'pie', legend: LEGEND, tooltip: { mode: 'single', sort: 'none' } }, item.unit, thresholds);
    case ChartView.SOLID_GAUGE:
      return reduced('gauge', { showThresholdLabels: false, showThresholdMarkers: true }, item.unit, thresholds);
    case ChartView.HISTOGRAM:
      return { type: 'histogram', options: { legend: LEGEND, tooltip: { mode: 'single', sort: 'none' } }, fieldConfig: fields(item.unit, thresholds) };
    case ChartView.BAR:
    case ChartView.COLUMN:
      return overTime(look, 'bars');
    case ChartView.SCATTER:
      return overTime(look, 'points');
    case ChartView.LINE:
    case ChartView.LEGEND:
      return overTime(look, 'line');
  }
}

/** A row per series: the ends of its colours are fixed, so that good and bad mean the same at all times. */
function asHeatmap({ unit }: PromQlItem): Look {
  const options: GrafanaHeatmapOptions = {
    calculate: false,
    color: { mode: 'scheme', scheme: 'RdYlGn', reverse: true, fill: 'dark-orange', exponent: 0.5, scale: 'linear', steps: 64, min: 0, max: 100 },
    rowsFrame: { layout: 'auto' },
    cellValues: { unit: grafanaUnit(unit) },
    showValue: 'never',
    yAxis: { axisPlacement: 'left', reverse: false },
    legend: { show: true },
    tooltip: { mode: 'single', yHistogram: false, showColorScale: true },
    exemplars: { color: 'rgba(255,0,255,0.7)' },
  };
  return { type: 'heatmap', options, fieldConfig: { defaults: {}, overrides: [] } };
}

function reduced(type: string, options: object, unit: string, thresholds: readonly PanelThreshold[]): Look {
  const reduceOptions = { values: false, calcs: ['lastNotNull'], fields: '' };
  return { type, options: { ...options, reduceOptions }, fieldConfig: fields(unit, thresholds) };
}

function fields(unit: string, thresholds: readonly PanelThreshold[], more: Record<string, unknown> = {}): GrafanaPanel['fieldConfig'] {
  const color = { mode: 'palette-classic' as const };
  return { defaults: { unit: grafanaUnit(unit), color, thresholds: grafanaThresholds(thresholds), ...more }, overrides: [] };
}
