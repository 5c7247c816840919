import { CompositeAlarm, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmContext, AlarmExpectations } from './alarm-context';
import { AlarmSet, ScannedSamples, UnwatchedRule } from './alarm-set';
import { AlarmSeverity } from './alarm-severity';
import { DeploymentState, failureRule } from './deployment-state';
import { ExportedRule } from './exported-rule';
import { InsightsAlarmRule } from './insights-alarm-rule';
import { placeProblems } from './place';
import { objectiveRules } from './rules/objectives';
import { ServiceObjective } from './service-objective';
import { severityComposites } from './severity-composite';
import { InsightsAlarm } from '../dashboards';
import { IInferenceComponent, IInferenceEndpoint } from '../endpoint';
import { InsightsSubject, SubjectLevel } from '../subject/insights-subject';
import { InvalidPropertiesError, Problems } from '../validation';

/** Properties of `InsightsAlarms`. */
export interface InsightsAlarmsProps {
  /** The endpoint or fleet. Components are contributors of an endpoint's alarms and have none of their own. */
  readonly subject: InsightsSubject;

  /**
   * What the users were promised.
   *
   * @default - nothing: latency is compared with what it was within the last day
   */
  readonly objectives?: ServiceObjective[];

  /**
   * The rules, each once. Leave some out with `filter`, change some with `map` and `withOptions`, and add your own with
   * `InsightsAlarmRule.custom`.
   *
   * @default InsightsAlarmRule.defaults(), without the rule about the usual latency where there is an objective
   */
  readonly rules?: InsightsAlarmRule[];

  /**
   * What the user knows that no telemetry tells.
   *
   * @default - nothing
   */
  readonly expectations?: AlarmExpectations;

  /**
   * Whether messages by severity stay out while an update of the endpoint runs, and for five minutes after it. Events of SageMaker are
   * written to a log group for it. Not for fleets.
   *
   * @default true
   */
  readonly quietWhileDeploying?: boolean;
}

const URGENT = [AlarmSeverity.CRITICAL, AlarmSeverity.WARNING];

/**
 * Alarms that fire when users are about to notice, and say what to do: on engines, objectives, GPUs, hosts, requests, zones, scaling and
 * on telemetry itself, because without it all others are silent.
 *
 * One alarm per question: components, instances and zones are contributors, so that the number of alarms does not grow with them.
 */
export class InsightsAlarms extends Construct {
  /**
   * What is watched.
   * @internal
   */
  public readonly _subject: InsightsSubject;

  private readonly set: AlarmSet;
  private readonly composites: Map<AlarmSeverity, CompositeAlarm>;
  private readonly endpoint?: IInferenceEndpoint;

  /** Creates the alarms. Throws when properties contradict each other or a rule stands twice. */
  public constructor(scope: Construct, id: string, props: InsightsAlarmsProps) {
    super(scope, id);
    this._subject = props.subject;
    const rules = rulesOf(props);
    check(this, props, rules);
    this.set = new AlarmSet(this, new AlarmContext(props.subject, props.expectations), props.subject._asked, rules);
    this.endpoint = props.subject.level === SubjectLevel.ENDPOINT ? props.subject._asked[0] : undefined;
    const deployment = this.endpoint && (props.quietWhileDeploying ?? true) ? new DeploymentState(this, 'Deployment', this.endpoint) : undefined;
    this.composites = severityComposites(this, (severity) => this.set.ofSeverities([severity]), deployment?.alarm);
  }

  /** The alarms, for the dashboards of this library. */
  public get alarms(): InsightsAlarm[] {
    return this.set.forDashboards;
  }

  /** The rules that have no alarm here, each with its reason. */
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
   * The alarm of a rule, or undefined where the rule has none here.
   *
   * @param ruleId the id of the rule, such as `kv-cache-pressure`
   * @param component the component, for a rule that has an alarm for each
   */
  public alarmOf(ruleId: string, component?: IInferenceComponent): IAlarm | undefined {
    return this.set.alarmOf(ruleId, component);
  }

  /**
   * The composite alarm that fires when any alarm of a severity does, or undefined where there is none.
   *
   * @param severity the severity
   */
  public compositeOf(severity: AlarmSeverity): CompositeAlarm | undefined {
    return this.composites.get(severity);
  }

  /**
   * Sends a message for each contributor that breaches, with its labels, such as the component and the instance: from the alarms
   * themselves. Alarm mute rules quiet them.
   *
   * @param topic where messages go
   * @param severities which alarms: critical ones and warnings unless stated
   */
  public notify(topic: ITopic, severities: AlarmSeverity[] = URGENT): void {
    this.addAlarmAction(new SnsAction(topic), severities);
  }

  /**
   * Sends one message when the first alarm of a severity fires: from the composite alarms, without the labels of what breaches, and not
   * while an update of the endpoint runs.
   *
   * @param topic where messages go
   * @param severities which composites: critical ones and warnings unless stated
   */
  public notifyBySeverity(topic: ITopic, severities: AlarmSeverity[] = URGENT): void {
    severities.forEach((severity) => this.composites.get(severity)?.addAlarmAction(new SnsAction(topic)));
  }

  /**
   * An EventBridge rule for updates of the endpoint that failed or were rolled back, which no metric shows. Throws for a fleet.
   *
   * @param id the id of the rule
   * @param target what is done
   */
  public onFailedUpdate(id: string, target: events.IRuleTarget): events.Rule {
    if (!this.endpoint) {
      throw new InvalidPropertiesError(this, ['events tell of one endpoint: expected the subject of one, got: a fleet']);
    }
    const rule = failureRule(this, id, this.endpoint);
    rule.addTarget(target);
    return rule;
  }

  /**
   * Takes an action when an alarm fires. Throws for actions that PromQL alarms do not support.
   *
   * @param action what is done
   * @param severities for which alarms: critical ones unless stated
   */
  public addAlarmAction(action: IAlarmAction, severities: AlarmSeverity[] = [AlarmSeverity.CRITICAL]): void {
    this.set.addAlarmAction(action, severities);
  }
}

function rulesOf({ rules, objectives = [] }: InsightsAlarmsProps): InsightsAlarmRule[] {
  const chosen = rules ?? InsightsAlarmRule.defaults()
    .filter((rule) => objectives.length === 0 || rule !== InsightsAlarmRule.LATENCY_BASELINE);
  return [...chosen, ...objectives.flatMap((objective) => objectiveRules(objective)).map((rule) => InsightsAlarmRule._of(rule))];
}

function check(scope: Construct, { subject }: InsightsAlarmsProps, rules: readonly InsightsAlarmRule[]): void {
  const problems = new Problems();
  if (subject.level === SubjectLevel.COMPONENT) {
    problems.add('subject must be an endpoint or a fleet, whose alarms have components as contributors, got: a component');
  }
  placeProblems(scope, subject).forEach((problem) => problems.add(problem));
  const ids = rules.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length > 0) {
    problems.add(`rules and objectives must each stand once, got twice: ${twice.join(', ')}`);
  }
  problems.throwIfAny(scope);
}
