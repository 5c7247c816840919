import { ENGINE_SIGNAL, NO_STATISTICS } from './shapes';
import { EngineQuantity } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit } from '../signal-options';

export const TIME_TO_FIRST_TOKEN = latency('time-to-first-token', 'Time to first token', 'timeToFirstToken',
  'From the arrival of a request at the engine to its first token: how long a user waits before anything happens');

export const INTER_TOKEN_LATENCY = latency('inter-token-latency', 'Inter-token latency', 'interTokenLatency',
  'Between two tokens of an answer: how fluent it feels');

export const END_TO_END_LATENCY = latency('end-to-end-latency', 'End-to-end latency', 'endToEndLatency',
  'Of a whole request inside the engine');

export const QUEUE_TIME = latency('queue-time', 'Queue time', 'queueTime',
  'How long a request waits inside the engine before it is computed: grows when the KV cache is full');

/** One histogram per engine: their buckets differ, so they are never added up. */
function latency(id: string, title: string, quantity: EngineQuantity, meaning: string): SignalDefinition {
  return {
    ...ENGINE_SIGNAL,
    id,
    title,
    unit: SignalUnit.SECONDS,
    meaning,
    engineQuantities: [[quantity]],
    statistics: NO_STATISTICS,
    expression: (context) => (read) => context.perEngine(({ series }) =>
      read(context.engineHistogram(series[quantity]!, context.groupPerEngine), series[quantity]!.options.scale ?? 1)),
  };
}
