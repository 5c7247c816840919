/* Stacks that change or go back while the endpoint is busy or gone. */
import { createThenDelete, FaultScenario, IN_USE } from './scenario';
import { end } from '../cloud-formation';
import { World } from '../world';

const SLOWER = { MetricPublishFrequencyInSeconds: '30' };

function during(status: string) {
  return async (world: World) => {
    await world.stack.create();
    world.endpoint!.status = status;
    const begun = await world.stack.begin('Update');
    world.endpoint!.status = 'InService';
    return end(begun);
  };
}

export const BUSY: readonly FaultScenario[] = [
  { fault: 'stack rolled back while the endpoint is SystemUpdating', run: during('SystemUpdating'), ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1 },
  { fault: 'stack rolled back while the owner updates the endpoint', run: during('Updating'), ended: 'SUCCESS', endpoint: IN_USE, updates: 1, copies: 1 },
  {
    fault: 'change of frequency while the endpoint is SystemUpdating',
    run: async (world) => {
      await world.stack.create();
      world.endpoint!.status = 'SystemUpdating';
      const begun = await world.stack.begin('Update', world.properties(SLOWER));
      world.endpoint!.status = 'InService';
      return end(begun);
    },
    ended: 'SUCCESS',
    endpoint: 'InService, opted in, every 30 s',
    updates: 2,
    copies: 1,
  },
  {
    fault: 'update begun by the owner between the copy and the update',
    run: (world) => {
      world.after('CreateEndpointConfig', () => world.plane.state.call('UpdateEndpoint', {
        EndpointName: world.endpointName,
        EndpointConfigName: world.original,
        RetainAllVariantProperties: true,
        RetainDeploymentConfig: true,
      }));
      return createThenDelete(world);
    },
    ended: /something else updated the endpoint/,
    endpoint: 'InService, as before',
    updates: 1,
    copies: 0,
  },
  {
    fault: 'endpoint gone when the stack changes and is rolled back',
    run: async (world) => {
      await world.stack.create();
      world.plane.state.endpoints.delete(world.endpointName);
      await world.stack.update(world.properties({ RevertOnDelete: 'true' }));
      return world.stack.update(world.properties());
    },
    ended: 'SUCCESS',
    endpoint: 'gone',
    updates: 0,
    copies: 1,
  },
];
