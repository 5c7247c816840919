import { Construct } from 'constructs';
import { resolved } from './at-synth';
import { literal, promQlPanel } from './grafana-chart';
import { classicPanel, ClassicPlace } from './grafana-classic';
import { GrafanaLayout, SizedPanel } from './grafana-layout';
import { GrafanaModel, GrafanaPanel, GrafanaTextOptions } from './grafana-types';
import { DATA_SOURCE_VARIABLES } from './grafana-variables';
import { HORIZONTAL_ANNOTATION_VIEWS } from '../dashboards/chart-view';
import { InsightsPanel } from '../dashboards/insights-panel';
import { InsightsSection, PanelContent } from '../dashboards/panel';
import { PanelContext } from '../dashboards/panel-context';
import { thresholdsOf } from '../dashboards/panel-widgets';
import { sectionTitle } from '../dashboards/section-widgets';

/** The schema of dashboards that Grafana 11 writes; newer ones read it and bring it up to date. */
const SCHEMA_VERSION = 39;
const FULL_WIDTH = 24;
const WIDTH = 12;
const HEIGHT = 6;
const TEXT_HEIGHT = 2;

export interface GrafanaModelParts {
  readonly title: string;
  readonly uid: string;
  readonly panels: readonly InsightsPanel[];
  readonly context: PanelContext;
  readonly place: ClassicPlace;
}

/** The dashboard of Grafana with the panels of the dashboard of CloudWatch. */
export function grafanaModel(owner: Construct, { title, uid, panels, context, place }: GrafanaModelParts): GrafanaModel {
  const layout = new GrafanaLayout();
  for (const section of Object.values(InsightsSection)) {
    const inSection = panels.filter((panel) => panel.section === section);
    if (inSection.length > 0) {
      layout.addSection(sectionTitle(section));
      inSection.forEach((panel) => addPanel(layout, panel, context, place));
    }
  }
  return resolved<GrafanaModel>(owner, {
    uid,
    title,
    tags: ['sagemaker', 'cdk-sagemaker-insights'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    timezone: 'browser',
    graphTooltip: 1,
    time: { from: 'now-3h', to: 'now' },
    refresh: '1m',
    templating: { list: DATA_SOURCE_VARIABLES },
    annotations: { list: [] },
    panels: layout.panels,
  }, 'dashboard');
}

function addPanel(layout: GrafanaLayout, panel: InsightsPanel, context: PanelContext, place: ClassicPlace): void {
  const items = panel._items(context) ?? [{
    kind: 'text' as const, markdown: `### ${panel.title}\nNot exported: a panel of your own is made of CloudWatch widgets.`,
  }];
  const [heading, ...charts] = items.map((item) => sized(item, context, place));
  layout.addRowOf([heading]);
  layout.addRowOf(charts);
}

function sized(item: PanelContent, context: PanelContext, place: ClassicPlace): SizedPanel {
  const { width = WIDTH, height = HEIGHT } = item;
  switch (item.kind) {
    case 'text':
      return textPanel(item.markdown, item.width, item.height);
    case 'alarms':
      return textPanel(
        `**${item.title}**: not exported. Grafana shows no states of CloudWatch alarms; their thresholds are lines. ${item.alarms.length} alarms`,
        width, height);
    case 'promql': {
      const thresholds = HORIZONTAL_ANNOTATION_VIEWS.includes(item.view) ? thresholdsOf(item, context.alarms) : [];
      return { panel: promQlPanel(item, thresholds, context.step.toSeconds()), width, height };
    }
    case 'classic':
      return { panel: classicPanel(item, thresholdsOf(item, context.alarms), context.step, place), width, height };
  }
}

function textPanel(markdown: string, width: number = FULL_WIDTH, height: number = TEXT_HEIGHT): SizedPanel {
  const options: GrafanaTextOptions = { mode: 'markdown', content: literal(markdown) };
  const panel: GrafanaPanel = { type: 'text', title: '', transparent: true, options };
  return { panel, width, height };
}
