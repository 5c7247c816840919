/* Updates that SageMaker, the owner or the stack takes back. */
import { BEFORE, createThenDelete, FaultScenario, IN_USE, OWNERS, PAST_RETRIES, polls } from './scenario';
import { end } from '../cloud-formation';

export const ROLLBACKS: readonly FaultScenario[] = [
  {
    fault: 'silent rollback, then deleted',
    run: (world) => { world.endpoint!.outcomes = ['rolled back']; return createThenDelete(world); },
    ended: /InService on configuration 'original-.*rolled the update back/,
    endpoint: BEFORE,
    updates: 1,
    copies: 0,
  },
  {
    fault: 'rollback by way of RollingBack, then deleted with revertOnDelete',
    run: (world) => {
      world.endpoint!.outcomes = ['rolled back in the open', 'rolled back'];
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return createThenDelete(world);
    },
    ended: /rolled the update back/,
    endpoint: BEFORE,
    updates: 1,
    copies: 0,
  },
  {
    fault: 'rollback that fails',
    run: (world) => { world.endpoint!.outcomes = ['rollback failed']; return createThenDelete(world); },
    ended: /got: UpdateRollbackFailed .*ping health check/,
    endpoint: 'UpdateRollbackFailed, as before',
    updates: 1,
    copies: 1,
  },
  {
    fault: 'update cancelled by a deployment of the owner',
    run: async (world) => {
      const running = await world.stack.begin('Create');
      await polls(running, 1);
      world.deployByOwner();
      return end(running);
    },
    ended: /something else updated the endpoint/,
    endpoint: OWNERS,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'stack rolled back in the middle of the opt-in',
    run: async (world) => {
      await polls(await world.stack.begin('Create'), 1);
      const ended = await world.stack.delete();
      world.settle();
      return ended;
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'stack rolled back right after the update began, and the description a moment old',
    run: async (world) => {
      world.endpoint!.lag = 1;
      await world.stack.begin('Create');
      const ended = await world.stack.delete();
      world.settle();
      return ended;
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'stack rolled back in the middle of the opt-in, with revertOnDelete',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await polls(await world.stack.begin('Create'), 1);
      return world.stack.delete();
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'stack rolled back in the middle of the opt-in, and an internal error for longer than the SDK tries on the way back',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await polls(await world.stack.begin('Create'), 1);
      world.fault('UpdateEndpoint', 'internal error', PAST_RETRIES);
      return world.stack.delete();
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'stack rolled back right after the update began, with revertOnDelete and the description a moment old',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      world.endpoint!.lag = 1;
      await world.stack.begin('Create');
      return world.stack.delete();
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'stack rolled back in the middle of a change of frequency',
    run: async (world) => {
      await world.stack.create();
      await polls(await world.stack.begin('Update', world.properties({ MetricPublishFrequencyInSeconds: '30' })), 1);
      return world.stack.update(world.stack.properties);
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
  },
  {
    fault: 'stack rolled back in the middle of a change of frequency, and an internal error for longer than the SDK tries',
    run: async (world) => {
      await world.stack.create();
      await polls(await world.stack.begin('Update', world.properties({ MetricPublishFrequencyInSeconds: '30' })), 1);
      world.fault('UpdateEndpoint', 'internal error', PAST_RETRIES);
      return world.stack.update(world.stack.properties);
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
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
    ended: /rolled the update back/,
    endpoint: IN_USE,
    updates: 2,
    copies: 1,
  },
];
