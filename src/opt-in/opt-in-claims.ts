import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { InvalidPropertiesError, isKnown } from '../validation';

const REGISTRY = Symbol.for('cdk-sagemaker-insights.OptIns');

/**
 * Notes who opts an endpoint in, in the whole app: two opt-ins would move it to and fro. Stacks without account or Region are taken to be
 * in the same place. Throws when another opt-in does already.
 */
export function claimEndpoint(optIn: IConstruct, endpointName: string): void {
  if (!isKnown(endpointName)) {
    return;
  }
  const root = optIn.node.root as unknown as { [REGISTRY]?: Map<string, string> };
  root[REGISTRY] ??= new Map();
  const { account, region } = Stack.of(optIn);
  const place = [account, region, endpointName.toLowerCase()].join('/');
  const first = root[REGISTRY].get(place);
  if (first !== undefined) {
    throw new InvalidPropertiesError(optIn, [`the endpoint '${endpointName}' must be opted in once, got a second opt-in besides '${first}'`]);
  }
  root[REGISTRY].set(place, optIn.node.path);
}
