/* What an opt-in does from end to end when nothing goes wrong. */
import { end, Handler } from './cloud-formation';
import { ControlPlane } from './control-plane';
import { Json } from './sagemaker-state';
import { LAST_DEPLOYMENT, same, SETTINGS, World } from './world';

export interface Check {
  readonly test: string;
  /** What the test does. */
  readonly does: string;
  readonly what: string;
  readonly passed: boolean;
}

interface EndToEnd {
  readonly name: string;
  readonly settings?: Json;
  readonly run: (world: World, check: (what: string, found: unknown, expected: unknown) => void) => Promise<void>;
}

const OPTED_IN = 'InService, opted in, every 10 s';
const CANARY = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: 'CANARY', CanarySize: { Type: 'CAPACITY_PERCENT', Value: 10 }, WaitIntervalInSeconds: 300 }, TerminationWaitInSeconds: 60,
  },
  AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'chat-5xx' }] },
};

const TESTS: readonly EndToEnd[] = [
  {
    name: 'opt-in',
    run: async (world, check) => {
      const ended = await world.stack.create();
      check('ends well', ended.status, 'SUCCESS');
      check('has the name of the endpoint as its physical id', ended.physicalId, world.endpointName);
      check('tells the configuration', ended.data?.EndpointConfigName, world.endpoint!.configuration);
      check('leaves the endpoint opted in', world.whereabouts(), OPTED_IN);
      const { settings, tags } = world.plane.state.configurations.get(world.endpoint!.configuration)!;
      check('changes the two members alone', settings, {
        ...SETTINGS, MetricsConfig: { EnableEnhancedMetrics: true, EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 },
      });
      check('copies the tags', tags.slice(0, 2), [{ Key: 'team', Value: 'search' }, { Key: 'cost-centre', Value: '4711' }]);
      check('does not copy tags of AWS', tags.some(({ Key }) => Key.startsWith('aws:')), false);
      check('names the configuration within 63 characters', /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/.test(world.endpoint!.configuration), true);
      check('keeps instance counts, weights and the last deployment', world.endpoint!.updates, [{
        EndpointName: world.endpointName,
        EndpointConfigName: world.endpoint!.configuration,
        RetainAllVariantProperties: true,
        RetainDeploymentConfig: true,
      }]);
      check('keeps the last deployment', world.endpoint!.lastDeployment, LAST_DEPLOYMENT);
    },
  },
  {
    name: 'opt-in with a deployment of its own',
    run: async (world, check) => {
      world.stack.properties = world.properties({ DeploymentConfig: JSON.stringify(CANARY) });
      check('ends well', (await world.stack.create()).status, 'SUCCESS');
      check('states the deployment', world.endpoint!.updates.map(({ DeploymentConfig }) => DeploymentConfig), [CANARY]);
      check('does not ask for the last one', 'RetainDeploymentConfig' in world.endpoint!.updates[0], false);
    },
  },
  {
    name: 'opt-in without waiting',
    run: async (world, check) => {
      world.stack.properties = world.properties({ WaitForCompletion: 'false' });
      check('ends well', (await world.stack.create()).status, 'SUCCESS');
      check('ends while the update runs', world.endpoint!.status, 'Updating');
      for (const frequency of ['30', '60', '10']) {
        world.settle();
        const properties = world.properties({ WaitForCompletion: 'false', MetricPublishFrequencyInSeconds: frequency });
        check(`changes to ${frequency} s`, (await world.stack.update(properties)).status, 'SUCCESS');
        check('keeps what the endpoint is on and moves to, and no more', world.copies.length, 2);
      }
    },
  },
  {
    name: 'no-op',
    settings: {
      ...SETTINGS,
      MetricsConfig: { EnableEnhancedMetrics: false, EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 },
    },
    run: async (world, check) => {
      const ended = await world.stack.create();
      check('ends well', ended.status, 'SUCCESS');
      check('tells the configuration', ended.data?.EndpointConfigName, world.original);
      check('does not update the endpoint', world.endpoint!.updates, []);
      check('makes no configuration', world.copies, []);
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      check('is deleted', (await world.stack.delete()).status, 'SUCCESS');
      check('leaves the endpoint as it was', [world.whereabouts(), world.endpoint!.updates.length], ['InService, as before', 0]);
    },
  },
  {
    name: 'change of frequency',
    run: async (world, check) => {
      await world.stack.create();
      const first = world.endpoint!.configuration;
      const ended = await world.stack.update(world.properties({ MetricPublishFrequencyInSeconds: '30' }));
      check('ends well', ended.status, 'SUCCESS');
      check('has the same physical id, so that nothing is deleted', ended.physicalId, world.endpointName);
      check('leaves the endpoint on the new frequency', world.whereabouts(), 'InService, opted in, every 30 s');
      check('removes the configuration that was left', world.plane.state.configurations.has(first), false);
      check('keeps the original', world.plane.state.configurations.has(world.original), true);
      await world.stack.update(world.properties({ MetricPublishFrequencyInSeconds: '10' }));
      check('gives the same settings the same name', world.endpoint!.configuration, first);
      await world.stack.update(world.properties({ MetricPublishFrequencyInSeconds: '10', RevertOnDelete: 'true' }));
      check('updates the endpoint for a frequency only', world.endpoint!.updates.length, 3);
    },
  },
  {
    name: 'change of endpoint',
    run: async (world, check) => {
      await world.stack.create();
      const { properties } = world.stack;
      const other = new World(world.plane, world.handler, 'end to end another endpoint');
      const ended = await world.stack.update(world.properties({ EndpointName: other.endpointName }));
      check('has another physical id, so that the first is deleted', ended.physicalId, other.endpointName);
      check('is deleted for the first', (await end(await world.stack.send({ ...world.stack.event('Delete', properties), PhysicalResourceId: world.endpointName }))).status, 'SUCCESS');
      check('leaves the first opted in', world.whereabouts(), OPTED_IN);
      check('does not harm the second', other.harm('InService'), []);
      check('leaves both configurations in use', world.copies.sort(), [world, other].map(({ endpoint }) => endpoint!.configuration).sort());
    },
  },
  {
    name: 'revert',
    run: async (world, check) => {
      world.stack.properties = world.properties({ RevertOnDelete: 'true' });
      await world.stack.create();
      await world.stack.update(world.properties({ RevertOnDelete: 'true', MetricPublishFrequencyInSeconds: '30' }));
      check('ends well', (await world.stack.delete()).status, 'SUCCESS');
      check('leaves the endpoint on its original, not on a copy', world.endpoint!.configuration, world.original);
      check('keeps instance counts and weights on the way back', world.endpoint!.updates.map(({ RetainAllVariantProperties }) => RetainAllVariantProperties), [true, true, true]);
      check('leaves no configuration of its own', world.copies, []);
    },
  },
  {
    name: 'delete',
    run: async (world, check) => {
      await world.stack.create();
      const on = world.endpoint!.configuration;
      check('ends well', (await world.stack.delete()).status, 'SUCCESS');
      check('leaves the endpoint opted in', [world.whereabouts(), world.endpoint!.configuration], [OPTED_IN, on]);
      check('updates nothing', world.endpoint!.updates.length, 1);
      check('leaves the configuration in use and the original', [world.copies, world.plane.state.configurations.has(world.original)], [[on], true]);
    },
  },
];

/** Runs all. Harm and lost settings count in each. */
export async function runEndToEnd(plane: ControlPlane, handler: Handler): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, settings, run } of TESTS) {
    const world = new World(plane, handler, `end to end ${name}`, settings);
    await run(world, (what, found, expected) => {
      const passed = same(found, expected);
      checks.push({ test: name, does: what, what: `${what}: expected ${JSON.stringify(expected)}, got: ${JSON.stringify(found)}`, passed });
    });
    for (let look = 0; world.endpoint!.pending && look < 5; look++) {
      plane.state.call('DescribeEndpoint', { EndpointName: world.endpointName });
    }
    const harm = world.harm('InService');
    checks.push({ test: name, does: 'harms nothing', what: `harms: ${harm.join(', ')}`, passed: harm.length === 0 });
    // A deployment that the template states replaces the last one.
    const lost = world.lostSettings().filter((setting) => !(name.endsWith('of its own') && setting.startsWith('last deployment')));
    checks.push({ test: name, does: 'loses nothing', what: `loses: ${lost.join(', ')}`, passed: lost.length === 0 });
  }
  return checks;
}
