/* Events that come twice, and refusals. */
import { BEFORE, createThenDelete, FaultScenario, FOREVER, IN_USE } from './scenario';
import { end } from '../cloud-formation';

export const REPEATED: readonly FaultScenario[] = [
  {
    fault: 'same event twice, the second while the first is at work',
    run: async (world) => {
      const event = world.stack.event('Create');
      await world.stack.send(event);
      return end(await world.stack.send(event));
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'same event twice, the second while the first is at work and the description a moment old',
    run: async (world) => {
      const event = world.stack.event('Create');
      world.endpoint!.lag = 2;
      const first = await world.stack.send(event);
      await world.stack.send(event);
      return end(first);
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'same event twice, the second after the first has ended',
    run: async (world) => {
      const event = world.stack.event('Create');
      await end(await world.stack.send(event));
      return end(await world.stack.send(event));
    },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
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
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'delete after failure, with revertOnDelete and the copy refused',
    run: (world) => {
      world.fault('CreateEndpointConfig', 'refused', FOREVER);
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return createThenDelete(world);
    },
    ended: /AccessDeniedException/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'answer of CreateEndpointConfig lost, and the update refused',
    run: (world) => {
      world.fault('CreateEndpointConfig', 'answer lost', 1);
      world.fault('UpdateEndpoint', 'refused', FOREVER);
      return createThenDelete(world);
    },
    ended: /AccessDeniedException/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
  {
    fault: 'update refused',
    run: (world) => { world.fault('UpdateEndpoint', 'refused', FOREVER); return world.stack.create(); },
    ended: /AccessDeniedException/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  },
];
