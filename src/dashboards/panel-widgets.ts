import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget, Color, GraphWidget, GraphWidgetView, IWidget, LegendPosition, SingleValueWidget, TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { AXIS_VIEWS, ChartView, HORIZONTAL_ANNOTATION_VIEWS } from './chart-view';
import { renderClassic } from './classic-query';
import { InsightsAlarm } from './insights-alarm';
import { AlarmItem, ClassicItem, Panel, PanelContent, PanelThreshold, PromQlItem, TextItem } from './panel';
import { PanelContext } from './panel-context';
import { PromQlChartWidget } from './promql-chart-widget';
import { defaultThreshold } from './thresholds';
import { Whereabouts } from '../subject/whereabouts';
import { SignalUnit } from '../telemetry';

/** The size of an item that names none. */
const WIDTH = 12;
const HEIGHT = 6;
const FULL_WIDTH = 24;
const TEXT_HEIGHT = 2;

/** A line whose row is drawn by value alone: a number axis would mean nothing. */
const CATEGORY_VIEWS = [ChartView.HEATMAP];

/** The widgets of a panel, in rows: what is asked and how to read the answer, then the charts; or just why there are none. */
export function panelWidgets(panel: Panel, context: PanelContext, whereabouts: Whereabouts): IWidget[][] {
  const renderer = new Renderer(context, whereabouts);
  const [heading, ...charts] = panelItems(panel, context).map((item) => renderer.widget(item));
  return [[heading], ...inRows(charts)];
}

/** The heading of a panel and what it holds; or just the heading with why there is nothing. */
export function panelItems(panel: Panel, context: PanelContext): PanelContent[] {
  const [first, ...rest] = panelContent(panel, context);
  if (first.kind === 'text' && rest.length === 0) {
    return [{ ...first, markdown: `### ${panel.title}\n${first.markdown}` }];
  }
  return [{ kind: 'text', markdown: `### ${panel.title}\n**${panel.question}** ${panel.reading}` }, first, ...rest];
}

/** What a panel holds: without detailed observability a line takes the place of the charts that need it. */
export function panelContent(panel: Panel, context: PanelContext): readonly PanelContent[] {
  const content = panel.content(context);
  const available = context.hasDetailedObservability ? content : content.filter(({ kind }) => kind !== 'promql');
  return available.length === content.length ? content : [...available, {
    kind: 'text',
    markdown: 'Not shown: charts of engine, GPU, host and placement series. Detailed observability is off, so there is no data for them.',
  }];
}

/** The lines of a chart: its own, and those of the alarms on its signal, or else the signal's default. */
export function thresholdsOf(item: PromQlItem | ClassicItem, alarms: readonly InsightsAlarm[]): PanelThreshold[] {
  const { signal, perSignalUnit = 1, thresholds = [] } = item;
  const fired = alarms.flatMap(({ alarm, title, signal: watched, threshold }): PanelThreshold[] =>
    signal === undefined || watched !== signal || threshold === undefined
      ? []
      : [{ label: title ?? alarm.alarmName, value: threshold * perSignalUnit, color: Color.RED }]);
  const byDefault = signal && fired.length === 0 ? defaultThreshold(signal) : undefined;
  return [...thresholds, ...fired, ...byDefault ? [{ ...byDefault, value: byDefault.value * perSignalUnit }] : []];
}

/** Fills rows of 24 columns from left to right. */
function inRows(widgets: readonly IWidget[]): IWidget[][] {
  const rows: IWidget[][] = [];
  let room = 0;
  for (const widget of widgets) {
    if (widget.width > room) {
      rows.push([]);
      room = FULL_WIDTH;
    }
    rows[rows.length - 1].push(widget);
    room -= widget.width;
  }
  return rows;
}

class Renderer {
  private readonly step: Duration;

  public constructor(private readonly context: PanelContext, private readonly whereabouts: Whereabouts) {
    this.step = context.step;
  }

  public widget(item: PanelContent): IWidget {
    switch (item.kind) {
      case 'promql':
        return this.promQl(item);
      case 'classic':
        return this.classic(item);
      case 'text':
        return text(item);
      case 'alarms':
        return tiles(item);
    }
  }

  private promQl(item: PromQlItem): IWidget {
    const { view, unit } = item;
    const thresholds = HORIZONTAL_ANNOTATION_VIEWS.includes(view) ? thresholdsOf(item, this.context.alarms) : [];
    const hasUnitAxis = AXIS_VIEWS.includes(view) && !CATEGORY_VIEWS.includes(view);
    return new PromQlChartWidget({
      title: hasUnitAxis ? item.title : `${item.title} (${unit})`,
      view,
      width: item.width ?? WIDTH,
      height: item.height ?? HEIGHT,
      stacked: item.stacked,
      style: item.style,
      queries: item.queries.map(({ promQl: query, label }) => ({ query, label, step: this.step, ...this.whereabouts })),
      yAxes: hasUnitAxis ? [{ min: 0, max: item.max ?? naturalMaximum(unit), title: unit }] : undefined,
      annotations: thresholds.length > 0 ? { horizontal: thresholds } : undefined,
    });
  }

  private classic(item: ClassicItem): IWidget {
    const { title, unit, width = WIDTH, height = HEIGHT } = item;
    const metrics = item.metrics.flatMap((query, index) => renderClassic(query, index + 1, this.step, this.whereabouts));
    if (item.view === 'singleValue') {
      return new SingleValueWidget({ title: `${title} (${unit})`, width, height, metrics, setPeriodToTimeRange: true });
    }
    const thresholds = thresholdsOf(item, this.context.alarms);
    return new GraphWidget({
      title,
      width,
      height,
      view: item.view === 'bar' ? GraphWidgetView.BAR : GraphWidgetView.TIME_SERIES,
      left: metrics,
      leftYAxis: { label: unit, min: 0, max: item.max, showUnits: false },
      leftAnnotations: thresholds.length > 0 ? thresholds.map(({ label, value, color }) => ({ label, value, color })) : undefined,
      stacked: item.stacked,
      legendPosition: LegendPosition.BOTTOM,
      period: this.step,
    });
  }
}

function text({ markdown, width = FULL_WIDTH, height = TEXT_HEIGHT }: TextItem): IWidget {
  return new TextWidget({ markdown, width, height });
}

function tiles({ title, alarms: shown, width = WIDTH, height = HEIGHT }: AlarmItem): IWidget {
  return new AlarmStatusWidget({ title, alarms: [...shown], width, height });
}

/** A percentage that is drawn up to its own maximum makes small changes look like large ones. */
function naturalMaximum(unit: string): number | undefined {
  return unit === SignalUnit.PERCENT ? 100 : undefined;
}
