import { Stack, Size } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Dashboard, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import {
  DetailedObservability, InferenceComponentEndpoint, InferenceEndpoint, InferenceEndpointAttributes, InsightsPanel, InsightsPanelOptions,
  InsightsSubject, InstanceFleet, PublishFrequency, ServingEngine, SingleModelEndpoint,
} from '../../src';
import { text } from '../intrinsics';
import { testStack, vllmModel } from '../support';

/** A widget as it stands in the body of a dashboard. */
export interface BodyWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: any;
}

/** What is known of the endpoints of these tests unless a test says otherwise: two GPUs or more per instance, vLLM. */
const KNOWN: Partial<InferenceEndpointAttributes> = {
  engines: [ServingEngine.VLLM],
  publishFrequency: PublishFrequency.ONE_MINUTE,
  instanceTypes: ['ml.g6.12xlarge'],
  detailedObservability: true,
  enhancedMetrics: true,
};

/** An endpoint `chat` with the component `qwen`. */
export function chat(stack: Stack, changes: Partial<InferenceEndpointAttributes> = {}, id: string = 'Chat') {
  return InferenceEndpoint.fromEndpointAttributes(stack, id, {
    endpointName: 'chat', inferenceComponentNames: ['qwen'], ...KNOWN, ...changes,
  });
}

export function endpoint(changes: Partial<InferenceEndpointAttributes> = {}): InsightsSubject {
  return InsightsSubject.endpoint(chat(testStack(), changes));
}

export function component(changes: Partial<InferenceEndpointAttributes> = {}): InsightsSubject {
  const host = chat(testStack(), changes);
  return InsightsSubject.component(host.inferenceComponents[0], host);
}

/** Every endpoint of the account, with what is known of them. */
export function fleet(engines: ServingEngine[] | undefined = [ServingEngine.VLLM]): InsightsSubject {
  return InsightsSubject.fleet(testStack(), { engines, slowestPublishFrequency: PublishFrequency.ONE_MINUTE });
}

/** An endpoint with one model and no components. */
export function single(stack: Stack = testStack(), instanceType: string = 'ml.g6.12xlarge'): InsightsSubject {
  return InsightsSubject.endpoint(new SingleModelEndpoint(stack, 'Single', {
    endpointName: 'alone', model: vllmModel(stack), instances: InstanceFleet.fixed(instanceType),
  }));
}

/** An endpoint of this app with a number of components. */
export function provisioned(stack: Stack, components: number): InferenceComponentEndpoint {
  const host = new InferenceComponentEndpoint(stack, 'Host', {
    instances: InstanceFleet.of('ml.g6.12xlarge', { max: 100 }),
    observability: DetailedObservability.every(PublishFrequency.TEN_SECONDS),
  });
  for (let number = 0; number < components; number++) {
    host.addInferenceComponent(`Component${number}`, {
      model: vllmModel(stack), resources: { accelerators: 1, minMemory: Size.gibibytes(8) },
    });
  }
  return host;
}

/** The bodies of all dashboards of a stack by logical id, with `<ID>` for what is known at deployment. */
export function bodies(stack: Stack): { [id: string]: any } {
  const dashboards = Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard');
  return Object.fromEntries(Object.entries(dashboards).map(([id, { Properties }]) => [id, JSON.parse(text(Properties.DashboardBody))]));
}

/** The body of the only dashboard of a stack. */
export function body(stack: Stack): any {
  const found = Object.values(bodies(stack));
  expect(found).toHaveLength(1);
  return found[0];
}

/** What rows of widgets become in a dashboard. */
export function rendered(rows: IWidget[][], stack: Stack = testStack()): BodyWidget[] {
  const dashboard = new Dashboard(stack, 'Rendered');
  rows.forEach((row) => dashboard.addWidgets(...row));
  return body(stack).widgets;
}

export function widgets(panel: InsightsPanel, subject: InsightsSubject, options?: InsightsPanelOptions): BodyWidget[] {
  return rendered(panel.widgets(subject, options));
}

/** The only widget of a panel with a title that begins like this. */
export function widget(panel: InsightsPanel, subject: InsightsSubject, title: string, options?: InsightsPanelOptions): BodyWidget {
  const all = widgets(panel, subject, options);
  const found = all.filter(({ properties }) => properties.title?.startsWith(title));
  if (found.length !== 1) {
    throw new Error(`expected one widget '${title}', got ${found.length} among: ${all.map(({ properties }) => properties.title ?? 'text').join('; ')}`);
  }
  return found[0];
}

export function texts(all: BodyWidget[]): string[] {
  return all.filter(({ type }) => type === 'text').map(({ properties }) => properties.markdown);
}

export function titles(all: BodyWidget[]): string[] {
  return all.filter(({ type }) => type !== 'text').map(({ properties }) => properties.title);
}

/** The PromQL of a chart. */
export function promQl({ properties }: BodyWidget): string[] {
  return properties.data.queries.map(({ query }: { query: string }) => query);
}

/** What stands beside the axis of a chart, or in brackets after its title. */
export function unit({ properties }: BodyWidget): string | undefined {
  return properties.yAxis?.left?.label ?? properties.plotOptions?.yAxis?.[0]?.title ?? /\(([^)]*)\)$/.exec(properties.title)?.[1];
}

/** The expressions and metrics of a classic widget, one line each. CDK leaves out the statistic Average, which is CloudWatch's default. */
export function metrics({ properties }: BodyWidget): string[] {
  return properties.metrics.map((metric: any[]) => metric
    .map((part) => typeof part === 'string' ? part : [part.expression, part.expression ? undefined : part.stat ?? 'Average', part.visible === false ? 'hidden' : undefined]
      .filter((value) => value !== undefined).join(' ')).join(' '));
}
