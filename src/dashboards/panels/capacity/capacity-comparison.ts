import { InferenceSignal, SignalStatistic, SignalUnit } from '../../../telemetry';
import { ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { highest, lowest, named } from '../../promql-composition';
import { chart, classicChart, note, query } from '../charts';
import { resourceSignals } from './resource-signals';

const { GPU_MEMORY_HEADROOM } = InferenceSignal;

export const capacityComparison: Panel = {
  id: 'capacity-comparison',
  section: InsightsSection.CAPACITY,
  title: 'Capacity compared',
  question: 'Where is headroom, and does another model fit?',
  reading: 'Weights, KV cache and activations of a new model must fit into the free memory of one instance. 10 % free leaves little room.',
  content: (context) => [
    ...perInstance(context),
    ...context.hasGpus ? gpuMemory(context) : [note('Not shown: GPUs. The instance types have none that report.', 12)],
    ...context.hasComponents && !context.component && !context.isFleet ? [reservations(context)] : [],
  ],
};

function perInstance(context: PanelContext): PanelContent[] {
  return [chart(InferenceSignal.CPU_UTILIZATION, ChartView.COLUMN, resourceSignals(context).map((signal) =>
    query(named(signal.title, lowest(context.promQl(signal, { groupBy: context.host, statistic: SignalStatistic.MAXIMUM }))))), {
    title: `By instance: ${resourceSignals(context).map(({ title }) => title.toLowerCase()).join(', ')}`,
  })];
}

/** A model on one GPU needs room on the emptiest, one on all of them on the fullest. GPUs that no component uses count, too. */
function gpuMemory(context: PanelContext): PanelContent[] {
  const free = (statistic: SignalStatistic) =>
    highest(context.promQlOfInstances(GPU_MEMORY_HEADROOM, { groupBy: context.host, statistic }));
  return [chart(GPU_MEMORY_HEADROOM, ChartView.COLUMN, [
    query(named('fullest GPU', free(SignalStatistic.MINIMUM))),
    ...context.hasSeveralGpus ? [query(named('emptiest GPU', free(SignalStatistic.MAXIMUM)))] : [],
  ], { title: 'GPU memory free, by instance' })];
}

/** Components reserve before they use: another copy fits where enough is not reserved. */
function reservations(context: PanelContext): PanelContent {
  return classicChart('Reserved by components', SignalUnit.PERCENT, ([
    [ClassicMetrics.GPU_RESERVATION, 'GPU'], [ClassicMetrics.CPU_RESERVATION, 'CPU'], [ClassicMetrics.MEMORY_RESERVATION, 'Memory'],
  ] as const).map(([metric, label]) => context.classic(metric, DimensionSet.VARIANT, { label })), { max: 100 });
}
