/* The examples, and what the CDK CLI makes of them. Those in other languages need packages: scripts/languages builds them. */
import { spawnSync } from 'child_process';
import { existsSync, readdirSync } from 'fs';
import * as path from 'path';

const ROOT = path.resolve(__dirname, '..');
const FOLDER = path.join(ROOT, 'examples');

/** The names of all examples in TypeScript. */
export const EXAMPLES: readonly string[] = readdirSync(FOLDER).filter((name) => existsSync(path.join(FOLDER, name, 'app.ts')));

/** Synthesises an example with the CDK CLI, as a user would. Returns the folder of its cloud assembly. */
export function synthesizeExample(example: string, env: NodeJS.ProcessEnv = process.env): string {
  const directory = path.join(FOLDER, example);
  const bin = path.join(ROOT, 'node_modules', '.bin');
  const { status } = spawnSync(path.join(bin, 'cdk'), ['synth', '--quiet', '--no-notices'], {
    cwd: directory,
    stdio: 'inherit',
    env: { ...env, PATH: `${bin}${path.delimiter}${env.PATH}` },
  });
  if (status !== 0) {
    throw new Error(`cdk synth failed in examples/${example}`);
  }
  return path.join(directory, 'cdk.out');
}
