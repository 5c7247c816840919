import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { ChartView } from '../../chart-view';
import { PanelContent, PanelQuery } from '../../panel';
import { PanelContext } from '../../panel-context';
import { highest, lowest, named, ofLastHour } from '../../promql-composition';
import { chart, query, whereEmitted } from '../charts';

const { TIME_TO_FIRST_TOKEN, OUTPUT_TOKENS, RUNNING_REQUESTS, KV_CACHE_UTILIZATION } = InferenceSignal;

/** The figures that the managed dashboard shows of a resource when it is pointed at, side by side for all resources. */
export function engineFigures(context: PanelContext, groupBy: SignalGrouping[]): PanelContent[] {
  return columns(context, groupBy, [
    [TIME_TO_FIRST_TOKEN, 'Time to first token, P99', () => [query(context.rows(TIME_TO_FIRST_TOKEN, groupBy))]],
    [OUTPUT_TOKENS, 'Output tokens', () => [query(lowest(context.promQl(OUTPUT_TOKENS, { groupBy })))]],
    [RUNNING_REQUESTS, 'Concurrent requests', () => [query(context.rows(RUNNING_REQUESTS, groupBy))]],
  ]);
}

/** The figures of the managed table: P50 and P99, averages, what is now and peaks. */
export function engineTable(context: PanelContext, groupBy: SignalGrouping[]): PanelContent[] {
  const lastHour = (operation: 'avg' | 'max', signal: InferenceSignal) =>
    ofLastHour(operation, context.promQl(signal, { groupBy }), context.step);
  return columns(context, groupBy, [
    [TIME_TO_FIRST_TOKEN, 'Time to first token: P50, P99', () =>
      [0.5, 0.99].map((quantile) => query(named(`P${100 * quantile}`, context.rows(TIME_TO_FIRST_TOKEN, groupBy, { quantile }))))],
    [OUTPUT_TOKENS, 'Output tokens: average, peak', () =>
      [query(named('average', lowest(lastHour('avg', OUTPUT_TOKENS)))), query(named('peak', highest(lastHour('max', OUTPUT_TOKENS))))]],
    [RUNNING_REQUESTS, 'Concurrent requests: now, peak', () =>
      [query(named('now', context.rows(RUNNING_REQUESTS, groupBy))), query(named('peak', highest(lastHour('max', RUNNING_REQUESTS))))]],
  ]);
}

type Column = [signal: InferenceSignal, title: string, queries: () => PanelQuery[]];

function columns(context: PanelContext, groupBy: SignalGrouping[], wanted: Column[]): PanelContent[] {
  const cache: Column = [KV_CACHE_UTILIZATION, KV_CACHE_UTILIZATION.title, () => [query(context.rows(KV_CACHE_UTILIZATION, groupBy))]];
  const emitted = [...wanted, cache].filter(([signal]) => context.emits(signal));
  return emitted.length === 0
    ? whereEmitted(context, RUNNING_REQUESTS, () => [])
    : emitted.map(([signal, title, queries]) => chart(signal, ChartView.COLUMN, queries(), { title, width: 6 }));
}
