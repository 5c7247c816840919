import { Duration } from 'aws-cdk-lib';
import { AlarmRule, promQl } from './alarm-rule';
import { AlarmSeverity } from './alarm-severity';
import { RULES } from './rules';
import { checkPromQl } from '../telemetry/promql-checker';
import { isKnown, knownSeconds, problemReport, Problems } from '../validation';

/** What can be changed about a rule. */
export interface AlarmRuleOptions {
  /**
   * What the rule compares with, in its own unit.
   *
   * @default - the rule's own
   */
  readonly threshold?: number;

  /**
   * How urgent it is.
   *
   * @default - the rule's own
   */
  readonly severity?: AlarmSeverity;

  /**
   * How long a contributor must breach without a break before the alarm fires: up to 24 hours, at least two publish intervals. For classic
   * metrics: how many minutes in a row.
   *
   * @default - the rule's own, and two publish intervals at least
   */
  readonly pending?: Duration;

  /**
   * How long a contributor must be well before the alarm ends: up to 24 hours. Classic alarms end at once.
   *
   * @default - the rule's own
   */
  readonly recovery?: Duration;

  /**
   * How often the query is evaluated: 10, 20 or 30 seconds or whole minutes up to an hour, and not more often than metrics are published.
   *
   * @default - as often as metrics are published for what is urgent, every minute for the rest, every five minutes for what looks far
   * back, every half an hour for what takes days
   */
  readonly evaluationInterval?: Duration;
}

/** A rule of the user's own. */
export interface CustomAlarmRuleProps {
  /** The query: an instant query, comparison included, whose rows breach. Each row is a contributor and keeps its labels. */
  readonly query: string;

  /** What is wrong when it fires. */
  readonly title: string;

  /**
   * What it means and what to do.
   *
   * @default - the title alone
   */
  readonly remedy?: string;

  /**
   * How urgent it is.
   *
   * @default AlarmSeverity.WARNING
   */
  readonly severity?: AlarmSeverity;

  /**
   * How long a row must breach without a break.
   *
   * @default Duration.minutes(5)
   */
  readonly pending?: Duration;
}

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const DAY_SECONDS = 86400;

