import { ClassicMetric, ClassicMetrics, Dimension, DimensionSet } from '../classic-metrics';
import { RequestSeriesForm } from '../dialect';
import { HistogramVector, Selector, Vector } from '../promql';
import { QueryContext } from '../query-context';
import { OF_COMPONENT } from '../request-series';
import { SignalDefinition, SignalValues } from '../signal-definition';
import { SignalGrouping, SignalStatistic, SignalUnit } from '../signal-options';
import { ENGINE_SIGNAL, LEVEL_STATISTICS, NO_STATISTICS } from './shapes';

/*
 * SageMaker's own view of requests. The classic metrics are the safe form; the OpenTelemetry series carry the same data under a name
 * per granularity (AWS page "Metric name mapping: legacy to OTel"), and what kind of series they are is not documented.
 */

const MICROSECOND = 1e-6;

/** The ending of a series' name by the dimension set that it corresponds to, for a metric of endpoints and components. */
const SUFFIXES = new Map<readonly string[], string>([
  [DimensionSet.VARIANT, ''],
  [DimensionSet.VARIANT_BY_INSTANCE, 'ByInstanceId'],
  [DimensionSet.VARIANT_BY_ZONE, 'ByAzByInstanceType'],
  [DimensionSet.COMPONENT, OF_COMPONENT],
  [DimensionSet.COMPONENT_BY_ZONE, 'ForIcByAzByInstanceType'],
  [DimensionSet.COMPONENT_BY_CONTAINER, 'ForIcByInstanceIdByContainerId'],
]);

/** The same for a metric that exists per copy only, whose name says so already. */
const PER_COPY_SUFFIXES = new Map<readonly string[], string>([
  [DimensionSet.COMPONENT, ''],
  [DimensionSet.COMPONENT_BY_ZONE, 'ByAzByInstanceType'],
]);

const REQUEST_SIGNAL = {
  groupings: [
    SignalGrouping.ENDPOINT, SignalGrouping.COMPONENT, SignalGrouping.INSTANCE, SignalGrouping.COPY, SignalGrouping.ZONE,
    SignalGrouping.INSTANCE_TYPE,
  ],
  knowsComponent: ENGINE_SIGNAL.knowsComponent,
} as const;

export const INVOCATIONS = counted('invocations', 'Requests', ClassicMetrics.INVOCATIONS, 'Requests as SageMaker counts them, per second');
export const INVOCATIONS_PER_INSTANCE = counted('invocations-per-instance', 'Requests per instance', ClassicMetrics.INVOCATIONS_PER_INSTANCE,
  'Requests divided by the number of instances, per second', SignalGrouping.ENDPOINT);
export const INVOCATIONS_PER_COPY = counted('invocations-per-copy', 'Requests per copy', ClassicMetrics.INVOCATIONS_PER_COPY,
  'Requests divided by the number of copies, per second', SignalGrouping.COMPONENT);
export const INVOCATION_4XX_ERRORS = counted('invocation-4xx-errors', '4XX errors', ClassicMetrics.ERRORS_4XX,
  'Requests that were answered with a 4XX status, per second');
export const INVOCATION_5XX_ERRORS = counted('invocation-5xx-errors', '5XX errors', ClassicMetrics.ERRORS_5XX,
  'Requests that were answered with a 5XX status, per second');
export const INVOCATION_MODEL_ERRORS = counted('invocation-model-errors', 'Model errors', ClassicMetrics.MODEL_ERRORS,
  'Requests that the model did not answer with 2XX, time-outs and socket errors included, per second');
export const MID_STREAM_ERRORS = counted('mid-stream-errors', 'Mid-stream errors', ClassicMetrics.MID_STREAM_ERRORS,
  'Errors after a response stream had begun, per second: no status tells of them');
export const NO_CAPACITY_FAILURES = counted('no-capacity-failures', 'Requests that found no copy', ClassicMetrics.NO_CAPACITY_FAILURES,
  'Requests that found no copy of their component, per second');

export const MODEL_LATENCY = timed('model-latency', 'Model latency', ClassicMetrics.MODEL_LATENCY, 'Time in the model container');
export const OVERHEAD_LATENCY = timed('overhead-latency', 'Overhead latency', ClassicMetrics.OVERHEAD_LATENCY, 'Time that SageMaker adds');
export const FIRST_CHUNK_LATENCY = timed('first-chunk-latency', 'First chunk', ClassicMetrics.FIRST_CHUNK_LATENCY,
  'Time to the first chunk of a response stream');
export const FIRST_CHUNK_MODEL_LATENCY = timed('first-chunk-model-latency', 'First chunk: model', ClassicMetrics.FIRST_CHUNK_MODEL_LATENCY,
  'The model\'s part of the time to the first chunk');
export const FIRST_CHUNK_OVERHEAD_LATENCY = timed('first-chunk-overhead-latency', 'First chunk: overhead',
  ClassicMetrics.FIRST_CHUNK_OVERHEAD_LATENCY, 'SageMaker\'s part of the time to the first chunk');

export const CONCURRENT_REQUESTS_PER_MODEL = concurrent('concurrent-requests-per-model', 'Concurrent requests',
  ClassicMetrics.CONCURRENT_REQUESTS_PER_MODEL, 'Requests in flight, queued ones included');
export const CONCURRENT_REQUESTS_PER_COPY = concurrent('concurrent-requests-per-copy', 'Concurrent requests per copy',
  ClassicMetrics.CONCURRENT_REQUESTS_PER_COPY, 'Requests in flight per copy, queued ones included');

