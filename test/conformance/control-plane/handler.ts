/* The handler as it is shipped, with the real SDK, pointed at a control plane. */
import { createRequire } from 'module';
import * as path from 'path';
import { Handler } from './cloud-formation';

export const BUNDLE = path.resolve(__dirname, '..', '..', '..', 'assets', 'opt-in-handler', 'index.js');

/** What the handler waits for: what passes by itself passes in a hundredth of the time here. */
const WAITS = [1000, 2000, 4000, 8000, 16_000];

/**
 * Loads the bundle. Its client reads the environment, as it does in a Lambda function. Before it tries again it waits for a random part of
 * a time that grows: a tenth here, so that every run takes the same time.
 */
export function bundledHandler(url: string): Handler {
  Math.random = () => 0.1;
  const { setTimeout: wait } = globalThis;
  globalThis.setTimeout = Object.assign((then: () => void, milliseconds?: number, ...others: []) =>
    wait(then, WAITS.includes(milliseconds!) ? milliseconds! / 100 : milliseconds, ...others), wait) as typeof wait;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SAGEMAKER: url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'loopback',
    AWS_SECRET_ACCESS_KEY: 'loopback',
  });
  return createRequire(__filename)(BUNDLE);
}
