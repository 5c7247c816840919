import { InferenceSignal } from '../../../telemetry';
import { ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { overRows } from '../../promql-composition';
import { figure } from '../charts';

export const summary: Panel = {
  id: 'summary',
  section: InsightsSection.PERFORMANCE,
  title: 'Summary',
  question: 'What is there, and is it used?',
  reading: 'Requests are those of the time range. A skew above 1: copies or instances lie unevenly. It is 0 in a single zone, too: see zone distribution.',
  content: (context) => [
    {
      kind: 'classic',
      title: 'Requests',
      unit: 'count',
      view: 'singleValue',
      width: 6,
      height: 3,
      metrics: [context.classic(ClassicMetrics.INVOCATIONS, context.component ? DimensionSet.COMPONENT : DimensionSet.VARIANT, {
        label: 'Requests', total: true,
      })],
    },
    ...inventory(context),
  ],
};

function inventory(context: PanelContext): PanelContent[] {
  const { ENDPOINTS, INSTANCES, COMPONENTS, COPIES, INSTANCE_ZONE_SKEW, COPY_ZONE_SKEW } = InferenceSignal;
  if (context.component) {
    return [
      figure(INSTANCES, overRows('count', context.promQl(InferenceSignal.TELEMETRY_PRESENCE, { groupBy: context.instance })), {
        title: 'Instances with a copy',
      }),
      figure(COPIES, context.promQl(COPIES)),
      figure(COPY_ZONE_SKEW, context.promQl(COPY_ZONE_SKEW)),
    ];
  }
  const width = context.isFleet ? 4 : 6;
  return [
    ...context.isFleet ? [figure(ENDPOINTS, context.promQl(ENDPOINTS), { width })] : [],
    figure(INSTANCES, context.promQl(INSTANCES), { width }),
    ...context.hasComponents ? [figure(COMPONENTS, context.promQl(COMPONENTS), { width })] : [],
    figure(INSTANCE_ZONE_SKEW, overRows('avg', context.promQl(INSTANCE_ZONE_SKEW, { groupBy: context.endpointOfFleet })), {
      width, title: 'Average zone skew of instances',
    }),
  ];
}
