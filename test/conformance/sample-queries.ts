import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  ContainerImage, DetailedObservability, InferenceEndpoint, InferenceEndpointAttributes, InsightsDashboard, InsightsSubject, InstanceFleet,
  PublishFrequency, ServedModel, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { ClassicRequest } from '../../src/cli/review/charts/classic-shape';
import { readDashboard } from '../../src/cli/review/charts/read-dashboard';
import { ChartQuery } from '../../src/cli/review/charts/widget';
import { text } from '../intrinsics';

/** What one endpoint of the simulator answers: its engine, how often it publishes, and whether it has components. */
export interface SampleWorld {
  readonly layout: 'components' | 'single';
  readonly engine: string;
  readonly every: number;
  readonly promQl: Array<{ readonly key: string; readonly query: string }>;
  readonly classic: ClassicRequest[];
}

/** The names in the simulator, as `samples/world.go` has them. */
export const SAMPLE_NAMES = { endpoints: ['chat', 'search', 'summaries'], components: ['qwen', 'llama'] };

const { VLLM, SGLANG } = ServingEngine;
const { TEN_SECONDS, THIRTY_SECONDS, ONE_MINUTE, FIVE_MINUTES } = PublishFrequency;

/** One kind of instance has several GPUs and charts about them, the other one has not. */
const INSTANCE_TYPES = ['ml.g6.12xlarge', 'ml.g6.xlarge'];

type Make = (stack: Stack) => InsightsSubject;

interface Case {
  readonly layout: SampleWorld['layout'];
  readonly engine: ServingEngine;
  /** How often the endpoint of the simulator publishes. */
  readonly every: PublishFrequency;
  readonly subjects: Make[];
}

/** Every query of the dashboards of these subjects, each where it is rendered first: by then its answer is known. */
export function renderSampleQueries(): SampleWorld[] {
  const seen = new Set<string>();
  const isNew = ({ key }: { key: string }) => !seen.has(key) && seen.add(key) !== undefined;
  return CASES.map(({ layout, engine, every, subjects }) => {
    const queries = subjects.flatMap(render).filter(isNew);
    return {
      layout,
      engine: engine.name.toLowerCase(),
      every,
      promQl: queries.flatMap(({ key, promQl: query }) => query === undefined ? [] : [{ key, query }]),
      classic: queries.flatMap(({ classic }) => classic === undefined ? [] : [classic]),
    };
  });
}

const FREQUENCIES = [TEN_SECONDS, THIRTY_SECONDS, ONE_MINUTE];

/** Where nothing is known, windows are those of the slowest frequency. */
const CASES: Case[] = [
  ...FREQUENCIES.flatMap((every) => [VLLM, SGLANG].flatMap((engine): Case[] => [
    {
      layout: 'components',
      engine,
      every,
      subjects: INSTANCE_TYPES.flatMap((type) => [endpoint([engine], every, type), component([engine], every, type)]),
    },
    { layout: 'single', engine, every, subjects: INSTANCE_TYPES.map((type) => single(engine, every, type)) },
  ])),
  ...[ONE_MINUTE, FIVE_MINUTES].map((slowest): Case => ({
    layout: 'components',
    engine: VLLM,
    every: ONE_MINUTE,
    subjects: [
      fleet({ slowestPublishFrequency: slowest }),
      fleet({ slowestPublishFrequency: slowest, engines: [VLLM] }),
      ...INSTANCE_TYPES.map((type) => fleetOf(['chat', 'search'], [VLLM], slowest, type)),
    ],
  })),
  {
    layout: 'components',
    engine: VLLM,
    every: ONE_MINUTE,
    subjects: INSTANCE_TYPES.flatMap((type) => [
      ...[[VLLM], undefined].flatMap((engines) => [undefined, FIVE_MINUTES].flatMap((every) =>
        [endpoint(engines, every, type), component(engines, every, type)])),
      endpoint(undefined, ONE_MINUTE, type),
      endpoint([VLLM, SGLANG], ONE_MINUTE, type),
    ]),
  },
  { layout: 'components', engine: SGLANG, every: ONE_MINUTE, subjects: [endpoint([SGLANG], FIVE_MINUTES, INSTANCE_TYPES[0])] },
  { layout: 'single', engine: VLLM, every: ONE_MINUTE, subjects: INSTANCE_TYPES.map((type) => single(VLLM, FIVE_MINUTES, type)) },
];

function render(make: Make): ChartQuery[] {
  const stack = new Stack(new App(), 'Stack');
  new InsightsDashboard(stack, 'Dashboard', { subject: make(stack) });
  const dashboards = Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard');
  return Object.values(dashboards).flatMap(({ Properties: { DashboardBody } }) => readDashboard(JSON.parse(named(text(DashboardBody)))))
    .flatMap((widget) => widget.kind === 'chart' ? widget.queries : []);
}

/** An endpoint of the app has the name that it was given only once it is deployed. */
function named(body: string): string {
  return body.replace(/<\w+\.EndpointName>/g, SAMPLE_NAMES.endpoints[0]);
}

function imported(
  stack: Stack, endpointName: string, engines: ServingEngine[] | undefined, publishFrequency: PublishFrequency | undefined,
  instanceType: string, changes: Partial<InferenceEndpointAttributes> = {},
) {
  return InferenceEndpoint.fromEndpointAttributes(stack, endpointName, {
    endpointName, engines, publishFrequency, instanceTypes: [instanceType], ...changes,
  });
}

function endpoint(engines: ServingEngine[] | undefined, every: PublishFrequency | undefined, type: string): Make {
  return (stack) => InsightsSubject.endpoint(imported(stack, SAMPLE_NAMES.endpoints[0], engines, every, type, {
    inferenceComponentNames: SAMPLE_NAMES.components,
  }));
}

function component(engines: ServingEngine[] | undefined, every: PublishFrequency | undefined, type: string): Make {
  return (stack) => {
    const host = imported(stack, SAMPLE_NAMES.endpoints[0], engines, every, type, { inferenceComponentNames: SAMPLE_NAMES.components });
    return InsightsSubject.component(host.inferenceComponents[0], host);
  };
}

function single(engine: ServingEngine, every: PublishFrequency, type: string): Make {
  return (stack) => InsightsSubject.endpoint(new SingleModelEndpoint(stack, 'Endpoint', {
    endpointName: SAMPLE_NAMES.endpoints[0],
    model: ServedModel.fromContainer({ image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312'), engine }),
    instances: InstanceFleet.fixed(type),
    observability: DetailedObservability.every(every),
  }));
}

function fleet(options: { slowestPublishFrequency: PublishFrequency; engines?: ServingEngine[] }): Make {
  return (stack) => InsightsSubject.fleet(stack, options);
}

function fleetOf(names: string[], engines: ServingEngine[], every: PublishFrequency, type: string): Make {
  return (stack) => InsightsSubject.fleet(stack, {
    endpoints: names.map((name) => imported(stack, name, engines, every, type)), endpointsOnly: true,
  });
}
