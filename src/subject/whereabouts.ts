import { IResource, Lazy, Stack } from 'aws-cdk-lib';

/** Where data lies. What is left out is the Region and account of the dashboard. */
export interface Whereabouts {
  readonly region?: string;
  readonly account?: string;
}

/** Where the data of a resource lies, said only when a dashboard in another Region or account asks. */
export function whereaboutsOf({ env }: Pick<IResource, 'env'>): Whereabouts {
  return {
    region: Lazy.uncachedString({ produce: ({ scope }) => env.region === Stack.of(scope).region ? undefined : env.region }),
    account: Lazy.uncachedString({ produce: ({ scope }) => env.account === Stack.of(scope).account ? undefined : env.account }),
  };
}
