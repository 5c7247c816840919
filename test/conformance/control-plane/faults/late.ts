/* Descriptions that are a moment old, and answers that are lost at the same time. */
import { BEFORE, FaultScenario, IN_USE, PAST_RETRIES, reverting } from './scenario';
import { end, Ended } from '../cloud-formation';
import { World } from '../world';

/** A change of frequency that is taken back at once, with a description that is some looks old. */
async function changeAndBack(world: World, lag: number): Promise<Ended> {
  await world.stack.create();
  Object.assign(world.endpoint!, { lag, stale: undefined });
  await world.stack.begin('Update', world.properties({ MetricPublishFrequencyInSeconds: '30' }));
  const ended = await world.stack.update(world.stack.properties);
  world.settle();
  return ended;
}

/** An update whose answer is lost, and of which the endpoint does not show anything yet. */
async function lostAndLate(world: World): Promise<Ended> {
  world.endpoint!.lag = 2;
  world.fault('UpdateEndpoint', 'answer lost', 1);
  return world.stack.create();
}

/** An update whose answer is lost, and no description for longer than the SDK tries. */
async function lostAndUnseen(world: World): Promise<void> {
  world.fault('UpdateEndpoint', 'answer lost', 1);
  world.after('UpdateEndpoint', () => world.fault('DescribeEndpoint', 'internal error', PAST_RETRIES - 1));
  await world.stack.begin('Create');
}

export const LATE: readonly FaultScenario[] = [
  ...[1, 2, 3].map((lag): FaultScenario => ({
    fault: `change of frequency taken back at once, and the description ${lag} looks old`,
    run: (world) => changeAndBack(world, lag),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
  })),
  {
    fault: 'deleted with revertOnDelete right after the update began, and the description 2 looks old',
    run: async (world) => {
      world.endpoint!.lag = 2;
      await reverting(world).begin('Create');
      const ended = await world.stack.delete();
      world.settle();
      return ended;
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'answer of UpdateEndpoint lost, and the description a moment old',
    run: lostAndLate,
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'answer of UpdateEndpoint lost, and no description for longer than the SDK tries',
    run: async (world) => {
      await lostAndUnseen(world);
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
    fault: 'answer of UpdateEndpoint lost, no description, and then deleted with revertOnDelete',
    run: async (world) => {
      reverting(world);
      await lostAndUnseen(world);
      const ended = await world.stack.delete();
      world.settle();
      return ended;
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'deleted with revertOnDelete, and throttled for longer than the SDK tries',
    run: async (world) => {
      await reverting(world).create();
      world.fault('DescribeEndpoint', 'throttled', PAST_RETRIES);
      return end(await world.stack.begin('Delete'));
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
];
