/* Opt-ins of one endpoint after another: renamed in the template, in another stack, or found from an earlier life. */
import { BEFORE, FaultScenario, IN_USE, reverting } from './scenario';
import { CustomResourceStack, Ended, Properties } from '../cloud-formation';
import { World } from '../world';

const SLOWER = { RevertOnDelete: 'true', MetricPublishFrequencyInSeconds: '30' };

interface Renamed {
  readonly world: World;
  readonly first: CustomResourceStack;
  readonly second: CustomResourceStack;
}

/** Two opt-ins, the second of another name, and what becomes of them. */
function rename(changes: Partial<Properties>, then: (renamed: Renamed) => Promise<Ended>) {
  return async (world: World) => {
    const first = reverting(world);
    await first.create();
    const second = first.renamed('Renamed', world.properties({ RevertOnDelete: 'true', ...changes }));
    await second.create();
    return then({ world, first, second });
  };
}

async function deleteBoth(one: CustomResourceStack, other: CustomResourceStack): Promise<Ended> {
  await one.delete();
  return other.delete();
}

/** An opt-in of an endpoint that an earlier one, which was deleted, left opted in. */
function found(again: (world: World) => CustomResourceStack) {
  return async (world: World) => {
    await world.stack.create();
    await world.stack.delete();
    const second = again(world);
    await second.create();
    return second.delete();
  };
}

/** Another stack's opt-in of the same endpoint. */
function otherStack(world: World, changes: Partial<Properties>): CustomResourceStack {
  return new CustomResourceStack(world.handler, `${world.endpointName}-again`, world.properties({ RevertOnDelete: 'true', ...changes }));
}

export const RENAMES: readonly FaultScenario[] = [
  {
    fault: 'renamed, and rolled back',
    run: rename({}, ({ second }) => second.delete()),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'renamed and rolled back, then deleted',
    run: rename({}, ({ first, second }) => deleteBoth(second, first)),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'renamed',
    run: rename({}, ({ first }) => first.delete()),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'renamed, then deleted',
    run: rename({}, ({ first, second }) => deleteBoth(first, second)),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'renamed and rolled back without revertOnDelete, then deleted with it',
    run: rename({ RevertOnDelete: 'false' }, ({ first, second }) => deleteBoth(second, first)),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 2,
    copies: 0,
  },
  {
    fault: 'renamed with another frequency, and rolled back',
    run: rename(SLOWER, ({ second }) => second.delete()),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
  },
  {
    fault: 'renamed with another frequency and rolled back, then deleted',
    run: rename(SLOWER, ({ first, second }) => deleteBoth(second, first)),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 4,
    copies: 0,
  },
  {
    fault: 'renamed with another frequency, then deleted',
    run: rename(SLOWER, ({ first, second }) => deleteBoth(first, second)),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 3,
    copies: 0,
  },
  {
    fault: 'renamed with another frequency, changed, then deleted',
    run: rename(SLOWER, async ({ world, first, second }) => {
      await first.delete();
      await second.update(world.properties({ RevertOnDelete: 'true', MetricPublishFrequencyInSeconds: '60' }));
      return second.delete();
    }),
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 4,
    copies: 0,
  },
  {
    fault: 'found opted in by an earlier stack, and rolled back',
    run: found((world) => otherStack(world, {})),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'found opted in by an earlier stack at another frequency, and rolled back',
    run: found((world) => otherStack(world, SLOWER)),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
  },
  {
    fault: 'removed and added again, and rolled back',
    run: found(({ stack }) => stack.renamed('OptIn', { ...stack.properties, RevertOnDelete: 'true' })),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  },
  {
    fault: 'removed and added again at another frequency, and rolled back',
    run: found(({ stack }) => stack.renamed('OptIn', { ...stack.properties, ...SLOWER })),
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 3,
    copies: 1,
  },
  {
    // The role of the second stack may not delete what the first made.
    fault: 'opted in by two stacks, and deleted in the same order',
    run: async (world) => {
      const second = otherStack(world, { ...SLOWER, ConfigurationPrefix: world.prefix.replace(/.{4}-$/, 'zzzz-') });
      await reverting(world).create();
      await second.create();
      return deleteBoth(world.stack, second);
    },
    ended: 'SUCCESS',
    endpoint: BEFORE,
    updates: 3,
    copies: 1,
  },
];
