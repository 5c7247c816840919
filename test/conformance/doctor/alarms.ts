/* The PromQL alarms that this library deploys for an endpoint with vLLM, as they stand in its template. */
import { App, Stack } from 'aws-cdk-lib';
import { Template as Synthesized } from 'aws-cdk-lib/assertions';
import { DeployedQuery } from './cloud-watch';
import { InferenceEndpoint, InsightsAlarms, InsightsSubject, PublishFrequency, ServingEngine } from '../../../src';
import { alarmsIn, Template } from '../../../src/template';

export function alarmsFor(endpointName: string, components: readonly string[]): DeployedQuery[] {
  const stack = new Stack(new App(), 'Alarms', { env: { region: 'eu-central-1' } });
  const endpoint = InferenceEndpoint.fromEndpointAttributes(stack, 'Endpoint', {
    endpointName,
    inferenceComponentNames: [...components],
    engines: [ServingEngine.VLLM],
    publishFrequency: PublishFrequency.ONE_MINUTE,
    instanceTypes: ['ml.p5.4xlarge'],
  });
  new InsightsAlarms(stack, 'Insights', { subject: InsightsSubject.endpoint(endpoint) });
  return alarmsIn(new Template(Synthesized.fromStack(stack).toJSON()))
    .filter(({ kind }) => kind === 'PromQL').map(({ logicalId, query }) => ({ name: logicalId, query }));
}
