/* What may go wrong with an opt-in, and what becomes of the endpoint. */
import { Ended, end, Running } from './cloud-formation';
import { SETTINGS, World } from './world';

/** A fault and the final state that it must lead to. */
export interface FaultScenario {
  readonly fault: string;
  readonly settings?: object;
  readonly run: (world: World) => Promise<Ended>;
  /** What CloudFormation is told: the beginning of success, or a part of the reason of the failure. */
  readonly ended: 'SUCCESS' | RegExp;
  readonly endpoint: string;
  /** How many updates of the endpoint there were. */
  readonly updates: number;
  /** How many configurations that opt-ins made are left. */
  readonly copies: number;
}

const BEFORE = 'InService, as before';
const IN_USE = 'InService, opted in, every 10 s';
const FOREVER = 1_000_000;
/** One call more than the SDK tries. */
const PAST_RETRIES = 9;

/** What CloudFormation does when a new resource fails after it got a physical id. */
async function createThenDelete(world: World): Promise<Ended> {
  const ended = await world.stack.create();
  await world.stack.delete();
  return ended;
}

async function polls(running: Running | Ended, times: number): Promise<void> {
  for (let poll = 0; poll < times && running instanceof Running; poll++) {
    await running.poll();
  }
}

function during(status: string, failureReason?: string) {
  return (world: World) => {
    Object.assign(world.endpoint!, { status, failureReason });
    return world.stack.create();
  };
}

