import { InferenceSignal } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { chart, query, tiles } from '../charts';

/** A widget of text shows about this many lines per row of the grid. */
const LINES_PER_ROW = 2;

export const scalingEvents: Panel = {
  id: 'scaling-events',
  section: InsightsSection.RELIABILITY,
  title: 'Scaling events',
  question: 'Does scaling work?',
  reading: 'The longest operation by direction: ScaleOut, ScaleIn. Empty: no policy, or it was not triggered. An event is a run of dots, 15 minutes long.',
  content: (context) => [
    chart(InferenceSignal.SCALING_DURATION, ChartView.SCATTER, [
      query(context.rows(InferenceSignal.SCALING_DURATION, context.member)),
    ], { title: `${InferenceSignal.SCALING_DURATION.title} by direction`, width: 24 }),
    ...policies(context),
  ],
};

/** What this app scales, by which policies, and which of their alarms change capacity now. */
function policies({ scaled }: PanelContext): PanelContent[] {
  const lines = scaled.flatMap(({ _title: title, _policies }) => [`**${title}**`, '', ..._policies.map((policy) => `- ${policy}`), '']);
  const alarms = scaled.flatMap(({ scalingAlarms }) => scalingAlarms.map(({ alarm }) => alarm));
  return lines.length === 0 ? [] : [
    { kind: 'text', markdown: lines.join('\n'), width: 16, height: Math.min(12, 2 + Math.ceil(lines.length / LINES_PER_ROW)) },
    ...tiles('In ALARM: capacity changes', alarms, 8),
  ];
}
