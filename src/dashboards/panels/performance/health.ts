import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { PromQlItem } from '../../panel';
import { PanelContext } from '../../panel-context';
import { healthMap } from '../charts';

/**
 * Requests that wait inside the engine mean trouble on every engine that tells of them; a full KV cache does not on SGLang. Memory of
 * the instance stands in where no engine tells anything.
 */
export function health(context: PanelContext, groupBy: SignalGrouping[]): PromQlItem {
  const { WAITING_REQUESTS, MEMORY_UTILIZATION } = InferenceSignal;
  return context.emits(WAITING_REQUESTS)
    ? healthMap(context, WAITING_REQUESTS, groupBy)
    : healthMap(context, MEMORY_UTILIZATION, groupBy.filter((grouping) => MEMORY_UTILIZATION.groupings.includes(grouping)));
}
