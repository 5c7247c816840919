import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InferenceComponentEndpoint, InstanceFleet, SingleModelEndpoint } from '../../src';
import { maximalComponentEndpoint, maximalSingleModelEndpoint } from '../maximal-stacks';
import { propertiesOf, testStack, vllmModel } from '../support';

const STACKS: Array<[string, () => Stack]> = [
  ['an endpoint with components and everything else that it can have', () => maximalComponentEndpoint(new App())],
  ['an endpoint with one model and everything else that it can have', () => maximalSingleModelEndpoint(new App(), 'chat').stack],
  ['an endpoint with components and nothing else', () => {
    const stack = testStack();
    new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { min: 0, max: 1 }) });
    return stack;
  }],
  ['an endpoint with one model and nothing else', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', { model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.xlarge') });
    return stack;
  }],
];

/** The names of all properties of a value, at any depth. */
function names(value: unknown): string[] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, content]) => [...Array.isArray(value) ? [] : [name], ...names(content)])
    : [];
}

describe.each(STACKS)('the template of %s', (_, make) => {
  test('row 23: is one of a real-time endpoint: nothing in it makes the endpoint asynchronous or serverless', () => {
    const found = names(Template.fromStack(make()).toJSON());

    expect(found).toEqual(expect.arrayContaining(['ProductionVariants', 'MetricsConfig']));
    expect(found).not.toContain('AsyncInferenceConfig');
    expect(found).not.toContain('ServerlessConfig');
  });

  test('row 23: has one variant with instances of its own', () => {
    const { ProductionVariants, ShadowProductionVariants } = propertiesOf(make(), 'AWS::SageMaker::EndpointConfig');

    expect(ProductionVariants).toEqual([expect.objectContaining({ VariantName: 'AllTraffic', InitialInstanceCount: expect.any(Number) })]);
    expect(ShadowProductionVariants).toBeUndefined();
  });
});

test('the walk through a template that these tests rely on finds names at any depth', () => {
  const config = { ProductionVariants: [{ ServerlessConfig: { MaxConcurrency: 1 } }], AsyncInferenceConfig: {} };

  expect(names({ Resources: { Config: config } })).toEqual([
    'Resources', 'Config', 'ProductionVariants', 'ServerlessConfig', 'MaxConcurrency', 'AsyncInferenceConfig',
  ]);
});
