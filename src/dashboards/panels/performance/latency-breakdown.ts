import { InferenceSignal } from '../../../telemetry';
import { ClassicMetric, ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { classicChart, note } from '../charts';

/** SageMaker publishes microseconds. */
const PER_MILLISECOND = 1000;

export const latencyBreakdown: Panel = {
  id: 'latency-breakdown',
  section: InsightsSection.PERFORMANCE,
  title: 'Latency breakdown',
  question: 'Where is the time spent?',
  reading: 'Both parts normal and time to first token high: requests wait inside the engine for KV cache, see engine pressure. ' +
    'Parts of a percentile do not add up exactly.',
  content: (context) => {
    const invoke = ['p50', 'p90'].map((statistic) => breakdown(context, 'Invoke', statistic, ClassicMetrics.MODEL_LATENCY, ClassicMetrics.OVERHEAD_LATENCY));
    return context.component
      ? [...invoke, note('Not shown: first chunks. SageMaker publishes them per endpoint, not per component: see the endpoint.')]
      : [...invoke, ...['p50', 'p90'].map((statistic) => breakdown(
        context, 'First chunk', statistic, ClassicMetrics.FIRST_CHUNK_MODEL_LATENCY, ClassicMetrics.FIRST_CHUNK_OVERHEAD_LATENCY))];
  },
};

/** Parts of one endpoint or component lie on top of each other; those of many would hide each other. */
function breakdown(context: PanelContext, what: string, statistic: string, model: ClassicMetric, overhead: ClassicMetric): PanelContent {
  const dimensions = context.component ? DimensionSet.COMPONENT : DimensionSet.VARIANT;
  const part = (metric: ClassicMetric, label: string) =>
    context.classic(metric, dimensions, { statistic, divideBy: PER_MILLISECOND, label: context.isFleet ? undefined : label });
  return classicChart(`${what}: model and overhead, ${statistic.toUpperCase()}`, 'milliseconds', [part(model, 'Model'), part(overhead, 'Overhead')], {
    width: 6,
    stacked: !context.isFleet,
    ...model === ClassicMetrics.MODEL_LATENCY ? { signal: InferenceSignal.MODEL_LATENCY, perSignalUnit: 1000 } : {},
  });
}
