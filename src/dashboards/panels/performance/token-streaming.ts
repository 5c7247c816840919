import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { named } from '../../promql-composition';
import { chart, query, whereEmitted } from '../charts';

export const tokenStreaming: Panel = {
  id: 'token-streaming',
  section: InsightsSection.PERFORMANCE,
  title: 'Token streaming',
  question: 'How do users feel it?',
  reading: 'P99 far above P50: some users wait. Time to first token rises with queues, inter-token latency with full batches.',
  content: (context) => whereEmitted(context, InferenceSignal.TIME_TO_FIRST_TOKEN, () => [
    quantiles(context, InferenceSignal.TIME_TO_FIRST_TOKEN),
    quantiles(context, InferenceSignal.INTER_TOKEN_LATENCY),
  ]),
};

/** Components of one endpoint may serve under the same model name. */
function groups(context: PanelContext): SignalGrouping[] {
  return [...context.member, ...context.isFleet ? [SignalGrouping.COMPONENT] : [], SignalGrouping.MODEL];
}

function quantiles(context: PanelContext, signal: InferenceSignal): PanelContent {
  return chart(signal, ChartView.LINE, [0.5, 0.99].map((quantile) =>
    query(named(`P${100 * quantile}`, context.rows(signal, groups(context), { quantile })))), { title: `${signal.title}: P50, P99` });
}
