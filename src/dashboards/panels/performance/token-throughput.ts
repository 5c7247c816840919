import { Color } from 'aws-cdk-lib/aws-cloudwatch';
import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { groupingLabels } from '../../../telemetry/signal-options';
import { ChartView } from '../../chart-view';
import { InsightsSection, Panel, PanelContent, PanelThreshold } from '../../panel';
import { PanelContext } from '../../panel-context';
import { highest, lowest, named, quantileOver } from '../../promql-composition';
import { chart, query, whereEmitted } from '../charts';

export const tokenThroughput: Panel = {
  id: 'token-throughput',
  section: InsightsSection.PERFORMANCE,
  title: 'Token throughput',
  question: 'Is it as fast as the benchmark said?',
  reading: 'Far below the expected rate under load: a constraint, a wrong setting or KV-cache pressure. Percentiles leave idle instances out.',
  content: (context) => [
    ...whereEmitted(context, InferenceSignal.OUTPUT_TOKENS, () => tokens(context)),
    ...context.emits(InferenceSignal.SERVER_RESPONSES) ? [serverResponses(context)] : [],
  ],
};

function tokens(context: PanelContext): PanelContent[] {
  const { INPUT_TOKENS, OUTPUT_TOKENS } = InferenceSignal;
  const { outputTokensPerSecond: expected } = context.expectations;
  return [
    // On an instance that a component shares, its own tokens say nothing about what the instance should yield.
    byInstance(context, OUTPUT_TOKENS, expected === undefined || context.component ? [] : [
      { label: 'expected of an instance', value: expected, color: Color.GREEN },
    ]),
    byInstance(context, INPUT_TOKENS),
    ...context.hasSeveralEngines ? [byEngine(context)] : [],
  ];
}

function byInstance(context: PanelContext, signal: InferenceSignal, thresholds: PanelThreshold[] = []): PanelContent {
  const promQl = context.promQl(signal, { groupBy: context.host });
  const labels = groupingLabels(context.endpointOfFleet);
  const over = (quantile: number, name: string) => context.isFleet
    ? query(named(name, highest(quantileOver(quantile, promQl, labels))))
    : query(quantileOver(quantile, promQl, labels), name);
  return chart(signal, ChartView.LINE, [query(lowest(promQl)), over(0.5, 'P50 over instances'), over(0.99, 'P99 over instances: the fastest')], {
    title: `${signal.title} by instance, P50 and P99 over instances`, thresholds,
  });
}

/** With one engine this would be the sum of the instances. */
function byEngine(context: PanelContext): PanelContent {
  const { INPUT_TOKENS, OUTPUT_TOKENS } = InferenceSignal;
  return chart(OUTPUT_TOKENS, ChartView.LINE, [OUTPUT_TOKENS, INPUT_TOKENS].map((signal) =>
    query(named(signal.title, context.rows(signal, [...context.endpointOfFleet, SignalGrouping.FRAMEWORK])))), {
    title: 'Output and input tokens by engine', width: 24,
  });
}

function serverResponses(context: PanelContext): PanelContent {
  const { SERVER_RESPONSES } = InferenceSignal;
  return chart(SERVER_RESPONSES, ChartView.LINE, [query(context.rows(SERVER_RESPONSES, context.instance))], {
    title: 'DJL Serving: successful responses of the server by instance (it publishes no tokens)',
  });
}
