import { Duration } from 'aws-cdk-lib';
import { Label } from './labels';
import { TelemetryScope } from './scope';
import { ServingEngine } from './serving-engine';

/** What a signal is measured in. */
export enum SignalUnit {
  /** Percent, from 0 to 100. */
  PERCENT = 'percent',
  /** Seconds. */
  SECONDS = 'seconds',
  /** A number of things. */
  COUNT = 'count',
  /** Things per second. */
  PER_SECOND = 'per second',
  /** Tokens per second. */
  TOKENS_PER_SECOND = 'tokens per second',
  /** Degrees Celsius. */
  CELSIUS = 'degrees Celsius',
}

/** By what the answer is split. */
export enum SignalGrouping {
  /** Per endpoint. */
  ENDPOINT = 'endpoint',
  /** Per inference component. */
  COMPONENT = 'component',
  /** Per copy of a component, or per container. */
  COPY = 'copy',
  /** Per instance. */
  INSTANCE = 'instance',
  /** Per Availability Zone. */
  ZONE = 'zone',
  /** Per instance type. */
  INSTANCE_TYPE = 'instance-type',
  /** Per GPU of each instance. */
  GPU = 'gpu',
  /** Per serving engine that SageMaker recognises. */
  FRAMEWORK = 'framework',
  /** Per model, by the name that the engine serves it under. */
  MODEL = 'model',
}

/** How copies, GPUs or instances are put together. */
export enum SignalStatistic {
  /** All of them together. */
  SUM = 'sum',
  /** The mean of them: an average hides a hot one, so look at the maximum next to it. */
  AVERAGE = 'avg',
  /** The highest of them. */
  MAXIMUM = 'max',
  /** The lowest of them. */
  MINIMUM = 'min',
}

/** What is asked of a signal. */
export interface SignalQueryOptions {
  /** Whom the query asks about. */
  readonly scope: TelemetryScope;

  /**
   * By what the answer is split.
   *
   * @default - one answer for the whole scope
   */
  readonly groupBy?: SignalGrouping[];

  /**
   * How copies, GPUs or instances are put together.
   *
   * @default - the signal's own
   */
  readonly statistic?: SignalStatistic;

  /**
   * Over which rates and histograms are taken: at least four publish intervals of the slowest in the scope and at most seven days.
   *
   * @default - four publish intervals, and at least five minutes where metrics are published every minute or more slowly
   */
  readonly window?: Duration;

  /**
   * The quantile of a latency, from 0 to 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;

  /**
   * The engines whose series are asked for, of those in the scope. Others are left out of the answer.
   *
   * @default - all engines in the scope
   */
  readonly engines?: ServingEngine[];
}

const GROUPING_LABELS: Record<SignalGrouping, string[]> = {
  [SignalGrouping.ENDPOINT]: [Label.ENDPOINT],
  [SignalGrouping.COMPONENT]: [Label.COMPONENT],
  [SignalGrouping.COPY]: [Label.CONTAINER, Label.INSTANCE],
  [SignalGrouping.INSTANCE]: [Label.INSTANCE],
  [SignalGrouping.ZONE]: [Label.ZONE],
  [SignalGrouping.INSTANCE_TYPE]: [Label.INSTANCE_TYPE],
  [SignalGrouping.GPU]: [Label.INSTANCE, Label.GPU],
  [SignalGrouping.FRAMEWORK]: [Label.FRAMEWORK],
  [SignalGrouping.MODEL]: [Label.MODEL],
};

/** The labels that a list of groupings stands for, each once. */
export function groupingLabels(groupings: readonly SignalGrouping[]): string[] {
  return unique(groupings.flatMap((grouping) => GROUPING_LABELS[grouping]));
}

export function unique(labels: readonly string[]): string[] {
  return [...new Set(labels)];
}