/** One question that an alarm answers for an endpoint or a fleet. */
export class InsightsAlarmRule {
  /** The KV cache is nearly full. */
  public static readonly KV_CACHE_PRESSURE = new InsightsAlarmRule(RULES.KV_CACHE_PRESSURE);
  /** The KV cache is full. */
  public static readonly KV_CACHE_FULL = new InsightsAlarmRule(RULES.KV_CACHE_FULL);
  /** Requests wait inside the engine. */
  public static readonly WAITING_REQUESTS = new InsightsAlarmRule(RULES.WAITING_REQUESTS);
  /** Requests are preempted again and again. */
  public static readonly PREEMPTIONS = new InsightsAlarmRule(RULES.PREEMPTIONS);
  /** The KV cache is the limit for certain. */
  public static readonly KV_BOUND = new InsightsAlarmRule(RULES.KV_BOUND);
  /** A copy runs requests and generates nothing. */
  public static readonly THROUGHPUT_STALLED = new InsightsAlarmRule(RULES.THROUGHPUT_STALLED);
  /** An instance under load yields far less than its benchmark. */
  public static readonly THROUGHPUT_BELOW_EXPECTED = new InsightsAlarmRule(RULES.THROUGHPUT_BELOW_EXPECTED);
  /** Time to first token is far above what it was. */
  public static readonly LATENCY_BASELINE = new InsightsAlarmRule(RULES.LATENCY_BASELINE);
  /** GPU memory was released all at once. */
  public static readonly GPU_MEMORY_DROP = new InsightsAlarmRule(RULES.GPU_MEMORY_DROP);
  /** GPU memory runs out. */
  public static readonly GPU_MEMORY_EXHAUSTED = new InsightsAlarmRule(RULES.GPU_MEMORY_EXHAUSTED);
  /** GPU memory will run out within days. */
  public static readonly GPU_MEMORY_TREND = new InsightsAlarmRule(RULES.GPU_MEMORY_TREND);
  /** A GPU is hot. */
  public static readonly GPU_TEMPERATURE = new InsightsAlarmRule(RULES.GPU_TEMPERATURE);
  /** A GPU reports a hardware error. Only where it is asked for: AWS does not list the series, DCGM_FI_DEV_XID_ERRORS. */
  public static readonly XID_ERRORS = new InsightsAlarmRule(RULES.XID_ERRORS);
  /** The disk of an instance is nearly full. */
  public static readonly DISK = new InsightsAlarmRule(RULES.DISK);
  /** The memory of an instance is nearly full. */
  public static readonly MEMORY = new InsightsAlarmRule(RULES.MEMORY);
  /** The CPU of an instance is busy. */
  public static readonly CPU = new InsightsAlarmRule(RULES.CPU);
  /** Requests fail with 5XX. */
  public static readonly ERRORS_5XX = new InsightsAlarmRule(RULES.ERRORS_5XX);
  /** Requests are refused with 4XX. */
  public static readonly ERRORS_4XX = new InsightsAlarmRule(RULES.ERRORS_4XX);
  /** The model fails. */
  public static readonly MODEL_ERRORS = new InsightsAlarmRule(RULES.MODEL_ERRORS);
  /** Answers break off after they began. */
  public static readonly MID_STREAM_ERRORS = new InsightsAlarmRule(RULES.MID_STREAM_ERRORS);
  /**
   * The requests of a component fail with 5XX: one alarm, of which each component is a contributor. It needs enhanced metrics, and is one
   * of the 200 alarms on Metrics Insights queries that an account may have in a Region (CloudWatch user guide, "Limits").
   */
  public static readonly COMPONENT_ERRORS = new InsightsAlarmRule(RULES.COMPONENT_ERRORS);
  /**
   * Calls found no copy of a component. Only where it is asked for, because the number of alarms then grows with the components: the metric
   * names nothing but the component, and no query for classic metrics can list several. Of a fleet of all endpoints it is one alarm.
   */
  public static readonly CALLS_WITHOUT_COPY = new InsightsAlarmRule(RULES.CALLS_WITHOUT_COPY);
  /** A zone has no instances any more. */
  public static readonly ZONE_WITHOUT_INSTANCES = new InsightsAlarmRule(RULES.ZONE_WITHOUT_INSTANCES);
  /** A zone gets far less traffic than its share. */
  public static readonly ZONE_TRAFFIC_SHARE = new InsightsAlarmRule(RULES.ZONE_TRAFFIC_SHARE);
  /** All copies of a component lie in one zone. */
  public static readonly COPIES_IN_ONE_ZONE = new InsightsAlarmRule(RULES.COPIES_IN_ONE_ZONE);
  /** All copies of a component lie on one instance. */
  public static readonly COPIES_ON_ONE_INSTANCE = new InsightsAlarmRule(RULES.COPIES_ON_ONE_INSTANCE);
  /** Instances are spread unevenly over zones. */
  public static readonly ZONE_SKEW = new InsightsAlarmRule(RULES.ZONE_SKEW);
  /** AWS has no instances to give. */
  public static readonly CAPACITY_ERRORS = new InsightsAlarmRule(RULES.CAPACITY_ERRORS);
  /** A phase of a cold start takes long. */
  public static readonly SLOW_COLD_START = new InsightsAlarmRule(RULES.SLOW_COLD_START);
  /** Under pressure, and scaling adds no copy. */
  public static readonly SCALING_NOT_TRIGGERED = new InsightsAlarmRule(RULES.SCALING_NOT_TRIGGERED);
  /** Under pressure with the most copies that are allowed. */
  public static readonly SCALING_AT_MAXIMUM = new InsightsAlarmRule(RULES.SCALING_AT_MAXIMUM);
  /** Nothing arrives from the endpoint. */
  public static readonly ENDPOINT_SILENT = new InsightsAlarmRule(RULES.ENDPOINT_SILENT);
  /** A component reports nothing any more. */
  public static readonly COMPONENT_STOPPED = new InsightsAlarmRule(RULES.COMPONENT_STOPPED);
  /** A component uses GPUs, and its engine reports nothing. */
  public static readonly ENGINE_SILENT = new InsightsAlarmRule(RULES.ENGINE_SILENT);
  /** Fewer components report than were deployed. */
  public static readonly COMPONENTS_MISSING = new InsightsAlarmRule(RULES.COMPONENTS_MISSING);

  /** Every rule of this library. */
  public static all(): InsightsAlarmRule[] {
    return Object.keys(RULES).map((name) => (InsightsAlarmRule as unknown as Record<string, InsightsAlarmRule>)[name]);
  }

  /** The rules that are used where nobody chose: all but those that have to be asked for. */
  public static defaults(): InsightsAlarmRule[] {
    return InsightsAlarmRule.all().filter(({ isOptIn }) => !isOptIn);
  }

