import { App, Duration, Stack } from 'aws-cdk-lib';
import { identify, NAMES } from './catalogue';
import {
  InferenceEndpoint, InsightsAlarmRule, InsightsSubject, PublishFrequency, RequestSeriesForm, ServiceObjective,
  ServingEngine, TelemetryDialect, TelemetryDialectOptions,
} from '../../src';
import { AlarmContext, AlarmExpectations } from '../../src/alarms/alarm-context';
import { AlarmRule } from '../../src/alarms/alarm-rule';
import { scheduleOf } from '../../src/alarms/alarm-schedule';
import { diagnosisRules } from '../../src/alarms/causes/diagnosis-rules';
import { platformOverhead } from '../../src/alarms/causes/platform-overhead';
import { telemetryMissing } from '../../src/alarms/causes/telemetry-missing';
import { latencyObjective, objectiveRules } from '../../src/alarms/rules/objectives';

/** The query of an alarm rule or of a cause. */
export interface RenderedRuleQuery {
  /** The rule and for whom it is rendered, as in `kv-cache-pressure/engines=vllm/subject=endpoint`. */
  readonly id: string;
  readonly rule: string;
  readonly query: string;
  /** When the alarm is evaluated and how long something must last, in seconds. */
  readonly evaluation: number;
  readonly pending: number;
  readonly recovery: number;
}

const OBJECTIVE = ServiceObjective.timeToFirstToken(Duration.seconds(2), { target: 99 });

const EXPECTATIONS: AlarmExpectations = {
  outputTokensPerSecond: 1000,
  maximumCopies: { [NAMES.component]: 4, llama: 2, coder: 2 },
  mayBeAtZero: ['nightly'],
};

const VLLM = [ServingEngine.VLLM];
const BOTH = [ServingEngine.VLLM, ServingEngine.SGLANG];
const { CUMULATIVE, DELTA, DELTA_HISTOGRAM } = RequestSeriesForm;
const COMPONENTS = [NAMES.component, 'llama', 'coder', 'nightly'];

interface Case {
  readonly parameters: Record<string, string>;
  readonly engines: ServingEngine[];
  readonly components: string[];
  readonly expectations: AlarmExpectations;
  /** Every minute if left out. */
  readonly every?: PublishFrequency;
  readonly dialect?: TelemetryDialectOptions;
}

/** The endpoint of the simulator. Its traces never have more copies than these. */
const SIMULATED = {
  components: [NAMES.component, 'llama'],
  expectations: { outputTokensPerSecond: 100, maximumCopies: { [NAMES.component]: 3, llama: 3 } },
};

const FREQUENCIES = [PublishFrequency.TEN_SECONDS, PublishFrequency.ONE_MINUTE, PublishFrequency.FIVE_MINUTES];

/**
 * What the rules are rendered for: the endpoint `chat` with several components, every 60 seconds, and that of the simulator at each of
 * three frequencies.
 */
const CASES: Case[] = [
  { parameters: { engines: 'vllm' }, engines: VLLM, components: COMPONENTS, expectations: EXPECTATIONS },
  { parameters: { engines: 'both' }, engines: BOTH, components: COMPONENTS, expectations: EXPECTATIONS },
  {
    parameters: { engines: 'vllm', zones: 'named' },
    engines: VLLM,
    components: COMPONENTS,
    expectations: { ...EXPECTATIONS, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  },
  ...FREQUENCIES.flatMap((every): Case[] => [
    { parameters: { engines: 'vllm', world: 'simulated', every: `${every}` }, engines: VLLM, every, ...SIMULATED },
    { parameters: { engines: 'both', world: 'simulated', every: `${every}` }, engines: BOTH, every, ...SIMULATED },
  ]),
  ...Object.entries({ 'delta': DELTA, 'delta-histogram': DELTA_HISTOGRAM, 'cumulative': CUMULATIVE }).map(([dialect, requestSeries]) => ({
    parameters: { engines: 'vllm', dialect }, engines: VLLM, components: COMPONENTS, expectations: EXPECTATIONS, dialect: { requestSeries },
  })),
];

/**
 * Every PromQL query of every rule and cause. Those that are the same for a later case are left out there, save for the endpoint of the
 * simulator, which has them all.
 */
export function renderRuleQueries(): RenderedRuleQuery[] {
  const seen = new Set<string>();
  const keepNew = (rendered: RenderedRuleQuery[]) => rendered.filter(({ id, query }) =>
    id.includes('world=') || (!seen.has(query) && seen.add(query)));
  return [
    ...CASES.flatMap(({ parameters, expectations, ...one }) => keepNew(render({ ...parameters, subject: 'endpoint' },
      new AlarmContext(endpoint(one), expectations)))),
    ...keepNew(render({ engines: 'vllm', subject: 'fleet' }, new AlarmContext(InsightsSubject.fleet(stack(), {
      engines: [ServingEngine.VLLM], slowestPublishFrequency: PublishFrequency.ONE_MINUTE,
    })))),
  ];
}

function render(parameters: Record<string, string>, context: AlarmContext): RenderedRuleQuery[] {
  return allRules().filter((rule) => !isLeftOut(rule, parameters)).flatMap((rule) => {
    const watch = rule.watch(context, rule.threshold?.value ?? 0);
    const id = identify(rule.id, parameters);
    return watch.kind === 'promql' ? [{ id, rule: rule.id, query: watch.query, ...scheduleOf(rule, context.publishSeconds) }] : [];
  });
}

/** The matrix of the simulator is about what watches an endpoint where nobody asks for more. */
function isLeftOut({ isOptIn = false }: AlarmRule, { world }: Record<string, string>): boolean {
  return isOptIn && world === 'simulated';
}

function allRules(): AlarmRule[] {
  return [
    ...InsightsAlarmRule.all().map(({ _rule }) => _rule),
    ...objectiveRules(OBJECTIVE),
    ...diagnosisRules([latencyObjective(OBJECTIVE)!]),
    platformOverhead,
    telemetryMissing,
  ];
}

function endpoint({ engines, components, every = PublishFrequency.ONE_MINUTE, dialect }: Omit<Case, 'parameters' | 'expectations'>): InsightsSubject {
  return InsightsSubject.endpoint(InferenceEndpoint.fromEndpointAttributes(stack(dialect), 'Endpoint', {
    endpointName: NAMES.endpoint,
    inferenceComponentNames: components,
    engines,
    publishFrequency: every,
    instanceTypes: ['ml.g6.12xlarge'],
  }));
}

function stack(dialect: TelemetryDialectOptions = {}): Stack {
  const app = new App();
  new TelemetryDialect(dialect).applyTo(app);
  return new Stack(app, 'Stack');
}
