import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceSignal, SignalGrouping, SignalStatistic } from '../../telemetry';
import { ClassicMetric } from '../../telemetry/classic-metrics';
import { isKnown } from '../../validation';
import { ChartHeatmapStyle } from '../chart-style';
import { ChartView } from '../chart-view';
import { ClassicQuery } from '../classic-query';
import { ClassicItem, PanelContent, PanelQuery, PromQlItem, TextItem } from '../panel';
import { PanelContext } from '../panel-context';
import { between, fixedRow } from '../promql-composition';
import { defaultThreshold, goodValue } from '../thresholds';

/** From good to bad, told apart also by those who see no green. */
const GOOD_TO_BAD: ChartHeatmapStyle = { minColor: '#2ca02c', midColor: '#ffdd71', maxColor: '#d62728' };

/** A chart of a signal: its title, its unit, and lines at the thresholds of its alarms. */
export function chart(signal: InferenceSignal, view: ChartView, queries: PanelQuery[], changes: Partial<PromQlItem> = {}): PromQlItem {
  return { kind: 'promql', title: signal.title, unit: signal.unit, signal, view, queries, ...changes };
}

/** One curve, or one per row. */
export function query(promQl: string, label?: string): PanelQuery {
  return { promQl, label };
}

/** A number. */
export function figure(signal: InferenceSignal, promQl: string, changes: Partial<PromQlItem> = {}): PromQlItem {
  return chart(signal, ChartView.NUMBER, [query(promQl, signal.title)], { width: 6, height: 3, ...changes });
}

/** A chart of classic metrics over time. */
export function classicChart(title: string, unit: string, metrics: ClassicQuery[], changes: Partial<ClassicItem> = {}): ClassicItem {
  return { kind: 'classic', title, unit, view: 'timeSeries', metrics, ...changes };
}

/** Sums of a classic metric per minute. */
export function perMinute(context: PanelContext, metric: ClassicMetric, dimensions: readonly string[], label?: string): ClassicQuery {
  return context.classic(metric, dimensions, { divideBy: context.minutesPerStep, label });
}

/** A text in the place of charts. */
export function note(markdown: string, width?: number): TextItem {
  return { kind: 'text', markdown, width };
}

/** Charts of signals of engines, or a line that says why there are none: no engine would fill them. */
export function whereEmitted(context: PanelContext, signal: InferenceSignal, charts: () => PanelContent[]): PanelContent[] {
  if (context.emits(signal)) {
    return charts();
  }
  const engines = signal.engines!.map(({ name }) => name).join(', ');
  return [note(`Not shown: ${signal.title.toLowerCase()}. No engine here publishes it; these do: ${engines}.`)];
}

/**
 * One row per resource over time, coloured from good to bad: red is at or above the threshold. Two rows of fixed value hold the ends
 * of the colours in place, because CloudWatch spreads them over the values that it finds. They exist where the map has rows.
 */
export function healthMap(
  context: PanelContext, signal: InferenceSignal, groupBy: SignalGrouping[], changes: Partial<PromQlItem> = {},
): PromQlItem {
  const bad = lowestThreshold(context, signal) ?? defaultThreshold(signal)!.value;
  const good = goodValue(signal, bad);
  const anything = context.promQl(signal);
  return chart(signal, ChartView.HEATMAP, [
    query(between(good, bad, context.rows(signal, groupBy, { statistic: SignalStatistic.MAXIMUM }))),
    query(fixedRow(0, anything), `scale: ${good}${good === 0 ? '' : ' or less'}`),
    query(fixedRow(100, anything), `scale: ${bad} or more`),
  ], {
    title: `${signal.title}, from ${good} to ${bad}`,
    unit: 'percent of the range',
    width: 16,
    style: { heatmap: GOOD_TO_BAD },
    ...changes,
  });
}

/** The lowest threshold of the alarms on a signal. One of zero or below leaves no room for colours. */
function lowestThreshold({ alarms }: PanelContext, signal: InferenceSignal): number | undefined {
  const thresholds = alarms.filter((alarm) => alarm.signal === signal).flatMap(({ threshold }) =>
    isKnown(threshold) && threshold > 0 ? [threshold] : []);
  return thresholds.length > 0 ? Math.min(...thresholds) : undefined;
}

/** The state of all alarms. CloudWatch takes at most 100 in one widget. */
export function alarmTiles({ alarms }: PanelContext, title: string): PanelContent[] {
  const shown = tiles(title, alarms.map(({ alarm }) => alarm), 8);
  return shown.length > 0 ? shown : [note('No alarms were handed to this dashboard: their tiles would stand here.', 8)];
}

/** The state of some alarms, none where there are none. */
export function tiles(title: string, alarms: readonly IAlarm[], width: number): PanelContent[] {
  const chunks = Array.from({ length: Math.ceil(alarms.length / MOST_TILES) }, (_, index) =>
    alarms.slice(index * MOST_TILES, (index + 1) * MOST_TILES));
  return chunks.map((chunk) => ({ kind: 'alarms', title, alarms: chunk, width }));
}

const MOST_TILES = 100;
