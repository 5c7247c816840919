import { InsightsPanel, InsightsPanelOptions } from './insights-panel';
import { PanelContext } from './panel-context';
import { panelContent } from './panel-widgets';
import { InsightsSubject } from '../subject/insights-subject';

/** One PromQL query of a chart. */
export interface PanelPromQl {
  /** The id of the panel. */
  readonly panel: string;
  /** The title of the chart. */
  readonly chart: string;
  readonly unit: string;
  /** The place of the query in the chart, from 0. */
  readonly index: number;
  readonly label?: string;
  readonly promQl: string;
}

/** Every PromQL query of every panel for a subject, for programs that evaluate them. */
export function panelQueries(subject: InsightsSubject, { alarms, expectations }: InsightsPanelOptions = {}): PanelPromQl[] {
  const context = new PanelContext(subject, alarms, expectations);
  return InsightsPanel.all().flatMap(({ _panel: panel }) => panelContent(panel, context).flatMap((item) => item.kind !== 'promql' ? [] :
    item.queries.map(({ promQl, label }, index) => ({ panel: panel.id, chart: item.title, unit: item.unit, index, label, promQl }))));
}
