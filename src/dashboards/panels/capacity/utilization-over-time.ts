import { InferenceSignal, SignalGrouping, SignalStatistic, SignalUnit } from '../../../telemetry';
import { ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent, PanelQuery } from '../../panel';
import { PanelContext } from '../../panel-context';
import { named } from '../../promql-composition';
import { chart, classicChart, note, query } from '../charts';
import { resourceSignals } from './resource-signals';

const { AVERAGE, MAXIMUM } = SignalStatistic;

export const utilizationOverTime: Panel = {
  id: 'utilization-over-time',
  section: InsightsSection.CAPACITY,
  title: 'Utilisation over time',
  question: 'Is a limit coming closer?',
  reading: 'GPU memory rising over days: the limit approaches. Dropping suddenly: a model crashed or was unloaded. ' +
    'Periodic spikes of disk: downloads in cold starts.',
  content: (context) => [
    ...resourceSignals(context).map((signal) => byInstance(context, signal)),
    ...context.hasGpus ? perGpu(context) : [],
    ...context.component ? [ofCopies(context)] : [],
    ...context.hasComponents && !context.hasGpus && !context.component
      ? [note('Not shown: use by component. Series of hosts know no component: CPU and memory of its copies stand on its own dashboard.')]
      : [],
    ...context.hasComponents ? [] : [note('Not shown: use by component copy. There are no inference components on this endpoint.')],
  ],
};

/** The instances, and the average of each endpoint. Where an instance has several GPUs, an average of them hides a hot one. */
function byInstance(context: PanelContext, signal: InferenceSignal): PanelContent {
  const ofSeveral = context.hasSeveralGpus && signal.groupings.includes(SignalGrouping.GPU);
  return chart(signal, ChartView.LINE, [
    ...ofSeveral
      ? [AVERAGE, MAXIMUM].map((statistic) => query(named(`${statistic} of GPUs`, context.rows(signal, context.host, { statistic }))))
      : [query(context.rows(signal, context.host))],
    ...context.component ? [] : [ofEndpoint(context, signal)],
  ], { width: 8, title: `${signal.title} by instance${context.component ? '' : ' and endpoint'}` });
}

function ofEndpoint(context: PanelContext, signal: InferenceSignal): PanelQuery {
  const promQl = context.rows(signal, context.endpointOfFleet, { statistic: AVERAGE });
  return context.isFleet ? query(named('endpoint', promQl)) : query(promQl, 'endpoint');
}

/** GPU series carry the component that uses the GPU. */
function perGpu(context: PanelContext): PanelContent[] {
  if (!context.hasComponents && !context.hasSeveralGpus) {
    return [];
  }
  const groupBy = [
    ...context.endpointOfFleet,
    ...context.hasComponents ? [SignalGrouping.COMPONENT] : [],
    context.hasSeveralGpus ? SignalGrouping.GPU : SignalGrouping.COPY,
  ];
  const what = [...context.hasComponents ? ['component copy'] : [], ...context.hasSeveralGpus ? ['GPU'] : []].join(' and ');
  return [InferenceSignal.GPU_UTILIZATION, InferenceSignal.GPU_MEMORY_UTILIZATION].map((signal) =>
    chart(signal, ChartView.LINE, [query(context.rows(signal, groupBy))], { title: `${signal.title} by ${what}` }));
}

/** Host series know no component, so classic metrics tell what its copies use of what they reserve. */
function ofCopies(context: PanelContext): PanelContent {
  return classicChart('CPU and memory against what copies reserve', SignalUnit.PERCENT, ([
    [ClassicMetrics.COMPONENT_CPU_UTILIZATION, 'CPU'], [ClassicMetrics.COMPONENT_MEMORY_UTILIZATION, 'Memory'],
  ] as const).map(([metric, label]) => context.classic(metric, DimensionSet.COMPONENT, { label })));
}
