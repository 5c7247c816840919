import { InferenceSignal } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel } from '../../panel';
import { chart, query } from '../charts';

export const scalingEvents: Panel = {
  id: 'scaling-events',
  section: InsightsSection.RELIABILITY,
  title: 'Scaling events',
  question: 'Does scaling work?',
  reading: 'The longest operation by direction: ScaleOut, ScaleIn. Empty: no policy, or it was not triggered. An event is a run of dots, 15 minutes long.',
  content: (context) => [chart(InferenceSignal.SCALING_DURATION, ChartView.SCATTER, [
    query(context.rows(InferenceSignal.SCALING_DURATION, context.member)),
  ], { title: `${InferenceSignal.SCALING_DURATION.title} by direction`, width: 24 })],
};
