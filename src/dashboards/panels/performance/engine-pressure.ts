import { InferenceSignal, SignalGrouping, SignalStatistic } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { named } from '../../promql-composition';
import { chart, query, whereEmitted } from '../charts';

export const enginePressure: Panel = {
  id: 'engine-pressure',
  section: InsightsSection.PERFORMANCE,
  title: 'Engine and request pressure',
  question: 'Is the engine about to be full?',
  reading: 'vLLM: KV cache at 40 to 50 % again and again in business hours, scale out before customers notice. ' +
    'A full cache and waiting requests of the same copy: the KV cache is the limit. Each curve is that of its own highest copy.',
  content: (context) => [
    ...whereEmitted(context, InferenceSignal.WAITING_REQUESTS, () => requests(context)),
    ...whereEmitted(context, InferenceSignal.KV_CACHE_UTILIZATION, () => cache(context)),
  ],
};

function groups({ member }: PanelContext): SignalGrouping[] {
  return [...member, SignalGrouping.FRAMEWORK];
}

function requests(context: PanelContext): PanelContent[] {
  const { RUNNING_REQUESTS, WAITING_REQUESTS } = InferenceSignal;
  return [chart(WAITING_REQUESTS, ChartView.LINE, [RUNNING_REQUESTS, WAITING_REQUESTS].map((signal) =>
    query(named(signal.title, context.rows(signal, groups(context), { statistic: SignalStatistic.MAXIMUM })))), {
    title: 'Requests running, waiting: highest of a copy',
  })];
}

function cache(context: PanelContext): PanelContent[] {
  const { KV_CACHE_UTILIZATION } = InferenceSignal;
  return [chart(KV_CACHE_UTILIZATION, ChartView.LINE, [query(context.rows(KV_CACHE_UTILIZATION, groups(context)))], {
    title: `${KV_CACHE_UTILIZATION.title}: highest of a copy`,
  })];
}
