/* What the owner of the endpoint deploys while it is opted in. */
import { FaultScenario, IN_USE, OWNERS, reverting } from './scenario';
import { Ended } from '../cloud-formation';
import { SETTINGS, World } from '../world';

const NEW_TAGS = [{ Key: 'team', Value: 'ranking' }, { Key: 'stage', Value: 'production' }];

/** The owner deploys the same settings with other tags, removes what it had, and the stack changes. */
async function newTags(world: World): Promise<Ended> {
  await reverting(world).create();
  world.deployByOwner(SETTINGS, NEW_TAGS);
  world.deleteOriginal();
  return world.stack.update(world.properties({ RevertOnDelete: 'true', WaitForCompletion: 'true' }));
}

/** The owner opts in by itself, at another frequency, and the stack changes. */
async function optedInByOwner(world: World): Promise<Ended> {
  await reverting(world).create();
  const metrics = { EnableEnhancedMetrics: true, EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 60 };
  world.deployByOwner({ ...SETTINGS, MetricsConfig: metrics });
  return world.stack.update(world.stack.properties);
}

export const OWNERS_CHANGES: readonly FaultScenario[] = [
  {
    fault: 'owner deployed with other tags, then the stack changed',
    run: newTags,
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 2,
    copies: 1,
  },
  {
    fault: 'owner deployed with other tags, then the stack changed and was deleted with revertOnDelete',
    run: async (world) => { await newTags(world); return world.stack.delete(); },
    ended: 'SUCCESS',
    endpoint: OWNERS,
    updates: 3,
    copies: 0,
  },
  {
    fault: 'owner opted in by itself, then the stack changed and was deleted with revertOnDelete',
    run: async (world) => { await optedInByOwner(world); return world.stack.delete(); },
    ended: 'SUCCESS',
    endpoint: OWNERS,
    updates: 3,
    copies: 0,
  },
];