const TEMPORARY: FaultScenario[] = [
  {
    fault: 'every call throttled twice',
    run: (world) => {
      ['DescribeEndpoint', 'UpdateEndpoint', 'DescribeEndpointConfig', 'CreateEndpointConfig', 'ListEndpointConfigs', 'ListTags']
        .forEach((operation) => world.fault(operation, 'throttled', 2));
      return world.stack.create();
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'throttled for ever at CreateEndpointConfig',
    run: (world) => { world.fault('CreateEndpointConfig', 'throttled', FOREVER); return world.stack.create(); },
    ended: /ThrottlingException: Rate exceeded/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'internal error at DescribeEndpoint, for longer than the SDK tries',
    run: (world) => { world.fault('DescribeEndpoint', 'internal error', PAST_RETRIES); return world.stack.create(); },
    ended: /InternalFailure/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'internal error at UpdateEndpoint, twice',
    run: (world) => { world.fault('UpdateEndpoint', 'internal error', 2); return world.stack.create(); },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'internal error while waiting, for longer than the SDK tries',
    run: async (world) => {
      const running = await world.stack.begin('Create');
      world.fault('DescribeEndpoint', 'internal error', PAST_RETRIES);
      return end(running);
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'connection broken at UpdateEndpoint, before SageMaker acts',
    run: (world) => { world.fault('UpdateEndpoint', 'dropped', 2); return world.stack.create(); },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'time-out of UpdateEndpoint, although SageMaker acts',
    run: (world) => { world.fault('UpdateEndpoint', 'answer late', 1); return world.stack.create(); },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'answer of CreateEndpointConfig lost, although SageMaker acts',
    run: (world) => { world.fault('CreateEndpointConfig', 'answer lost', 1); return world.stack.create(); },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'configuration not found right after it was created',
    run: (world) => {
      world.fault('DescribeEndpointConfig', 'not found', 2);
      world.fault('UpdateEndpoint', 'not found', 2);
      return world.stack.create();
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'description of the endpoint a moment old',
    run: (world) => { world.endpoint!.lag = 2; return world.stack.create(); },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
];

const STATES: FaultScenario[] = [
  { fault: 'endpoint Updating by its owner', run: during('Updating'), ended: /must be InService, got: Updating/, endpoint: 'Updating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint SystemUpdating', run: during('SystemUpdating'), ended: /got: SystemUpdating/, endpoint: 'SystemUpdating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint Creating', run: during('Creating'), ended: /got: Creating/, endpoint: 'Creating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint Failed', run: during('Failed', 'no capacity'), ended: /got: Failed .*no capacity/, endpoint: 'Failed, as before', updates: 0, copies: 0 },
  {
    fault: 'endpoint gone before',
    run: (world) => { world.plane.state.endpoints.delete(world.endpointName); return world.stack.create(); },
    ended: /does not exist/, endpoint: 'gone', updates: 0, copies: 0,
  },
  {
    fault: 'endpoint gone while it is updated, then deleted',
    run: async (world) => {
      const running = await world.stack.begin('Create');
      world.plane.state.endpoints.delete(world.endpointName);
      const ended = await end(running);
      await world.stack.delete();
      return ended;
    },
    ended: /does not exist/, endpoint: 'gone', updates: 0, copies: 0,
  },
  {
    fault: 'endpoint gone before it is to be reverted',
    run: async (world) => {
      await world.stack.create();
      world.plane.state.endpoints.delete(world.endpointName);
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return world.stack.delete();
    },
    ended: 'SUCCESS', endpoint: 'gone', updates: 0, copies: 0,
  },
];

const ROLLBACKS: FaultScenario[] = [
  {
    fault: 'silent rollback, then deleted',
    run: (world) => { world.endpoint!.outcomes = ['rolled back']; return createThenDelete(world); },
    ended: /InService on configuration 'original-.*rolled the update back/, endpoint: BEFORE, updates: 1, copies: 0,
  },
  {
    fault: 'rollback by way of RollingBack, then deleted with revertOnDelete',
    run: (world) => {
      world.endpoint!.outcomes = ['rolled back in the open', 'rolled back'];
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return createThenDelete(world);
    },
    ended: /rolled the update back/, endpoint: BEFORE, updates: 1, copies: 0,
  },
  {
    fault: 'rollback that fails',
    run: (world) => { world.endpoint!.outcomes = ['rollback failed']; return createThenDelete(world); },
    ended: /got: UpdateRollbackFailed .*ping health check/, endpoint: 'UpdateRollbackFailed, as before', updates: 1, copies: 1,
  },
  {
    fault: 'update cancelled by a deployment of the owner',
    run: async (world) => {
      const running = await world.stack.begin('Create');
      await polls(running, 1);
      world.deployByOwner();
      return end(running);
    },
    ended: /something else updated the endpoint/, endpoint: 'InService, on what its owner deployed', updates: 1, copies: 1,
  },
  {
    fault: 'stack rolled back in the middle of the opt-in',
    run: async (world) => {
      await polls(await world.stack.begin('Create'), 1);
      const ended = await world.stack.delete();
      // The update goes on by itself.
      for (let look = 0; look < 4; look++) {
        world.plane.state.call('DescribeEndpoint', { EndpointName: world.endpointName });
      }
      return ended;
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'stack rolled back in the middle of the opt-in, with revertOnDelete',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await polls(await world.stack.begin('Create'), 1);
      return world.stack.delete();
    },
    ended: 'SUCCESS', endpoint: BEFORE, updates: 2, copies: 0,
  },
  {
    fault: 'stack rolled back in the middle of a change of frequency',
    run: async (world) => {
      await world.stack.create();
      await polls(await world.stack.begin('Update', world.properties({ MetricPublishFrequencyInSeconds: '30' })), 1);
      return world.stack.update(world.stack.properties);
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 3, copies: 1,
  },
  {
    fault: 'silent rollback of a change of frequency, then the stack',
    run: async (world) => {
      world.endpoint!.outcomes = ['updated', 'rolled back'];
      await world.stack.create();
      const ended = await world.stack.update(world.properties({ MetricPublishFrequencyInSeconds: '30' }));
      await world.stack.update(world.stack.properties);
      return ended;
    },
    ended: /rolled the update back/, endpoint: IN_USE, updates: 2, copies: 1,
  },
];

const REPEATED: FaultScenario[] = [
  {
    fault: 'same event twice, the second while the first is at work',
    run: async (world) => {
      const event = world.stack.event('Create');
      await world.stack.send(event);
      return end(await world.stack.send(event));
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'same event twice, the second after the first has ended',
    run: async (world) => {
      const event = world.stack.event('Create');
      await end(await world.stack.send(event));
      return end(await world.stack.send(event));
    },
    ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'deleted twice with revertOnDelete',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      const event = world.stack.event('Delete');
      await world.stack.send(event);
      await end(await world.stack.send(event));
      return end(await world.stack.send(event));
    },
    ended: 'SUCCESS', endpoint: BEFORE, updates: 2, copies: 0,
  },
  {
    fault: 'delete after failure, with revertOnDelete and the copy refused',
    run: (world) => {
      world.fault('CreateEndpointConfig', 'refused', 1);
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return createThenDelete(world);
    },
    ended: /AccessDeniedException/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'update refused',
    run: (world) => { world.fault('UpdateEndpoint', 'refused', 1); return world.stack.create(); },
    ended: /AccessDeniedException/, endpoint: BEFORE, updates: 0, copies: 0,
  },
];

const REVERTS: FaultScenario[] = [
  {
    fault: 'silent rollback of the way back',
    run: async (world) => {
      world.endpoint!.outcomes = ['updated', 'rolled back'];
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      return world.stack.delete();
    },
    ended: /expected 'original-.*rolled the update back/, endpoint: IN_USE, updates: 2, copies: 1,
  },
  {
    fault: 'original deleted before the way back',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      world.deleteOriginal();
      return world.stack.delete();
    },
    ended: /cannot go back .*was deleted/, endpoint: IN_USE, updates: 1, copies: 1,
  },
  {
    fault: 'owner deployed something else before the way back',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      world.deployByOwner();
      return world.stack.delete();
    },
    ended: 'SUCCESS', endpoint: 'InService, on what its owner deployed', updates: 1, copies: 0,
  },
];

const SETTINGS_AT_RISK: FaultScenario[] = [
  {
    fault: 'a setting that the SDK does not know',
    settings: { ...SETTINGS, CrossRegionTrafficConfig: { MaxInvocationsPerSecondPerInstance: 5, MaxCrossRegionPercentPerEndpoint: 20 } },
    run: (world) => world.stack.create(),
    ended: /members that the SDK of this handler does not know and would drop: CrossRegionTrafficConfig/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'a setting that SageMaker does not store again',
    run: (world) => { world.plane.state.dropped.set(world.prefix, 'DataCaptureConfig'); return world.stack.create(); },
    ended: /stays as it is, because its copied configuration differs in: DataCaptureConfig/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'a role that may not be passed on',
    settings: { ...SETTINGS, ExecutionRoleArn: 'arn:aws:iam::111122223333:role/other' },
    run: (world) => world.stack.create(),
    ended: /has the execution role arn:aws:iam::111122223333:role\/other, which must be passed on/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'an asynchronous endpoint',
    settings: { ...SETTINGS, AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://out/' } } },
    run: (world) => world.stack.create(),
    ended: /is asynchronous/, endpoint: BEFORE, updates: 0, copies: 0,
  },
  {
    fault: 'a serverless endpoint',
    settings: { ...SETTINGS, ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'chat', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } }] },
    run: (world) => world.stack.create(),
    ended: /is serverless/, endpoint: BEFORE, updates: 0, copies: 0,
  },
];

export const FAULTS: readonly FaultScenario[] = [...TEMPORARY, ...STATES, ...ROLLBACKS, ...REPEATED, ...REVERTS, ...SETTINGS_AT_RISK];
