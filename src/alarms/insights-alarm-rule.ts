import { AlarmRule, promQl } from './alarm-rule';
import { AlarmRuleOptions, CustomAlarmRuleProps } from './alarm-rule-options';
import { AlarmSeverity } from './alarm-severity';
import { checkPromQl } from '../telemetry/promql-checker';
import { isKnown, knownSeconds, problemReport, Problems } from '../validation';
import { kvBound } from './rules/engine/kv-bound';
import { kvCacheFull } from './rules/engine/kv-cache-full';
import { kvCachePressure } from './rules/engine/kv-cache-pressure';
import { preemptions } from './rules/engine/preemptions';
import { throughputBelowExpected } from './rules/engine/throughput-below-expected';
import { throughputStalled } from './rules/engine/throughput-stalled';
import { waitingRequests } from './rules/engine/waiting-requests';
import { gpuMemoryDrop } from './rules/gpu/gpu-memory-drop';
import { gpuMemoryExhausted } from './rules/gpu/gpu-memory-exhausted';
import { gpuMemoryTrend } from './rules/gpu/gpu-memory-trend';
import { gpuTemperature } from './rules/gpu/gpu-temperature';
import { xidErrors } from './rules/gpu/xid-errors';
import { cpu } from './rules/host/cpu';
import { disk } from './rules/host/disk';
import { memory } from './rules/host/memory';
import { latencyBaseline } from './rules/objectives/latency-baseline';
import { capacityErrors } from './rules/reliability/capacity-errors';
import { copiesInOneZone } from './rules/reliability/copies-in-one-zone';
import { copiesOnOneInstance } from './rules/reliability/copies-on-one-instance';
import { slowColdStart } from './rules/reliability/slow-cold-start';
import { zoneSkew } from './rules/reliability/zone-skew';
import { zoneTrafficShare } from './rules/reliability/zone-traffic-share';
import { zoneWithoutInstances } from './rules/reliability/zone-without-instances';
import { callsWithoutCopy } from './rules/requests/calls-without-copy';
import { componentErrors } from './rules/requests/component-errors';
import { errors4xx } from './rules/requests/errors-4xx';
import { errors5xx } from './rules/requests/errors-5xx';
import { midStreamErrors } from './rules/requests/mid-stream-errors';
import { modelErrors } from './rules/requests/model-errors';
import { scalingAtMaximum } from './rules/scaling/at-maximum';
import { scalingNotTriggered } from './rules/scaling/not-triggered';
import { componentStopped } from './rules/telemetry/component-stopped';
import { componentsMissing } from './rules/telemetry/components-missing';
import { endpointSilent } from './rules/telemetry/endpoint-silent';
import { engineSilent } from './rules/telemetry/engine-silent';

const ID = /^[a-z][a-z0-9-]{0,63}$/;
const DAY_SECONDS = 86400;

