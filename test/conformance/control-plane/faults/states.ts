/* Endpoints that cannot be updated, or are gone. */
import { FaultScenario } from './scenario';
import { end } from '../cloud-formation';
import { World } from '../world';

function during(status: string, failureReason?: string) {
  return (world: World) => {
    Object.assign(world.endpoint!, { status, failureReason });
    return world.stack.create();
  };
}

export const STATES: readonly FaultScenario[] = [
  { fault: 'endpoint Updating by its owner', run: during('Updating'), ended: /must be InService, got: Updating/, endpoint: 'Updating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint SystemUpdating', run: during('SystemUpdating'), ended: /got: SystemUpdating/, endpoint: 'SystemUpdating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint Creating', run: during('Creating'), ended: /got: Creating/, endpoint: 'Creating, as before', updates: 0, copies: 0 },
  { fault: 'endpoint Failed', run: during('Failed', 'no capacity'), ended: /got: Failed .*no capacity/, endpoint: 'Failed, as before', updates: 0, copies: 0 },
  {
    fault: 'endpoint gone before',
    run: (world) => { world.plane.state.endpoints.delete(world.endpointName); return world.stack.create(); },
    ended: /does not exist/,
    endpoint: 'gone',
    updates: 0,
    copies: 0,
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
    ended: /does not exist/,
    endpoint: 'gone',
    updates: 0,
    copies: 0,
  },
  {
    fault: 'endpoint gone before it is to be reverted',
    run: async (world) => {
      await world.stack.create();
      world.plane.state.endpoints.delete(world.endpointName);
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      return world.stack.delete();
    },
    ended: 'SUCCESS',
    endpoint: 'gone',
    updates: 0,
    copies: 0,
  },
];
