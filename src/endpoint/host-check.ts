import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { IInferenceEndpoint } from './inference-endpoint';
import { ProvisionedEndpoint } from './provisioned-endpoint';
import { isKnown, Problems } from '../validation';

/** Checks that an endpoint can host what a construct puts on it. */
export function checkHost(problems: Problems, scope: Construct, endpoint: IInferenceEndpoint): void {
  const { region, account } = Stack.of(scope);
  for (const [what, there, here] of [['Region', endpoint.env.region, region], ['account', endpoint.env.account, account]]) {
    if (isKnown(there) && isKnown(here) && there !== here) {
      problems.add(`endpoint must lie in the ${what} of the stack, ${here}, got: ${there}`);
    }
  }
  if (endpoint instanceof ProvisionedEndpoint && !endpoint._hostsComponents) {
    problems.add(`endpoint must be one for inference components, got: the single-model endpoint '${endpoint.node.path}'`);
  }
}
