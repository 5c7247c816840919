/* Throttling, errors of the service and lost answers: what passes must not fail a deployment. */
import { BEFORE, FaultScenario, FOREVER, IN_USE, PAST_RETRIES } from './scenario';
import { end } from '../cloud-formation';

export const TEMPORARY: readonly FaultScenario[] = [
  {
    fault: 'every call throttled twice',
    run: (world) => {
      ['DescribeEndpoint', 'UpdateEndpoint', 'DescribeEndpointConfig', 'CreateEndpointConfig', 'ListEndpointConfigs', 'ListTags']
        .forEach((operation) => world.fault(operation, 'throttled', 2));
      return world.stack.create();
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'throttled for ever at CreateEndpointConfig',
    run: (world) => { world.fault('CreateEndpointConfig', 'throttled', FOREVER); return world.stack.create(); },
    ended: /ThrottlingException: Rate exceeded/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'internal error at DescribeEndpoint, for longer than the SDK tries',
    run: (world) => { world.fault('DescribeEndpoint', 'internal error', PAST_RETRIES); return world.stack.create(); },
    ended: /InternalFailure/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'internal error at UpdateEndpoint, twice',
    run: (world) => { world.fault('UpdateEndpoint', 'internal error', 2); return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'internal error while waiting, for longer than the SDK tries',
    run: async (world) => {
      const running = await world.stack.begin('Create');
      world.fault('DescribeEndpoint', 'internal error', PAST_RETRIES);
      return end(running);
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'connection broken at UpdateEndpoint, before SageMaker acts',
    run: (world) => { world.fault('UpdateEndpoint', 'dropped', 2); return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'time-out of UpdateEndpoint, although SageMaker acts',
    run: (world) => { world.fault('UpdateEndpoint', 'answer late', 1); return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'answer of CreateEndpointConfig lost, although SageMaker acts',
    run: (world) => { world.fault('CreateEndpointConfig', 'answer lost', 1); return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'configuration not found right after it was created',
    run: (world) => {
      world.fault('DescribeEndpointConfig', 'not found', 2);
      world.fault('UpdateEndpoint', 'not found', 2);
      return world.stack.create();
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'description of the endpoint a moment old',
    run: (world) => { world.endpoint!.lag = 2; return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
];
