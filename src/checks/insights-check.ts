import { CheckRule } from './check-rule';
import { CheckSeverity } from './check-severity';
import { alarmActions } from './rules/alarm-actions';
import { explicitDetailedObservability } from './rules/explicit-detailed-observability';
import { fixedNames } from './rules/fixed-names';
import { fullAccessRole } from './rules/full-access-role';
import { gpuMemoryAlwaysRed } from './rules/gpu-memory-always-red';
import { illegalInterval } from './rules/illegal-interval';
import { metricWithoutVariant } from './rules/metric-without-variant';
import { oneScaleInPolicy } from './rules/one-scale-in-policy';
import { promQlRefused } from './rules/promql-refused';
import { scalingCeilingAlarm } from './rules/scaling-ceiling-alarm';
import { singleZoneFleet } from './rules/single-zone-fleet';
import { telemetryGapAlarm } from './rules/telemetry-gap-alarm';
import { wakeAlarm } from './rules/wake-alarm';

/** One thing that `InsightsChecks` looks for. */
export class InsightsCheck {
  /** An endpoint whose configuration does not say whether it has detailed observability. */
  public static readonly EXPLICIT_DETAILED_OBSERVABILITY = new InsightsCheck(explicitDetailedObservability);

  /** An endpoint of which no alarm tells when its metrics stop. */
  public static readonly TELEMETRY_GAP_ALARM = new InsightsCheck(telemetryGapAlarm);

  /** An endpoint whose alarms tell nobody. */
  public static readonly ALARM_ACTIONS = new InsightsCheck(alarmActions);

  /** A component that is scaled, and no alarm tells when it has reached its maximum. */
  public static readonly SCALING_CEILING_ALARM = new InsightsCheck(scalingCeilingAlarm);

  /** An alarm on GPU memory in use below what engines reserve. */
  public static readonly GPU_MEMORY_ALWAYS_RED = new InsightsCheck(gpuMemoryAlwaysRed);

  /** A metric of a variant that is asked for by endpoint alone. */
  public static readonly METRIC_WITHOUT_VARIANT = new InsightsCheck(metricWithoutVariant);

  /** A PromQL query that breaks the rules of CloudWatch. */
  public static readonly PROMQL_REFUSED = new InsightsCheck(promQlRefused);

  /** An alarm with an interval that CloudWatch refuses. */
  public static readonly ILLEGAL_INTERVAL = new InsightsCheck(illegalInterval);

  /** An endpoint in one Availability Zone. */
  public static readonly SINGLE_ZONE_FLEET = new InsightsCheck(singleZoneFleet);

  /** A component that goes to zero copies and never comes back. */
  public static readonly WAKE_ALARM = new InsightsCheck(wakeAlarm);

  /** Policies of one target that both scale in, one of them by steps. */
  public static readonly ONE_SCALE_IN_POLICY = new InsightsCheck(oneScaleInPolicy);

  /** A configuration or model with a fixed name. */
  public static readonly FIXED_NAMES = new InsightsCheck(fixedNames);

  /** An execution role that may do nearly everything. */
  public static readonly FULL_ACCESS_ROLE = new InsightsCheck(fullAccessRole);

  /** All of them. */
  public static all(): InsightsCheck[] {
    return Object.values(InsightsCheck).filter((value): value is InsightsCheck => value instanceof InsightsCheck);
  }

  private constructor(
    /** @internal */
    public readonly _rule: CheckRule,
  ) {}

  /** A short name that never changes. It is acknowledged as `InsightsChecks::ID`. */
  public get id(): string {
    return this._rule.id;
  }

  /** How bad it is. */
  public get severity(): CheckSeverity {
    return this._rule.severity;
  }

  /** What happens when nobody cares. */
  public get why(): string {
    return this._rule.why;
  }

  /** What to do about it. */
  public get fix(): string {
    return this._rule.fix;
  }

  /** What it lets pass although it may be wrong, and what it finds although it may be right. */
  public get limits(): string {
    return this._rule.limits;
  }
}
