import { Duration, Lazy } from 'aws-cdk-lib';
import { PressureThresholds } from './pressure-thresholds';
import { InferenceSignal, ServingEngine, SignalGrouping, SignalStatistic, TelemetryScope } from '../telemetry';
import { enginesBoundByCache } from '../telemetry/cache-bound';
import { calculate, putTogether } from '../telemetry/conditions';
import { knownSeconds } from '../validation';

const { KV_CACHE_UTILIZATION, QUEUE_TIME, RUNNING_REQUESTS, TIME_TO_FIRST_TOKEN, WAITING_REQUESTS } = InferenceSignal;

/** How much of the threshold for scaling out a measure may have after a copy is gone. */
const CALM_SHARE = {
  /** A level that grows with the number of requests. */
  level: 0.9,
  /** What is next to nothing as long as a copy has room, and then shoots up. */
  queue: 0.2,
  /** What is never nothing, and does not grow with the number of requests as long as a copy has room. */
  latency: 0.7,
};

/** Any token: a value that is refused later, with the property that it stands in. */
const KNOWN_AT_DEPLOYMENT = Lazy.number({ produce: () => 0 });

/** Whom measures are taken of. */
export interface MeasuredSubject {
  readonly scope: TelemetryScope;
  readonly groupBy: SignalGrouping[];
}

/** One quantity with the value above which it is pressure. */
export interface PressureMeasure {
  /** The property that it comes from. */
  readonly property: string;
  readonly signal: InferenceSignal;
  readonly above: number;
  /** What it may be at most, as a share of `above`, after a copy is gone. */
  readonly calmShare: number;
  /** Such as `average over copies`. */
  readonly over: string;
  readonly query: (subject: MeasuredSubject) => string;
  /** Whether rows have no number while nobody asks, as those of latencies. */
  readonly mayLackNumber: boolean;
  /** What all copies have together, for a measure of which each has a part and that rises steadily before it is pressure. */
  readonly total?: (subject: MeasuredSubject) => string;
}

/** The same with the value that it must stay below when a copy is gone. */
export interface CalmMeasure extends Pick<PressureMeasure, 'property' | 'signal' | 'above' | 'query' | 'total' | 'mayLackNumber'> {
  readonly below: number;
}

/** The measures that thresholds stand for, in the order of the properties. */
export function measuresOf(thresholds: PressureThresholds, statistic: SignalStatistic): PressureMeasure[] {
  const { kvCacheUtilization, waitingRequestsPerCopy, queueTime, timeToFirstToken, signals = [] } = thresholds;
  const over = statistic === SignalStatistic.MAXIMUM ? 'the copy with the most' : 'average over copies';
  return [
    ...kvCacheUtilization === undefined ? [] : [{
      property: 'kvCacheUtilization',
      signal: KV_CACHE_UTILIZATION,
      above: kvCacheUtilization,
      calmShare: CALM_SHARE.level,
      over,
      mayLackNumber: false,
      query: ({ scope, groupBy }: MeasuredSubject) =>
        KV_CACHE_UTILIZATION.promQl({ scope, groupBy, statistic, engines: cacheEngines(scope) }),
      total: ({ scope, groupBy }: MeasuredSubject) => putTogether('sum', KV_CACHE_UTILIZATION.promQl({
        scope, groupBy: [...groupBy, SignalGrouping.COPY], engines: cacheEngines(scope),
      }), groupBy),
    }],
    ...waitingRequestsPerCopy === undefined ? [] : [{
      property: 'waitingRequestsPerCopy',
      signal: WAITING_REQUESTS,
      above: waitingRequestsPerCopy,
      calmShare: CALM_SHARE.queue,
      over,
      mayLackNumber: false,
      query: ({ scope, groupBy }: MeasuredSubject) => WAITING_REQUESTS.promQl({ scope, groupBy, statistic }),
    }],
    ...latency('queueTime', QUEUE_TIME, queueTime),
    ...latency('timeToFirstToken', TIME_TO_FIRST_TOKEN, timeToFirstToken),
    ...signals.map(({ signal, above, statistic: own, quantile }) => ({
      property: ['signals', signal.id, own, quantile].filter((part) => part !== undefined).join(' '),
      signal,
      above,
      calmShare: CALM_SHARE.level,
      over: quantile === undefined ? own ?? 'as the signal does' : `quantile ${quantile}`,
      mayLackNumber: true,
      // Some signals keep labels of their own, with which their rows would match nothing of the others.
      query: ({ scope, groupBy }: MeasuredSubject) =>
        putTogether('max', signal.promQl({ scope, groupBy, statistic: own ?? averageOf(signal, quantile), quantile }), groupBy),
    })),
  ];
}

/** Requests in flight per copy, so that capacity is not taken away which target tracking of requests then adds again. */
export function concurrencyBelow(engines: readonly ServingEngine[], target: number): CalmMeasure[] {
  const isKnown = engines.some((engine) => [RUNNING_REQUESTS, WAITING_REQUESTS].every((signal) => signal._isPublishedBy(engine)));
  return !isKnown ? [] : [{
    property: 'safetyNet',
    signal: RUNNING_REQUESTS,
    above: target,
    below: CALM_SHARE.level * target,
    mayLackNumber: false,
    query: ({ scope, groupBy }) => {
      const [running, waiting] = [RUNNING_REQUESTS, WAITING_REQUESTS].map((signal) =>
        signal.promQl({ scope, groupBy, statistic: SignalStatistic.AVERAGE }));
      return calculate(running, '+', waiting);
    },
  }];
}

/** The engines whose KV cache is asked about: those whose level means trouble, or all that publish one where there is none such. */
function cacheEngines(scope: TelemetryScope) {
  const bound = enginesBoundByCache(scope._engines);
  return bound.length > 0 ? bound : undefined;
}

function latency(property: string, signal: InferenceSignal, objective: Duration | undefined): PressureMeasure[] {
  return objective === undefined ? [] : [{
    property,
    signal,
    above: knownSeconds(objective) ?? KNOWN_AT_DEPLOYMENT,
    calmShare: CALM_SHARE.latency,
    over: '99th percentile of the requests of all copies',
    mayLackNumber: true,
    query: ({ scope, groupBy }) => signal.promQl({ scope, groupBy, quantile: 0.99 }),
  }];
}

function averageOf(signal: InferenceSignal, quantile: number | undefined): SignalStatistic | undefined {
  return quantile === undefined && signal.statistics.includes(SignalStatistic.AVERAGE) ? SignalStatistic.AVERAGE : undefined;
}
