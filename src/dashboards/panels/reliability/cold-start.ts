import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { groupingLabels } from '../../../telemetry/signal-options';
import { ChartBarOrientation } from '../../chart-style';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel } from '../../panel';
import { PanelContext } from '../../panel-context';
import { highest, highestBy, named, remainder } from '../../promql-composition';
import { chart } from '../charts';

interface Phase {
  readonly signal: InferenceSignal;
  /** The colour that AWS's dashboard gives the phase. */
  readonly color: string;
}

/** In the order of AWS's dashboard. */
const PHASES: Phase[] = [
  { signal: InferenceSignal.MODEL_DOWNLOAD_TIME, color: '#1f77b4' },
  { signal: InferenceSignal.GPU_LOAD_TIME, color: '#9467bd' },
  { signal: InferenceSignal.CONTAINER_START_TIME, color: '#ff7f0e' },
];
const REST_COLOR = '#7f7f7f';

const REMEDIES = [
  '| phase | colour in SageMaker AI Insights | what shortens it |',
  '| --- | --- | --- |',
  '| model download | 🟦 | compressed artifacts, a cache on the instances |',
  '| load into GPU memory | 🟪 | a smaller quantisation, instances that are warm |',
  '| container start | 🟧 | an image with fewer dependencies |',
  '| the rest | | health checks and the platform: nothing is published about it, it is what the phases leave of the scaling operation |',
].join('\n');

export const coldStart: Panel = {
  id: 'cold-start',
  section: InsightsSection.RELIABILITY,
  title: 'Anatomy of cold starts',
  question: 'Why are cold starts slow?',
  reading: 'The longest part of a bar is what to shorten. Of several starts within 15 minutes each phase shows its longest.',
  content: (context) => {
    const groupBy = coldStartGrouping(context);
    const phases = PHASES.filter(({ signal }) => context.hasGpus || signal !== InferenceSignal.GPU_LOAD_TIME);
    const parts = phases.map(({ signal, color }) => ({ title: signal.title, promQl: context.promQl(signal, { groupBy }), color }));
    const labels = groupingLabels(groupBy);
    const total = highestBy(labels, context.promQl(InferenceSignal.SCALING_DURATION, { groupBy }));
    return [
      chart(InferenceSignal.MODEL_DOWNLOAD_TIME, ChartView.BAR, [
        ...parts.map(({ title, promQl, color }) => ({ promQl: named(title, highest(promQl)), color })),
        { promQl: named('The rest', highest(remainder(total, Object.fromEntries(parts.map(({ title, promQl }) => [title, promQl])), labels))), color: REST_COLOR },
      ], {
        title: `${phases.map(({ signal }) => signal.title).join(', ')}, the rest`,
        stacked: true,
        style: { barOrientation: ChartBarOrientation.HORIZONTAL },
        width: 14,
        signal: undefined,
      }),
      { kind: 'text', markdown: REMEDIES, width: 10, height: 6 },
    ];
  },
};

function coldStartGrouping({ hasComponents, endpointOfFleet }: PanelContext): SignalGrouping[] {
  return hasComponents ? [...endpointOfFleet, SignalGrouping.COMPONENT] : [SignalGrouping.ENDPOINT];
}
