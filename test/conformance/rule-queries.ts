import { App, Duration, Stack } from 'aws-cdk-lib';
import { identify, NAMES } from './catalogue';
import { InferenceEndpoint, InsightsSubject, PublishFrequency, ServiceObjective, ServingEngine } from '../../src';
import { AlarmContext, AlarmExpectations } from '../../src/alarms/alarm-context';
import { AlarmRule } from '../../src/alarms/alarm-rule';
import { diagnosisRules } from '../../src/alarms/causes/diagnosis-rules';
import { telemetryMissing } from '../../src/alarms/causes/telemetry-missing';
import { RULES } from '../../src/alarms/rules';
import { latencyObjective, objectiveRules } from '../../src/alarms/rules/objectives';

/** The query of an alarm rule or of a cause. */
export interface RenderedRuleQuery {
  /** The rule and for whom it is rendered, as in `kv-cache-pressure/engines=vllm/subject=endpoint`. */
  readonly id: string;
  readonly rule: string;
  readonly query: string;
}

const OBJECTIVE = ServiceObjective.timeToFirstToken(Duration.seconds(2), { target: 99 });

const EXPECTATIONS: AlarmExpectations = {
  outputTokensPerSecond: 1000,
  maximumCopies: { [NAMES.component]: 4, llama: 2, coder: 2 },
  mayBeAtZero: ['nightly'],
};

/** What the rules are rendered for, every 60 seconds: the endpoint `chat` with the components qwen, llama and coder, and a fleet. */
const CASES: Array<[parameters: Record<string, string>, engines: ServingEngine[], expectations: AlarmExpectations]> = [
  [{ engines: 'vllm' }, [ServingEngine.VLLM], EXPECTATIONS],
  [{ engines: 'both' }, [ServingEngine.VLLM, ServingEngine.SGLANG], EXPECTATIONS],
  [{ engines: 'vllm', zones: 'named' }, [ServingEngine.VLLM], { ...EXPECTATIONS, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }],
];

/** Every PromQL query of every rule and cause. Those that are the same for a later case are left out there. */
export function renderRuleQueries(): RenderedRuleQuery[] {
  const seen = new Set<string>();
  const keepNew = (rendered: RenderedRuleQuery[]) => rendered.filter(({ query }) => !seen.has(query) && seen.add(query));
  return [
    ...CASES.flatMap(([parameters, engines, expectations]) => keepNew(render({ ...parameters, subject: 'endpoint' },
      new AlarmContext(endpoint(engines), expectations)))),
    ...keepNew(render({ engines: 'vllm', subject: 'fleet' }, new AlarmContext(InsightsSubject.fleet(stack(), {
      engines: [ServingEngine.VLLM], slowestPublishFrequency: PublishFrequency.ONE_MINUTE,
    })))),
  ];
}

function render(parameters: Record<string, string>, context: AlarmContext): RenderedRuleQuery[] {
  return allRules().flatMap((rule) => {
    const watch = rule.watch(context, rule.threshold?.value ?? 0);
    return watch.kind === 'promql' ? [{ id: identify(rule.id, parameters), rule: rule.id, query: watch.query }] : [];
  });
}

function allRules(): AlarmRule[] {
  return [...Object.values(RULES), ...objectiveRules(OBJECTIVE), ...diagnosisRules([latencyObjective(OBJECTIVE)!]), telemetryMissing];
}

function endpoint(engines: ServingEngine[]): InsightsSubject {
  return InsightsSubject.endpoint(InferenceEndpoint.fromEndpointAttributes(stack(), 'Endpoint', {
    endpointName: NAMES.endpoint,
    inferenceComponentNames: [NAMES.component, 'llama', 'coder', 'nightly'],
    engines,
    publishFrequency: PublishFrequency.ONE_MINUTE,
    instanceTypes: ['ml.g6.12xlarge'],
  }));
}

function stack(): Stack {
  return new Stack(new App(), 'Stack');
}
