import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'explicit-detailed-observability';

test('bad: a configuration that does not say', () => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { metricsConfig: undefined } });
  expect(found(stack, RULE)).toEqual([expect.objectContaining({
    severity: 'error',
    logicalId: 'Config',
    property: 'MetricsConfig.EnableDetailedObservability',
    message: 'the configuration of the endpoint Stack/Endpoint must say whether it has detailed observability: expected true or false, got none',
  })]);
});

test('bad: a configuration that says other things about metrics', () => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { metricsConfig: { enableEnhancedMetrics: true } } });
  expect(places(stack, RULE)).toEqual(['Config']);
});

test.each([[true], [false]])('good: a configuration that says %s', (enableDetailedObservability) => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { metricsConfig: { enableDetailedObservability } } });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: a configuration that leaves it to a condition', () => {
  const stack = stackIn();
  const stage = new CfnParameter(stack, 'Stage');
  const condition = new CfnCondition(stack, 'IsProduction', { expression: Fn.conditionEquals(stage.valueAsString, 'prod') });
  rawEndpoint(stack).configuration.addPropertyOverride('MetricsConfig', Fn.conditionIf(
    condition.logicalId, { EnableDetailedObservability: true }, { EnableDetailedObservability: false }));
  expect(places(stack, RULE)).toEqual([]);
});

describe('endpoints without it pass', () => {
  test.each([
    ['asynchronous', { config: { metricsConfig: undefined, asyncInferenceConfig: { outputConfig: {} } } }],
    ['serverless', {
      config: { metricsConfig: undefined },
      variant: { instanceType: undefined, initialInstanceCount: undefined, serverlessConfig: { maxConcurrency: 5, memorySizeInMb: 4096 } },
    }],
    ['no language model', {
      config: { metricsConfig: undefined }, variant: { instanceType: 'ml.m5.xlarge' }, image: '1.dkr.ecr.eu-central-1.amazonaws.com/fraud:3',
    }],
    ['an image of another server on a GPU', {
      config: { metricsConfig: undefined }, image: '763104351884.dkr.ecr.eu-central-1.amazonaws.com/pytorch-inference:2.6.0-gpu-py312',
    }],
  ])('%s', (_what, changes) => {
    const stack = stackIn();
    rawEndpoint(stack, changes);
    expect(places(stack, RULE)).toEqual([]);
  });

  test('with a configuration outside of the app', () => {
    const stack = stackIn();
    rawEndpoint(stack).endpoint.endpointConfigName = 'made-by-others';
    expect(places(stack, RULE)).toEqual([]);
  });
});

test.each([
  ['an engine on a CPU', { variant: { instanceType: 'ml.m7i.4xlarge' } }],
  ['an unknown image on a GPU', { image: '1.dkr.ecr.eu-central-1.amazonaws.com/chat:3' }],
  ['a type that only the deployment knows with the image of an engine', { variant: { instanceType: '${Token}' } }],
])('%s counts as a language model', (_what, changes) => {
  const stack = stackIn();
  rawEndpoint(stack, { ...changes, config: { metricsConfig: undefined } });
  expect(places(stack, RULE)).toEqual(['Config']);
});
