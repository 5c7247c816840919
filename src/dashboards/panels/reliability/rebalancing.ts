import { InferenceSignal, SignalUnit } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel } from '../../panel';
import { named } from '../../promql-composition';
import { chart, note, query } from '../charts';

export const rebalancing: Panel = {
  id: 'rebalancing',
  section: InsightsSection.RELIABILITY,
  title: 'Rebalancing',
  question: 'Are copies moved to free instances?',
  reading: 'Sums of the last 15 minutes. Copies moved and instances released: it saves money. Blocked: there is no room to move to.',
  content: (context) => {
    const { REBALANCING_DURATION, REBALANCING_BLOCKED, COPIES_MOVED, INSTANCES_RELEASED } = InferenceSignal;
    if (!context.hasComponents) {
      return [note('Not shown: only copies of inference components are rebalanced, and this endpoint has none.')];
    }
    const groupBy = context.endpointOfFleet;
    return [
      chart(COPIES_MOVED, ChartView.BAR, [COPIES_MOVED, INSTANCES_RELEASED, REBALANCING_BLOCKED].map((signal) =>
        context.isFleet ? query(named(signal.title, context.rows(signal, groupBy))) : query(context.promQl(signal), signal.title)), {
        title: 'Copies moved, instances released, blocked', unit: SignalUnit.COUNT, signal: undefined,
      }),
      chart(REBALANCING_DURATION, ChartView.SCATTER, [query(context.rows(REBALANCING_DURATION, groupBy))]),
    ];
  },
};