/** One question that an alarm answers for an endpoint or a fleet. */
export class InsightsAlarmRule {
  /** The KV cache is nearly full. */
  public static readonly KV_CACHE_PRESSURE = new InsightsAlarmRule(kvCachePressure);
  /** The KV cache is full. */
  public static readonly KV_CACHE_FULL = new InsightsAlarmRule(kvCacheFull);
  /** Requests wait inside the engine. */
  public static readonly WAITING_REQUESTS = new InsightsAlarmRule(waitingRequests);
  /** Requests are preempted again and again. */
  public static readonly PREEMPTIONS = new InsightsAlarmRule(preemptions);
  /** The KV cache is the limit for certain. */
  public static readonly KV_BOUND = new InsightsAlarmRule(kvBound);
  /** A copy runs requests and generates nothing. */
  public static readonly THROUGHPUT_STALLED = new InsightsAlarmRule(throughputStalled);
  /** An instance under load yields far less than its benchmark. */
  public static readonly THROUGHPUT_BELOW_EXPECTED = new InsightsAlarmRule(throughputBelowExpected);
  /** Time to first token is far above what it was. */
  public static readonly LATENCY_BASELINE = new InsightsAlarmRule(latencyBaseline);
  /** GPU memory was released all at once. */
  public static readonly GPU_MEMORY_DROP = new InsightsAlarmRule(gpuMemoryDrop);
  /** GPU memory runs out. */
  public static readonly GPU_MEMORY_EXHAUSTED = new InsightsAlarmRule(gpuMemoryExhausted);
  /** GPU memory will run out within days. */
  public static readonly GPU_MEMORY_TREND = new InsightsAlarmRule(gpuMemoryTrend);
  /** A GPU is hot. */
  public static readonly GPU_TEMPERATURE = new InsightsAlarmRule(gpuTemperature);
  /** A GPU reports a hardware error. Only where it is asked for: AWS does not list the series, DCGM_FI_DEV_XID_ERRORS. */
  public static readonly XID_ERRORS = new InsightsAlarmRule(xidErrors);
  /** The disk of an instance is nearly full. */
  public static readonly DISK = new InsightsAlarmRule(disk);
  /** The memory of an instance is nearly full. */
  public static readonly MEMORY = new InsightsAlarmRule(memory);
  /** The CPU of an instance is busy. */
  public static readonly CPU = new InsightsAlarmRule(cpu);
  /** Requests fail with 5XX. */
  public static readonly ERRORS_5XX = new InsightsAlarmRule(errors5xx);
  /** Requests are refused with 4XX. */
  public static readonly ERRORS_4XX = new InsightsAlarmRule(errors4xx);
  /** The model fails. */
  public static readonly MODEL_ERRORS = new InsightsAlarmRule(modelErrors);
  /** Answers break off after they began. */
  public static readonly MID_STREAM_ERRORS = new InsightsAlarmRule(midStreamErrors);
  /**
   * The requests of a component fail with 5XX: one alarm, of which each component is a contributor. It needs enhanced metrics, and is one
   * of the 200 alarms on Metrics Insights queries that an account may have in a Region (CloudWatch user guide, "Limits").
   */
  public static readonly COMPONENT_ERRORS = new InsightsAlarmRule(componentErrors);
  /**
   * Calls found no copy of a component. Only where it is asked for, because the number of alarms then grows with the components: the metric
   * names nothing but the component, and no query for classic metrics can list several. Of a fleet of all endpoints it is one alarm.
   */
  public static readonly CALLS_WITHOUT_COPY = new InsightsAlarmRule(callsWithoutCopy);
  /** A zone has no instances any more. */
  public static readonly ZONE_WITHOUT_INSTANCES = new InsightsAlarmRule(zoneWithoutInstances);
  /** A zone gets far less traffic than its share. */
  public static readonly ZONE_TRAFFIC_SHARE = new InsightsAlarmRule(zoneTrafficShare);
  /** All copies of a component lie in one zone. */
  public static readonly COPIES_IN_ONE_ZONE = new InsightsAlarmRule(copiesInOneZone);
  /** All copies of a component lie on one instance. */
  public static readonly COPIES_ON_ONE_INSTANCE = new InsightsAlarmRule(copiesOnOneInstance);
  /** Instances are spread unevenly over zones. */
  public static readonly ZONE_SKEW = new InsightsAlarmRule(zoneSkew);
  /** AWS has no instances to give. */
  public static readonly CAPACITY_ERRORS = new InsightsAlarmRule(capacityErrors);
  /** A phase of a cold start takes long. */
  public static readonly SLOW_COLD_START = new InsightsAlarmRule(slowColdStart);
  /** Under pressure, and scaling adds no copy. */
  public static readonly SCALING_NOT_TRIGGERED = new InsightsAlarmRule(scalingNotTriggered);
  /** Under pressure with the most copies that are allowed. */
  public static readonly SCALING_AT_MAXIMUM = new InsightsAlarmRule(scalingAtMaximum);
  /** Nothing arrives from the endpoint. */
  public static readonly ENDPOINT_SILENT = new InsightsAlarmRule(endpointSilent);
  /** A component reports nothing any more. */
  public static readonly COMPONENT_STOPPED = new InsightsAlarmRule(componentStopped);
  /** A component uses GPUs, and its engine reports nothing. */
  public static readonly ENGINE_SILENT = new InsightsAlarmRule(engineSilent);
  /** Fewer components report than were deployed. */
  public static readonly COMPONENTS_MISSING = new InsightsAlarmRule(componentsMissing);

  /** Every rule of this library. */
  public static all(): InsightsAlarmRule[] {
    return Object.values(InsightsAlarmRule).filter((value) => value instanceof InsightsAlarmRule);
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
