import { AlarmBase, IAlarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct, IConstruct } from 'constructs';
import { actionProblem } from './alarm-actions';
import { AlarmContext } from './alarm-context';
import { AlarmRule, Watch } from './alarm-rule';
import { AlarmSchedule, scheduleOf } from './alarm-schedule';
import { AlarmSeverity } from './alarm-severity';
import { ExportedRule } from './exported-rule';
import { InsightsAlarmRule } from './insights-alarm-rule';
import { classicAlarm, promQlAlarm, RuleAlarmProps, watchOf } from './rule-alarm';
import { InsightsAlarm } from '../dashboards';
import { IInferenceComponent, IInferenceEndpoint } from '../endpoint';
import { longestQuery, MAX_QUERY_LENGTH } from '../telemetry/query-length';
import { scannedSamples } from '../telemetry/scanned-samples';
import { EVENT_SERIES } from '../telemetry/signals/lifecycle';
import { Problems } from '../validation';

/** Why a rule has no alarm. */
export interface UnwatchedRule {
  /** The id of the rule. */
  readonly rule: string;
  /** Why it watches nothing here. */
  readonly reason: string;
}

/** What an alarm on PromQL scans in a day. */
export interface ScannedSamples {
  /** The id of the rule. */
  readonly rule: string;
  /** The name of the series, such as `vllm:num_requests_waiting`. */
  readonly series: string;
  /** Samples that the alarm scans in a day for each series of that name that it selects. */
  readonly samplesPerDay: number;
}

interface RuleAlarm {
  readonly alarm: AlarmBase;
  /** The component that it is about alone. */
  readonly component?: IInferenceComponent;
}

interface Watched {
  readonly rule: AlarmRule;
  readonly schedule: AlarmSchedule;
  readonly kind: Watch['kind'];
  readonly alarms: readonly RuleAlarm[];
  readonly reason?: string;
}

const DAY_SECONDS = 86400;

/** The alarms of a list of rules, under one construct. */
export class AlarmSet {
  private readonly watched: Watched[];

  public constructor(
    private readonly owner: Construct,
    private readonly context: AlarmContext,
    private readonly endpoints: readonly IInferenceEndpoint[],
    rules: readonly InsightsAlarmRule[],
  ) {
    this.watched = rules.map(({ _rule, _evaluationSeconds }) => this.watch(_rule, _evaluationSeconds));
    owner.node.addValidation({ validate: () => this.watched.flatMap((one) => this.validate(one)) });
  }

  /** The alarms as dashboards take them. */
  public get forDashboards(): InsightsAlarm[] {
    return this.watched.flatMap(({ rule: { title, signal, threshold }, alarms }) => alarms.map(({ alarm, component }) => ({
      alarm,
      title: component ? `${title}: ${component.inferenceComponentName}` : title,
      signal,
      threshold: signal && threshold?.value,
    })));
  }

  public get unwatched(): UnwatchedRule[] {
    return this.watched.flatMap(({ rule, reason }) => reason === undefined ? [] : [{ rule: rule.id, reason }]);
  }

  /** What each alarm on PromQL scans in a day, for each series. */
  public get scannedSamples(): ScannedSamples[] {
    return this.watched.flatMap(({ rule, schedule }) => {
      const found = this.find(rule);
      return found.kind !== 'promql' ? [] : scannedSamples(found.query, this.context.publishSeconds, EVENT_SERIES)
        .map(({ series, samples }) => ({ rule: rule.id, series, samplesPerDay: samples * DAY_SECONDS / schedule.evaluation }));
    });
  }

  /** The rules for other tools, with the queries as they are now. */
  public get exportedRules(): ExportedRule[] {
    return this.watched.map(({ rule, schedule }) => {
      const found = this.find(rule);
      switch (found.kind) {
        case 'promql':
          return { rule, schedule, query: found.query };
        case 'classic':
        case 'per-component':
          return { rule, schedule, reason: 'an alarm of classic metrics' };
        case 'none':
          return { rule, schedule, reason: found.reason };
      }
    });
  }

  public alarmOf(ruleId: string, component?: IInferenceComponent): IAlarm | undefined {
    return this.watched.find(({ rule }) => rule.id === ruleId)?.alarms.find((alarm) => alarm.component === component)?.alarm;
  }

  public ofSeverities(severities: readonly AlarmSeverity[]): AlarmBase[] {
    return this.watched.flatMap(({ rule, alarms }) => severities.includes(rule.severity) ? alarms.map(({ alarm }) => alarm) : []);
  }

  /** Adds an action to each alarm of some severities. Throws for actions that one of them does not support. */
  public addAlarmAction(action: IAlarmAction, severities: readonly AlarmSeverity[]): void {
    const alarms = this.ofSeverities(severities);
    const problems = new Problems();
    alarms.flatMap((alarm) => actionProblem(this.owner, alarm, action) ?? []).forEach((problem) => problems.add(problem));
    problems.throwIfAny(this.owner);
    alarms.forEach((alarm) => alarm.addAlarmAction(action));
  }

  private watch(rule: AlarmRule, evaluationSeconds?: number): Watched {
    const schedule = scheduleOf(rule, this.context.publishSeconds, evaluationSeconds);
    const found = this.find(rule);
    const alarms = this.alarmsFor(found, { rule, context: this.context, schedule });
    if (rule.isQuietBeforeDeployment) {
      alarms.forEach(({ alarm }) => alarm.node.addDependency(...this.watchedConstructs()));
    }
    return { rule, schedule, kind: found.kind, alarms, reason: found.kind === 'none' ? found.reason : undefined };
  }

  private alarmsFor(found: Watch, props: RuleAlarmProps): RuleAlarm[] {
    const { owner } = this;
    const { id } = props.rule;
    switch (found.kind) {
      case 'none':
        return [];
      case 'promql':
        return [{ alarm: promQlAlarm(owner, id, props) }];
      case 'classic':
        return [{ alarm: classicAlarm(owner, id, props.rule, found.conditions) }];
      case 'per-component':
        return found.components.map(({ component, condition }) => ({
          component, alarm: classicAlarm(owner, `${id}-${component.node.addr}`, props.rule, [condition], component),
        }));
    }
  }

  private find(rule: AlarmRule): Watch {
    const found = watchOf(rule, this.context);
    return found.kind === 'promql' && !this.context.hasDetailedObservability
      ? { kind: 'none', reason: 'detailed observability is off, so there is no data' }
      : found;
  }

  /** What must exist before its silence means something. */
  private watchedConstructs(): IConstruct[] {
    return this.endpoints.flatMap((endpoint) => [endpoint, ...endpoint.inferenceComponents]);
  }

  private validate({ rule, schedule, kind, alarms }: Watched): string[] {
    const found = this.find(rule);
    const hasCome = found.kind === 'per-component' && found.components.length !== alarms.length;
    if (found.kind !== kind || hasCome || schedule.pending < scheduleOf(rule, this.context.publishSeconds).pending) {
      return [
        `the alarm rule ${rule.id} fits no more: what it watches changed after its alarm was made. Expected: components, their engines, ` +
        'publish frequencies and scaling first, alarms then',
      ];
    }
    const length = found.kind === 'promql' ? longestQuery(found.query) : 0;
    return length <= MAX_QUERY_LENGTH ? [] : [
      `the query of the alarm rule ${rule.id} may have at most ${MAX_QUERY_LENGTH} characters, names that are tokens counted as 63, ` +
      `got: ${length}. Give fewer different maxima of copies, or watch fewer endpoints at a time`,
    ];
  }
}