  /**
   * A rule of one's own. Throws when the query is not one that CloudWatch takes.
   *
   * @param id a short name of lower-case letters, digits and dashes that no other rule has
   * @param props what is asked and what it means
   */
  public static custom(id: string, props: CustomAlarmRuleProps): InsightsAlarmRule {
    const problems = new Problems().pattern('id', id, ID, 'at most 64 lower-case letters, digits and dashes, a letter first');
    problems.seconds('pending', props.pending, { min: 0, max: DAY_SECONDS });
    for (const problem of checkPromQl(props.query, { eventSeries: [], histogramSeries: [], mustBeVector: true })) {
      problems.add(`query: ${problem}`);
    }
    if (problems.found.length > 0) {
      throw new Error(problemReport(`InsightsAlarmRule '${id}'`, problems.found));
    }
    return new InsightsAlarmRule({
      id,
      title: props.title,
      meaning: '',
      panel: '',
      remedy: props.remedy ?? '',
      severity: props.severity ?? AlarmSeverity.WARNING,
      pace: 'normal',
      pendingSeconds: knownSeconds(props.pending) ?? 300,
      recoverySeconds: 300,
      watch: () => promQl(props.query),
    });
  }

  /** @internal */
  public static _of(rule: AlarmRule): InsightsAlarmRule {
    return new InsightsAlarmRule(rule);
  }

  private constructor(
    /** @internal */
    public readonly _rule: AlarmRule,
    /** @internal */
    public readonly _evaluationSeconds?: number,
  ) {}

  /** A short name that never changes. */
  public get id(): string {
    return this._rule.id;
  }

  /** What is wrong when it fires. */
  public get title(): string {
    return this._rule.title;
  }

  /** How urgent it is. */
  public get severity(): AlarmSeverity {
    return this._rule.severity;
  }

  /** What it compares with, in `thresholdUnit`, or undefined where nothing is compared. */
  public get threshold(): number | undefined {
    return this._rule.threshold?.value;
  }

  /** What the threshold is measured in, such as `percent`. */
  public get thresholdUnit(): string | undefined {
    return this._rule.threshold?.unit;
  }

  /** Whether it is left out unless asked for. */
  public get isOptIn(): boolean {
    return this._rule.isOptIn ?? false;
  }

  /**
   * The same rule with other settings. Throws when one is out of its range.
   *
   * @param options what differs
   */
  public withOptions(options: AlarmRuleOptions): InsightsAlarmRule {
    const rule = this._rule;
    this.check(options);
    return new InsightsAlarmRule({
      ...rule,
      severity: options.severity ?? rule.severity,
      pendingSeconds: knownSeconds(options.pending) ?? rule.pendingSeconds,
      outlastsRate: rule.outlastsRate && options.pending === undefined,
      recoverySeconds: knownSeconds(options.recovery) ?? rule.recoverySeconds,
      threshold: rule.threshold && { ...rule.threshold, value: options.threshold ?? rule.threshold.value },
    }, knownSeconds(options.evaluationInterval) ?? this._evaluationSeconds);
  }

  private check({ threshold, pending, recovery, evaluationInterval }: AlarmRuleOptions): void {
    const problems = new Problems();
    if (threshold !== undefined) {
      const range = this._rule.threshold;
      if (!range) {
        problems.add(`the rule has no threshold: expected none, got: ${threshold}`);
      } else if (!isKnown(threshold)) {
        problems.add('threshold must be known at synth, got: a token');
      } else {
        problems.number('threshold', threshold, { ...range, fractions: true });
      }
    }
    for (const [what, duration] of Object.entries({ pending, recovery, evaluationInterval })) {
      if (duration?.isUnresolved()) {
        problems.add(`${what} must be known at synth, got: a token`);
      }
    }
    problems.seconds('pending', pending, { min: 0, max: DAY_SECONDS });
    problems.seconds('recovery', recovery, { min: 0, max: DAY_SECONDS });
    const seconds = knownSeconds(evaluationInterval);
    if (seconds !== undefined && !isLegalInterval(seconds)) {
      problems.add(`evaluationInterval must be 10, 20 or 30 seconds or whole minutes up to an hour, got: ${seconds} seconds`);
    }
    if (problems.found.length > 0) {
      throw new Error(problemReport(`InsightsAlarmRule '${this.id}'`, problems.found));
    }
  }
}

/** CloudWatch evaluates PromQL alarms every 10, 20 or 30 seconds or every whole number of minutes up to 60 (PutMetricAlarm). */
function isLegalInterval(seconds: number): boolean {
  return [10, 20, 30].includes(seconds) || (seconds % 60 === 0 && seconds >= 60 && seconds <= 3600);
}
