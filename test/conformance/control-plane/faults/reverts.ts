/* Ways back that are barred. */
import { FaultScenario, IN_USE, OWNERS } from './scenario';

export const REVERTS: readonly FaultScenario[] = [
  {
    fault: 'silent rollback of the way back',
    run: async (world) => {
      world.endpoint!.outcomes = ['updated', 'rolled back'];
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      return world.stack.delete();
    },
    ended: /expected 'original-.*rolled the update back/,
    endpoint: IN_USE,
    updates: 2,
    copies: 1,
  },
  {
    fault: 'original deleted before the way back',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      world.deleteOriginal();
      return world.stack.delete();
    },
    ended: /cannot go back .*was deleted/,
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'owner deployed something else before the way back',
    run: async (world) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      world.deployByOwner();
      return world.stack.delete();
    },
    ended: 'SUCCESS',
    endpoint: OWNERS,
    updates: 1,
    copies: 0,
  },
];
