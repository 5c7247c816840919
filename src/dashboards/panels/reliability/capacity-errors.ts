import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel } from '../../panel';
import { chart, note, query } from '../charts';

export const capacityErrors: Panel = {
  id: 'capacity-errors',
  section: InsightsSection.RELIABILITY,
  title: 'Capacity errors',
  question: 'Does AWS have the instances?',
  reading: 'Sums of the last 15 minutes. Errors of one instance type in every zone: the Region has none left, fall back to another type.',
  content: (context) => {
    const { CAPACITY_ERRORS } = InferenceSignal;
    const groupBy = [...context.endpointOfFleet, SignalGrouping.INSTANCE_TYPE, SignalGrouping.ZONE];
    return context.component
      ? [note('Capacity errors are of instances, not of components: see the endpoint.')]
      : [chart(CAPACITY_ERRORS, ChartView.BAR, [query(context.rows(CAPACITY_ERRORS, groupBy))], {
        title: `${CAPACITY_ERRORS.title} by instance type and zone`, stacked: true, width: 24,
      })];
  },
};
