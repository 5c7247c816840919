import { Aws, CfnParameter } from 'aws-cdk-lib';
import { InferenceComponentEndpoint, InstanceFleet } from '../../../src';
import { found, places, rawEndpoint, stackIn } from '../support';

const RULE = 'fixed-names';

test('bad: a configuration and a model with fixed names', () => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { endpointConfigName: 'chat-config' }, model: { modelName: `${Aws.STACK_NAME}-model` } });
  expect(found(stack, RULE).map(({ severity, logicalId, property, message }) => [severity, logicalId, property, message])).toEqual([
    ['error', 'Config', 'EndpointConfigName',
      'EndpointConfigName must be left to CloudFormation, got the fixed name \'chat-config\': the next change collides with it'],
    ['error', 'Model', 'ModelName',
      'ModelName must be left to CloudFormation, got the fixed name \'${AWS::StackName}-model\': the next change collides with it'],
  ]);
});

test.each(['chat-v3', 'facade-model', 'defaced', 'acct-111122223333-llama'])('bad: %s, which nothing changes by itself', (modelName) => {
  const stack = stackIn();
  rawEndpoint(stack, { model: { modelName } });
  expect(places(stack, RULE)).toEqual(['Model']);
});

test.each(['chat-3f2a9c1b', 'chat-20261125143000', 'chat-3f2a9c1b7d-model'])('good: %s, which is made of the content or of the time', (modelName) => {
  const stack = stackIn();
  rawEndpoint(stack, { model: { modelName } });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: no name, a name with a parameter, and a fixed name of the endpoint', () => {
  const stack = stackIn();
  rawEndpoint(stack, { config: { endpointConfigName: `chat-${new CfnParameter(stack, 'Release').valueAsString}` }, endpointName: 'chat' });
  expect(places(stack, RULE)).toEqual([]);
});

test('good: an endpoint of this library', () => {
  const stack = stackIn();
  new InferenceComponentEndpoint(stack, 'Chat', { endpointName: 'chat', instances: InstanceFleet.of('ml.g6.12xlarge', { min: 2, max: 4 }) });
  expect(places(stack, RULE)).toEqual([]);
});
