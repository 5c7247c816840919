import { IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmContext, AlarmExpectations } from './alarm-context';
import { AlarmSet, ScannedSamples, UnwatchedRule } from './alarm-set';
import { AlarmSeverity } from './alarm-severity';
import { diagnosisRules } from './causes/diagnosis-rules';
import { platformOverhead } from './causes/platform-overhead';
import { telemetryMissing } from './causes/telemetry-missing';
import { ExportedRule } from './exported-rule';
import { InsightsAlarmRule } from './insights-alarm-rule';
import { placeProblems } from './place';
import { latencyObjective } from './rules/objectives';
import { ServiceObjective } from './service-objective';
import { InsightsAlarm } from '../dashboards';
import { InsightsSubject, SubjectLevel } from '../subject/insights-subject';
import { Problems } from '../validation';

/** Properties of `LatencyDiagnosis`. */
export interface LatencyDiagnosisProps {
  /** The endpoint or fleet. */
  readonly subject: InsightsSubject;

  /**
   * What the users were promised: latency is bad when more requests miss an objective within five minutes than it allows.
   *
   * @default - nothing: latency is bad when it is far above what it was within the last day
   */
  readonly objectives?: ServiceObjective[];

  /**
   * What the user knows that no telemetry tells. Without a maximum of copies, scaling is no cause that could be named.
   *
   * @default - nothing
   */
  readonly expectations?: AlarmExpectations;
}

/**
 * Names the cause when answers are late: KV cache, GPU memory, zones, scaling, queueing, the platform or missing telemetry. One alarm per
 * cause; which component it is true of stands in the labels of the contributor. The latency and the cause must be those of the same
 * component, and only the deepest cause is named.
 */
export class LatencyDiagnosis extends Construct {
  /**
   * What is watched.
   * @internal
   */
  public readonly _subject: InsightsSubject;

  private readonly set: AlarmSet;

  /** Creates the alarms. Throws when the subject is a component, or in another Region or account. */
  public constructor(scope: Construct, id: string, props: LatencyDiagnosisProps) {
    super(scope, id);
    const { subject, objectives = [], expectations } = props;
    this._subject = subject;
    const problems = new Problems();
    if (subject.level === SubjectLevel.COMPONENT) {
      problems.add('subject must be an endpoint or a fleet, whose components are told apart, got: a component');
    }
    placeProblems(this, subject).forEach((problem) => problems.add(problem));
    problems.throwIfAny(this);
    const latencies = objectives.flatMap((objective) => latencyObjective(objective) ?? []);
    const rules = [...diagnosisRules(latencies), platformOverhead, telemetryMissing].map((rule) => InsightsAlarmRule._of(rule));
    this.set = new AlarmSet(this, new AlarmContext(subject, expectations), subject._asked, rules);
  }

  /** The alarms, for the dashboards of this library. */
  public get alarms(): InsightsAlarm[] {
    return this.set.forDashboards;
  }

  /** The causes that have no alarm here, each with its reason. */
  public get unwatched(): UnwatchedRule[] {
    return this.set.unwatched;
  }

  /**
   * What each alarm on PromQL scans in a day, for each series that it selects: CloudWatch charges the samples. What it counts is not
   * documented; this is the most that it may be.
   */
  public get scannedSamples(): ScannedSamples[] {
    return this.set.scannedSamples;
  }

  /**
   * The rules for other tools.
   * @internal
   */
  public get _exportedRules(): ExportedRule[] {
    return this.set.exportedRules;
  }

  /**
   * The alarm of a cause, or undefined where the cause has none here.
   *
   * @param cause the id of the cause: `kv-cache-saturated`, `gpu-memory-pressure`, `zone-imbalance`, `scaling-stuck`, `queueing`,
   * `platform-overhead` or `telemetry-missing`
   */
  public alarmOf(cause: string): IAlarm | undefined {
    return this.set.alarmOf(cause);
  }

  /**
   * Sends a message for each component whose latency a cause explains.
   *
   * @param topic where messages go
   */
  public notify(topic: ITopic): void {
    this.addAlarmAction(new SnsAction(topic));
  }

  /**
   * Takes an action when a cause is found. Throws for actions that PromQL alarms do not support.
   *
   * @param action what is done
   */
  public addAlarmAction(action: IAlarmAction): void {
    this.set.addAlarmAction(action, Object.values(AlarmSeverity));
  }
}