/** A number of requests. One that is divided within an endpoint or component already does not add up over several. */
function counted(
  id: string, title: string, classic: ClassicMetric, meaning: string, dividedWithin?: SignalGrouping.ENDPOINT | SignalGrouping.COMPONENT,
): SignalDefinition {
  return {
    ...REQUEST_SIGNAL,
    id,
    title,
    classic,
    meaning,
    unit: SignalUnit.PER_SECOND,
    statistics: NO_STATISTICS,
    expression: (context) => {
      if (dividedWithin && !context.isWithinOne(dividedWithin)) {
        throw new Error(`the signal ${id} of several does not add up: expected groupBy to hold ${dividedWithin}, got: ${context.groupBy.join(', ') || 'nothing'}`);
      }
      const series = seriesOf(context, id, classic);
      const seconds = context.rateSeconds;
      switch (context.dialect.requestSeries) {
        case RequestSeriesForm.CUMULATIVE:
          return series.rate(seconds).aggregate('sum', context.group);
        case RequestSeriesForm.DELTA_HISTOGRAM:
          return histogramOf(context, series).sum().per(seconds);
        case RequestSeriesForm.DELTA:
          return series.sumOverTime(seconds).aggregate('sum', context.group).per(seconds);
      }
    },
  };
}

function timed(id: string, title: string, classic: ClassicMetric, meaning: string): SignalDefinition {
  return {
    ...REQUEST_SIGNAL,
    id,
    title,
    classic,
    meaning,
    unit: SignalUnit.SECONDS,
    statistics: [SignalStatistic.AVERAGE, SignalStatistic.MAXIMUM, SignalStatistic.MINIMUM],
    expression: (context): SignalValues => {
      const series = seriesOf(context, id, classic);
      if (context.dialect.requestSeries === RequestSeriesForm.DELTA) {
        return series.avgOverTime(context.rateSeconds).aggregate(context.statistic, context.group).times(MICROSECOND);
      }
      const histogram = histogramOf(context, series);
      return context.wantsDistribution
        ? (read) => read(histogram, MICROSECOND)
        : statisticOf(histogram, context.statistic).times(MICROSECOND);
    },
  };
}

function concurrent(id: string, title: string, classic: ClassicMetric, meaning: string): SignalDefinition {
  return {
    ...REQUEST_SIGNAL,
    id,
    title,
    classic,
    meaning,
    unit: SignalUnit.COUNT,
    statistics: LEVEL_STATISTICS,
    expression: (context): Vector => {
      const series = seriesOf(context, id, classic);
      return context.dialect.requestSeries === RequestSeriesForm.DELTA_HISTOGRAM
        ? statisticOf(histogramOf(context, series), context.statistic)
        : series.maxOverTime(context.rateSeconds).aggregate(context.statistic, context.group);
    },
  };
}

function histogramOf({ dialect, rateSeconds, group }: QueryContext, series: Selector): HistogramVector {
  return dialect.requestSeries === RequestSeriesForm.CUMULATIVE
    ? series.histogramRate(rateSeconds).sumBy(group)
    : series.histogramSumOverTime(rateSeconds).sumBy(group);
}

function statisticOf(histogram: HistogramVector, statistic: SignalStatistic): Vector {
  return statistic === SignalStatistic.AVERAGE
    ? histogram.average()
    : histogram.quantile(statistic === SignalStatistic.MAXIMUM ? 1 : 0);
}

/** Each granularity has a series of its own: adding up a finer one would count twice. */
function seriesOf(context: QueryContext, id: string, classic: ClassicMetric): Selector {
  const wanted = dimensionSet(context);
  if (classic.metricName === ClassicMetrics.NO_CAPACITY_FAILURES.metricName) {
    throw new Error(`the signal ${id} has no OpenTelemetry series: expected its classic metric ${classic.metricName}, got: a PromQL query`);
  }
  const perCopyOnly = !classic.dimensionSets.includes(DimensionSet.VARIANT);
  const suffix = (perCopyOnly ? PER_COPY_SUFFIXES : SUFFIXES).get(wanted);
  if (suffix === undefined || !classic.dimensionSets.includes(wanted)) {
    throw new Error(
      `the signal ${id} of ${context.scope._subject} is not published by ${wanted.join(', ')}: ` +
      `expected one of ${classic.dimensionSets.map((set) => `[${set.join(', ')}]`).join(' ')}, got: groupBy ${context.groupBy.join(', ') || 'nothing'}`);
  }
  return context.series(classic.metricName + suffix);
}

function dimensionSet({ scope, groupBy }: QueryContext): readonly string[] {
  const by = (...groupings: SignalGrouping[]) => groupings.some((grouping) => groupBy.includes(grouping));
  if (by(SignalGrouping.INSTANCE, SignalGrouping.COPY) && by(SignalGrouping.ZONE, SignalGrouping.INSTANCE_TYPE)) {
    // What is published by zone and type adds up instances, and what is published by instance is told apart by nothing else.
    return [Dimension.INSTANCE, Dimension.ZONE, Dimension.INSTANCE_TYPE];
  }
  const ofComponent = scope._isComponent || by(SignalGrouping.COMPONENT, SignalGrouping.COPY);
  if (by(SignalGrouping.COPY) || (ofComponent && by(SignalGrouping.INSTANCE))) {
    return DimensionSet.COMPONENT_BY_CONTAINER;
  }
  if (by(SignalGrouping.ZONE, SignalGrouping.INSTANCE_TYPE)) {
    return ofComponent ? DimensionSet.COMPONENT_BY_ZONE : DimensionSet.VARIANT_BY_ZONE;
  }
  if (ofComponent) {
    return DimensionSet.COMPONENT;
  }
  return by(SignalGrouping.INSTANCE) ? DimensionSet.VARIANT_BY_INSTANCE : DimensionSet.VARIANT;
}
