import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmContext } from './alarm-context';
import { AlarmSeverity } from './alarm-severity';
import { IInferenceComponent } from '../endpoint';
import { InferenceSignal } from '../telemetry';

/** How often a rule is evaluated. */
export type Pace =
  /** As often as metrics are published. */
  | 'fast'
  /** Every minute at most. */
  | 'normal'
  /** Every five minutes at most: the rule looks far back. */
  | 'slow'
  /** Every half an hour at most: the rule looks far back for what takes days. */
  | 'rare';

/** A PromQL query whose rows breach. */
export interface PromQlWatch {
  readonly kind: 'promql';
  readonly query: string;
}

/** A classic metric that is above a number. */
export interface ClassicCondition {
  readonly metric: IMetric;
  readonly threshold: number;
  /** For how many periods of the metric in a row. */
  readonly periods: number;
}

/** Classic metrics: all conditions together breach. */
export interface ClassicWatch {
  readonly kind: 'classic';
  readonly conditions: readonly ClassicCondition[];
}

/** A classic metric of components, where no alarm can ask about several: each has an alarm of its own. */
export interface ComponentsWatch {
  readonly kind: 'per-component';
  readonly components: ReadonlyArray<{ readonly component: IInferenceComponent; readonly condition: ClassicCondition }>;
}

/** Why a rule watches nothing. */
export interface NotWatched {
  readonly kind: 'none';
  readonly reason: string;
}

export type Watch = PromQlWatch | ClassicWatch | ComponentsWatch | NotWatched;

/** What a rule compares with. */
export interface RuleThreshold {
  readonly value: number;
  /** Such as `percent`. */
  readonly unit: string;
  /** The lowest and highest value that make sense. */
  readonly min: number;
  readonly max?: number;
}

/** One question that an alarm answers: one small file each. */
export interface AlarmRule {
  /** A short name that never changes, such as `kv-cache-pressure`. */
  readonly id: string;
  readonly severity: AlarmSeverity;
  /** What is wrong when it fires. */
  readonly title: string;
  /** Why it matters. */
  readonly meaning: string;
  /** The title of the panel to look at. */
  readonly panel: string;
  /** What to do. */
  readonly remedy: string;
  readonly pace: Pace;
  /** How long a row must breach without a break. */
  readonly pendingSeconds: number;
  /**
   * Whether a single event must not count. A rate shows it for as long as its window, which is long where metrics are published rarely:
   * the row must breach for longer than that, unless the user sets how long.
   */
  readonly outlastsRate?: boolean;
  /** How long it must be well again. */
  readonly recoverySeconds: number;
  readonly threshold?: RuleThreshold;
  /** The signal on whose charts the threshold is a line. */
  readonly signal?: InferenceSignal;
  /** Whether it is left out unless asked for. */
  readonly isOptIn?: boolean;
  /** Whether silence means nothing before the endpoint and its components exist. */
  readonly isQuietBeforeDeployment?: boolean;
  /** What is watched. The threshold is the user's, or else the rule's. */
  readonly watch: (context: AlarmContext, threshold: number) => Watch;
}

export function promQl(query: string): PromQlWatch {
  return { kind: 'promql', query };
}

export function notWatched(reason: string): NotWatched {
  return { kind: 'none', reason };
}

/** Watches a signal of engines, or nothing where no engine publishes it. */
export function whereEmitted(context: AlarmContext, signals: readonly InferenceSignal[], query: () => string): Watch {
  const missing = signals.find((signal) => !context.emits(signal));
  return missing ? notWatched(`no engine here publishes: ${missing.title.toLowerCase()}`) : promQl(query());
}

/** Watches GPUs, or nothing where no instance type has any that report. */
export function whereGpus(context: AlarmContext, query: () => string): Watch {
  return context.hasGpus ? promQl(query()) : notWatched('the instance types have no GPUs that report');
}
