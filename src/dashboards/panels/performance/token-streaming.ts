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

function quantiles(context: PanelContext, signal: InferenceSignal): PanelContent {
  return chart(signal, ChartView.LINE, [0.5, 0.99].map((quantile) =>
    query(named(`P${100 * quantile}`, context.rows(signal, [...context.member, SignalGrouping.MODEL], { quantile })))), { title: `${signal.title}: P50, P99` });
}
