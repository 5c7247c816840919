import { CheckRule } from './check-rule';
import { CheckSeverity } from './check-severity';
import { CHECK_RULES } from './rules';

/** One thing that `InsightsChecks` looks for. */
export class InsightsCheck {
  /** An endpoint whose configuration does not say whether it has detailed observability. */
  public static readonly EXPLICIT_DETAILED_OBSERVABILITY = new InsightsCheck(CHECK_RULES.EXPLICIT_DETAILED_OBSERVABILITY);

  /** An endpoint of which no alarm tells when its metrics stop. */
  public static readonly TELEMETRY_GAP_ALARM = new InsightsCheck(CHECK_RULES.TELEMETRY_GAP_ALARM);

  /** An endpoint whose alarms tell nobody. */
  public static readonly ALARM_ACTIONS = new InsightsCheck(CHECK_RULES.ALARM_ACTIONS);

  /** A component that is scaled, and no alarm tells when it has reached its maximum. */
  public static readonly SCALING_CEILING_ALARM = new InsightsCheck(CHECK_RULES.SCALING_CEILING_ALARM);

  /** An alarm on GPU memory in use below what engines reserve. */
  public static readonly GPU_MEMORY_ALWAYS_RED = new InsightsCheck(CHECK_RULES.GPU_MEMORY_ALWAYS_RED);

  /** A metric of a variant that is asked for by endpoint alone. */
  public static readonly METRIC_WITHOUT_VARIANT = new InsightsCheck(CHECK_RULES.METRIC_WITHOUT_VARIANT);

  /** A PromQL query that breaks the rules of CloudWatch. */
  public static readonly PROMQL_REFUSED = new InsightsCheck(CHECK_RULES.PROMQL_REFUSED);

  /** An alarm with an interval that CloudWatch refuses. */
  public static readonly ILLEGAL_INTERVAL = new InsightsCheck(CHECK_RULES.ILLEGAL_INTERVAL);

  /** An endpoint in one Availability Zone. */
  public static readonly SINGLE_ZONE_FLEET = new InsightsCheck(CHECK_RULES.SINGLE_ZONE_FLEET);

  /** A component that goes to zero copies and never comes back. */
  public static readonly WAKE_ALARM = new InsightsCheck(CHECK_RULES.WAKE_ALARM);

  /** Policies of one target that both scale in, one of them by steps. */
  public static readonly ONE_SCALE_IN_POLICY = new InsightsCheck(CHECK_RULES.ONE_SCALE_IN_POLICY);

  /** A configuration or model with a fixed name. */
  public static readonly FIXED_NAMES = new InsightsCheck(CHECK_RULES.FIXED_NAMES);

  /** An execution role that may do nearly everything. */
  public static readonly FULL_ACCESS_ROLE = new InsightsCheck(CHECK_RULES.FULL_ACCESS_ROLE);

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
