import { CfnParameter, Lazy, Stack, Token } from 'aws-cdk-lib';
import { InferenceComponentEndpoint, InstanceFleet, PrefixAwareRoutingOptions, RequestRouting, SingleModelEndpoint } from '../../src';
import { errorOf, propertiesOf, testStack, vllmModel } from '../support';

function addEndpoint(stack: Stack, routing?: RequestRouting): void {
  new InferenceComponentEndpoint(stack, 'Endpoint', { instances: InstanceFleet.of('ml.g6.12xlarge', { max: 2, routing }) });
}

function routingConfig(routing?: RequestRouting): unknown {
  const stack = testStack();
  addEndpoint(stack, routing);
  return propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ProductionVariants[0].RoutingConfig;
}

function refusal(options: PrefixAwareRoutingOptions): string {
  return errorOf(() => addEndpoint(testStack(), RequestRouting.prefixAware(options)));
}

describe('the strategy', () => {
  test('is the fewest requests in flight unless stated, because SageMaker itself would choose at random', () => {
    expect(routingConfig()).toEqual({ RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' });
  });

  test('can be random', () => {
    expect(routingConfig(RequestRouting.RANDOM)).toEqual({ RoutingStrategy: 'RANDOM' });
  });

  test('can be stated as the fewest requests in flight', () => {
    expect(routingConfig(RequestRouting.LEAST_OUTSTANDING_REQUESTS)).toEqual({ RoutingStrategy: 'LEAST_OUTSTANDING_REQUESTS' });
  });

  test('applies to a single-model endpoint too', () => {
    const stack = testStack();
    new SingleModelEndpoint(stack, 'Endpoint', {
      model: vllmModel(stack), instances: InstanceFleet.fixed('ml.g6.12xlarge', { routing: RequestRouting.RANDOM }),
    });

    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ProductionVariants[0].RoutingConfig).toEqual({ RoutingStrategy: 'RANDOM' });
  });
});

describe('prefix-aware routing', () => {
  test.each([
    [{ prefixLength: 1024, concurrencyThreshold: 1 }],
    [{ prefixLength: 65536, concurrencyThreshold: 1024 }],
  ])('passes both numbers on up to and including their bounds: %j', (options) => {
    expect(routingConfig(RequestRouting.prefixAware(options))).toEqual({
      RoutingStrategy: 'PREFIX_AWARE',
      PrefixAwareRoutingConfig: { PrefixLength: options.prefixLength, ConcurrencyThreshold: options.concurrencyThreshold },
    });
  });

  test.each([1023, 65537, 2048.5, NaN])('refuses a prefix of %p', (prefixLength) => {
    expect(refusal({ prefixLength, concurrencyThreshold: 8 }))
      .toBe(`[Stack/Endpoint] routing: prefixLength must be a whole number from 1024 to 65536, got: ${prefixLength}`);
  });

  test.each([0, 1025, 8.5])('refuses a threshold of %p requests in flight', (concurrencyThreshold) => {
    expect(refusal({ prefixLength: 2048, concurrencyThreshold }))
      .toBe(`[Stack/Endpoint] routing: concurrencyThreshold must be a whole number from 1 to 1024, got: ${concurrencyThreshold}`);
  });

  test('reports both numbers at once', () => {
    const message = refusal({ prefixLength: 100, concurrencyThreshold: 5000 });

    expect(message).toContain('prefixLength must be a whole number from 1024 to 65536, got: 100');
    expect(message).toContain('concurrencyThreshold must be a whole number from 1 to 1024, got: 5000');
  });

  test.each([
    ['the threshold', { prefixLength: 2048 }, 'got: prefixLength 2048, concurrencyThreshold undefined'],
    ['the prefix', { concurrencyThreshold: 8 }, 'got: prefixLength undefined, concurrencyThreshold 8'],
    ['both numbers', {}, 'got: prefixLength undefined, concurrencyThreshold undefined'],
  ])('says that both numbers are needed when plain JavaScript leaves out %s', (_, options, got) => {
    expect(refusal(options as PrefixAwareRoutingOptions))
      .toBe(`[Stack/Endpoint] routing: prefix-aware routing needs both prefixLength and concurrencyThreshold, ${got}`);
  });

  test('lets numbers pass that are known at deployment only', () => {
    const stack = testStack();
    const prefixLength = new CfnParameter(stack, 'PrefixLength', { type: 'Number' }).valueAsNumber;
    addEndpoint(stack, RequestRouting.prefixAware({ prefixLength, concurrencyThreshold: Lazy.number({ produce: () => 8 }) }));

    expect(Token.isUnresolved(prefixLength)).toBe(true);
    expect(propertiesOf(stack, 'AWS::SageMaker::EndpointConfig').ProductionVariants[0].RoutingConfig).toEqual({
      RoutingStrategy: 'PREFIX_AWARE',
      PrefixAwareRoutingConfig: { PrefixLength: { Ref: 'PrefixLength' }, ConcurrencyThreshold: 8 },
    });
  });
});
