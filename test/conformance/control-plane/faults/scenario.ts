/* What a scenario of a fault says, and what scenarios share. */
import { CustomResourceStack, Ended, Running } from '../cloud-formation';
import { World } from '../world';

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

export const BEFORE = 'InService, as before';
export const IN_USE = 'InService, opted in, every 10 s';
export const OWNERS = 'InService, on what its owner deployed';
export const FOREVER = 1_000_000;
/** One call more than the SDK tries. */
export const PAST_RETRIES = 9;

/** What CloudFormation does when a new resource fails: without a physical id nothing is deleted. */
export async function createThenDelete(world: World): Promise<Ended> {
  const ended = await world.stack.create();
  await world.stack.delete();
  return ended;
}

/** The stack says that the way back leads to the original. */
export function reverting(world: World): CustomResourceStack {
  world.stack.properties = world.properties({ RevertOnDelete: 'true' });
  return world.stack;
}

export async function polls(running: Running | Ended, times: number): Promise<void> {
  for (let poll = 0; poll < times && running instanceof Running; poll++) {
    await running.poll();
  }
}
