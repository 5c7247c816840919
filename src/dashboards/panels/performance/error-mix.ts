import { ClassicMetric, ClassicMetrics, DimensionSet } from '../../../telemetry/classic-metrics';
import { InsightsSection, Panel, PanelContent } from '../../panel';
import { PanelContext } from '../../panel-context';
import { classicChart, note, perMinute } from '../charts';

const { ERRORS_4XX, ERRORS_5XX, MODEL_ERRORS, MID_STREAM_ERRORS, NO_CAPACITY_FAILURES } = ClassicMetrics;

export const errorMix: Panel = {
  id: 'error-mix',
  section: InsightsSection.PERFORMANCE,
  title: 'Error mix',
  question: 'Who fails: callers, the model, or the stream?',
  reading: '4XX: callers, or no copy to answer. Model errors: the container. Mid-stream: after the answer had begun, no status tells.',
  content: (context) => [
    classicChart('Errors by kind', 'errors per minute', kinds(context), { stacked: !context.isFleet }),
    ...perCopy(context),
    ...context.isEverything ? [classicChart('Requests that found no copy, by component', 'errors per minute', [
      perMinute(context, NO_CAPACITY_FAILURES, DimensionSet.COMPONENT),
    ])] : [],
    ...context.hasComponents && !context.component && !context.isEverything
      ? [note('Mid-stream errors exist per endpoint, requests that found no copy per component: those stand on its dashboard.')]
      : [],
  ],
};

function kinds(context: PanelContext) {
  const dimensions = context.component ? DimensionSet.COMPONENT : DimensionSet.VARIANT;
  const named: Array<[ClassicMetric, string]> = [
    [ERRORS_4XX, '4XX'], [ERRORS_5XX, '5XX'], [MODEL_ERRORS, 'Model'],
    context.component ? [NO_CAPACITY_FAILURES, 'No copy'] : [MID_STREAM_ERRORS, 'Mid-stream'],
  ];
  return named.map(([metric, label]) => perMinute(context, metric, dimensions, context.isFleet ? undefined : label));
}

function perCopy(context: PanelContext): PanelContent[] {
  if (!context.hasComponents) {
    return [];
  }
  if (!context.hasEnhancedMetrics) {
    return [note('Not shown: errors by component. Enhanced metrics are off, and without them nothing tells the components of an endpoint apart.')];
  }
  return [classicChart('4XX, 5XX and model errors by component copy', 'errors per minute', [ERRORS_4XX, ERRORS_5XX, MODEL_ERRORS].map((metric) =>
    perMinute(context, metric, DimensionSet.COMPONENT_BY_CONTAINER)))];
}
