import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { overRows } from '../../promql-composition';
import { chart, figure, query } from '../charts';

const RISKS = [
  '| zones with instances | risk | what to do |',
  '| --- | --- | --- |',
  '| 3 or more, evenly | low | nothing |',
  '| 2, or unevenly | medium | rebalance, raise the number of instances |',
  '| 1 | high: its loss takes the endpoint offline | instances in more zones |',
  '',
  'A zone without instances has no column. Instances may be balanced while copies are not.',
].join('\n');

export const zoneDistribution: Panel = {
  id: 'zone-distribution',
  section: InsightsSection.RELIABILITY,
  title: 'Zone distribution',
  question: 'Would it survive the loss of a zone?',
  reading: 'The columns of a zone are what its loss takes.',
  content: (context) => [
    byZone(context, InferenceSignal.INSTANCES, context.endpointOfFleet),
    ...context.hasComponents ? [byZone(context, InferenceSignal.COPIES, context.member)] : [],
    zonesInUse(context),
    { kind: 'text', markdown: RISKS, width: 12, height: 5 },
  ],
};

function byZone(context: PanelContext, signal: InferenceSignal, groupBy: SignalGrouping[]): PanelContent {
  const zones = [SignalGrouping.ZONE, ...groupBy];
  const title = signal === InferenceSignal.COPIES && groupBy.includes(SignalGrouping.COMPONENT)
    ? `${signal.title} by zone and component`
    : `${signal.title}${ofWhat(context, signal)} by zone`;
  return chart(signal, ChartView.COLUMN, [query(context.rows(signal, zones))], { title });
}

/** Of many endpoints the one with the fewest zones counts. */
function zonesInUse(context: PanelContext): PanelContent {
  const { ZONES_IN_USE } = InferenceSignal;
  const promQl = context.promQl(ZONES_IN_USE, { groupBy: context.endpointOfFleet });
  return context.isFleet
    ? figure(ZONES_IN_USE, overRows('min', promQl), { title: 'Fewest zones in use by an endpoint', width: 12, height: 5 })
    : figure(ZONES_IN_USE, promQl, { title: `${ZONES_IN_USE.title}${ofWhat(context, ZONES_IN_USE)}`, width: 12, height: 5 });
}

/** Instances are the endpoint's, also on the dashboard of a component. */
function ofWhat({ component }: PanelContext, signal: InferenceSignal): string {
  return component && !signal.groupings.includes(SignalGrouping.COMPONENT) ? ' of the endpoint' : '';
}
