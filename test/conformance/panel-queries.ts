import { App, Stack } from 'aws-cdk-lib';
import { identify, NAMES } from './catalogue';
import {
  ContainerImage, InferenceEndpoint, InferenceEndpointAttributes, InsightsSubject, InstanceFleet, PublishFrequency, ServedModel,
  ServingEngine, SingleModelEndpoint,
} from '../../src';
import { panelQueries, PanelPromQl } from '../../src/dashboards/panel-queries';

/** One query of a panel of the dashboards. */
export interface RenderedPanelQuery {
  /** The panel and where the query stands, as in `token-streaming/chart=time-to-first-token/query=1/subject=endpoint`. */
  readonly id: string;
  readonly panel: string;
  readonly query: string;
}

const EVERY = PublishFrequency.ONE_MINUTE;

/** Instances with several GPUs have the charts of those with one, and those per GPU. */
const INSTANCE_TYPE = 'ml.g6.12xlarge';

/** Every panel, for whatever a dashboard can be about. */
const SUBJECTS: Record<string, (stack: Stack) => InsightsSubject> = {
  endpoint: (stack) => InsightsSubject.endpoint(chat(stack)),
  component: (stack) => {
    const endpoint = chat(stack);
    return InsightsSubject.component(endpoint.inferenceComponents[0], endpoint);
  },
  fleet: (stack) => InsightsSubject.fleet(stack, { engines: [ServingEngine.VLLM], slowestPublishFrequency: EVERY }),
};

/** Further endpoints, for the charts that the panels of the first endpoint do not have. */
const FURTHER_SUBJECTS: Record<string, (stack: Stack) => InsightsSubject> = {
  'several-engines': (stack) => InsightsSubject.endpoint(chat(stack, { engines: [ServingEngine.VLLM, ServingEngine.SGLANG] })),
  'djl': (stack) => InsightsSubject.endpoint(chat(stack, { engines: [ServingEngine.DJL] })),
  'one-gpu': (stack) => InsightsSubject.endpoint(chat(stack, { instanceTypes: ['ml.g6.xlarge'] })),
  'no-gpu': (stack) => InsightsSubject.endpoint(chat(stack, { instanceTypes: ['ml.c7i.xlarge'] })),
  'single-model': (stack) => InsightsSubject.endpoint(new SingleModelEndpoint(stack, 'Endpoint', {
    endpointName: NAMES.endpoint,
    model: ServedModel.fromContainer({ image: ContainerImage.fromDlc('vllm', '0.27.1-gpu-py312'), engine: ServingEngine.VLLM }),
    instances: InstanceFleet.fixed(INSTANCE_TYPE),
  })),
};

/** Every PromQL query of every panel, for every subject that makes a difference. */
export function renderPanelQueries(): RenderedPanelQuery[] {
  const ofFirst = Object.entries(SUBJECTS).flatMap(([name, subject]) => render(name, subject));
  const known = new Set(ofFirst.map(({ panel, chart }) => `${panel}: ${chart}`));
  const ofFurther = Object.entries(FURTHER_SUBJECTS).flatMap(([name, subject]) =>
    render(name, subject).filter(({ panel, chart }) => !known.has(`${panel}: ${chart}`)));
  return [...ofFirst, ...ofFurther].map(({ subject, panel, chart, index, promQl }) => ({
    id: identify(panel, { subject, chart: slug(chart), query: `${index}` }), panel, query: promQl,
  }));
}

function render(subject: string, make: (stack: Stack) => InsightsSubject): Array<PanelPromQl & { readonly subject: string }> {
  return panelQueries(make(new Stack(new App(), 'Stack'))).map((query) => ({ ...query, subject }));
}

function chat(stack: Stack, changes: Partial<InferenceEndpointAttributes> = {}) {
  return InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName: NAMES.endpoint,
    inferenceComponentNames: [NAMES.component],
    engines: [ServingEngine.VLLM],
    publishFrequency: EVERY,
    instanceTypes: [INSTANCE_TYPE],
    ...changes,
  });
}

/** What a chart shows, without the details that follow after a colon, comma or bracket. */
function slug(title: string): string {
  return title.split(/[:,(]/)[0].trim().toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
