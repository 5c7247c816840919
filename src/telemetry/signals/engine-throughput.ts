import { ENGINE_SIGNAL, engineLoad, NO_STATISTICS } from './shapes';
import { Vector } from '../promql';
import { EngineQuantity, QueryContext } from '../query-context';
import { SignalDefinition } from '../signal-definition';
import { SignalUnit } from '../signal-options';

export const INPUT_TOKENS = engineLoad('inputTokens', {
  id: 'input-tokens',
  title: 'Input tokens',
  unit: SignalUnit.TOKENS_PER_SECOND,
  meaning: 'Prompt tokens that the engine takes in, per second',
});

export const OUTPUT_TOKENS = engineLoad('outputTokens', {
  id: 'output-tokens',
  title: 'Output tokens',
  unit: SignalUnit.TOKENS_PER_SECOND,
  meaning: 'Tokens that the engine generates, per second: far below the benchmark means a constraint',
});

export const REQUEST_RATE = engineLoad('finishedRequests', {
  id: 'request-rate',
  title: 'Requests finished by the engine',
  unit: SignalUnit.PER_SECOND,
  meaning: 'Requests that ended inside the engine, per second, whatever the reason',
});

export const SERVER_RESPONSES = engineLoad('serverResponses2xx', {
  id: 'server-responses',
  title: 'Responses of the model server',
  unit: SignalUnit.PER_SECOND,
  meaning: 'Successful responses of DJL Serving per second: the server has no token series, so this stands in for throughput',
});

export const TOTAL_TOKENS: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'total-tokens',
  title: 'Input and output tokens',
  unit: SignalUnit.TOKENS_PER_SECOND,
  meaning: 'Prompt and generated tokens together, per second',
  engineQuantities: [['inputTokens', 'outputTokens']],
  statistics: NO_STATISTICS,
  expression: totalTokens,
};

/** The peak is looked for over a day, so that last night's idle hours do not make an idle rate look like the peak. */
const PEAK_SECONDS = 86400;

export const TOKENS_SHARE_OF_PEAK: SignalDefinition = {
  ...TOTAL_TOKENS,
  id: 'tokens-share-of-peak',
  title: 'Tokens as share of the observed peak',
  unit: SignalUnit.PERCENT,
  meaning: 'Tokens per second against the highest rate of the last day: what share of the seen capacity is in use',
  // The window is the step at which the peak is looked for, too.
  longestWindow: PEAK_SECONDS,
  expression: (context) => {
    const now = totalTokens(context);
    // The peak is looked at in steps, so the rate of now may be above all that was seen.
    return now.dividedBy(now.maxOverTime(PEAK_SECONDS, context.rateSeconds).atLeast(now).above(0)).times(100);
  },
};

export const ENGINE_ERROR_RATIO: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'engine-error-ratio',
  title: 'Requests that ended in an error',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of requests that ended with the finish reason "error" inside the engine',
  engineQuantities: [['failedRequests', 'finishedRequests']],
  statistics: NO_STATISTICS,
  expression: (context) => shareOfFinished(context, 'failedRequests'),
};

export const ENGINE_ABORT_RATIO: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'engine-abort-ratio',
  title: 'Requests that were aborted',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of requests that the server aborted. vLLM counts a request that the caller gives up nowhere; ' +
    'with SGLang, 100 also stands for more requests aborted in the queue than finished',
  engineQuantities: [['abortedRequests', 'finishedRequests']],
  statistics: NO_STATISTICS,
  expression: (context) => shareOfFinished(context, 'abortedRequests'),
};

/** Failures last. */
const SERVER_RESPONSE_CLASSES = ['serverResponses2xx', 'serverResponses4xx', 'serverResponses5xx'] as const;

export const SERVER_ERROR_RATIO: SignalDefinition = {
  ...ENGINE_SIGNAL,
  id: 'server-error-ratio',
  title: 'Failed responses of the model server',
  unit: SignalUnit.PERCENT,
  meaning: 'The share of responses of DJL Serving with a 5XX status',
  engineQuantities: [['serverResponses2xx', 'serverResponses5xx']],
  statistics: NO_STATISTICS,
  expression: (context) => {
    const rates = SERVER_RESPONSE_CLASSES
      .filter((quantity) => context.emittersOf(quantity).length > 0)
      .map((quantity) => rate(context, quantity));
    // A series appears with the first response of its class: until then there were none.
    const none = Vector.union(rates).times(0);
    const answered = rates.map((responses) => responses.or(none));
    const failures = answered[answered.length - 1];
    return failures.dividedBy(answered.reduce((sum, responses) => sum.plus(responses)).above(0)).times(100);
  },
};

function totalTokens(context: QueryContext): Vector {
  return rate(context, 'inputTokens').plus(rate(context, 'outputTokens'));
}

/**
 * A series of a finish reason appears with the first such request: before that the share is 0, not unknown. SGLang counts requests that are
 * aborted while they queue among the aborted but not among all, so there may be more of those than of all.
 */
function shareOfFinished(context: QueryContext, quantity: EngineQuantity): Vector {
  const finished = rate(context, 'finishedRequests');
  return rate(context, quantity).orZeroOf(finished).dividedBy(finished.above(0)).times(100).atMost(100);
}

function rate(context: QueryContext, quantity: EngineQuantity): Vector {
  return context.engineValues(quantity).aggregate('sum', context.group);
}
