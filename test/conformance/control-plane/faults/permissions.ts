/* Permissions that were made a moment ago, or are missing. */
import { BEFORE, createThenDelete, FaultScenario, FOREVER, IN_USE } from './scenario';
import { World } from '../world';

const OPERATIONS: readonly [operation: string, about: (world: World) => string | undefined][] = [
  ['DescribeEndpoint', () => undefined],
  ['DescribeEndpointConfig', ({ original }) => original],
  ['ListTags', ({ original }) => original.toLowerCase()],
  ['CreateEndpointConfig', () => undefined],
  ['UpdateEndpoint', () => undefined],
];

export const PERMISSIONS: readonly FaultScenario[] = [
  ...OPERATIONS.map(([operation, about]): FaultScenario => ({
    fault: `${operation} refused twice, because its policy is new`,
    run: (world) => { world.fault(operation, 'refused', 2, about(world)); return world.stack.create(); },
    ended: 'SUCCESS',
    endpoint: IN_USE,
    updates: 1,
    copies: 1,
  })),
  ...OPERATIONS.map(([operation, about]): FaultScenario => ({
    fault: `${operation} refused for good`,
    run: (world) => { world.fault(operation, 'refused', FOREVER, about(world)); return createThenDelete(world); },
    ended: /AccessDeniedException/,
    endpoint: BEFORE,
    updates: 0,
    copies: 0,
  })),
];
