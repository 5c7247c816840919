import { ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { classicChart, note, perMinute } from '../charts';

const SIZE = { width: 12 };

export const trafficDistribution: Panel = {
  id: 'traffic-distribution',
  section: InsightsSection.PERFORMANCE,
  title: 'Traffic distribution',
  question: 'Is the load spread?',
  reading: 'A zone, instance or copy with none while others are loaded: a fault of routing or placement.',
  content: (context) => [
    ...context.hasEnhancedMetrics ? byInstanceAndCopy(context) : [
      note('Not shown: requests by instance and component copy. Enhanced metrics are off, so SageMaker does not publish them.'),
    ],
    ...pair(context, 'zone', context.component ? DimensionSet.COMPONENT_BY_ZONE : DimensionSet.VARIANT_BY_ZONE),
  ],
};

function byInstanceAndCopy(context: PanelContext): PanelContent[] {
  return [
    ...context.component ? [] : pair(context, 'instance', DimensionSet.VARIANT_BY_INSTANCE),
    ...context.hasComponents ? [requests(context, 'component copy (errors: see error mix)', DimensionSet.COMPONENT_BY_CONTAINER)] : [],
  ];
}

function requests(context: PanelContext, what: string, dimensions: readonly string[]): PanelContent {
  return classicChart(`Requests by ${what}`, 'requests per minute', [perMinute(context, ClassicMetrics.INVOCATIONS, dimensions)], SIZE);
}

function pair(context: PanelContext, what: string, dimensions: readonly string[]): PanelContent[] {
  return [
    requests(context, what, dimensions),
    classicChart(`4XX and 5XX errors by ${what}`, 'errors per minute', [
      perMinute(context, ClassicMetrics.ERRORS_4XX, dimensions), perMinute(context, ClassicMetrics.ERRORS_5XX, dimensions),
    ], SIZE),
  ];
}
