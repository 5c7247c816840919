/* A wheel of the library, in an environment with the pinned packages that it needs. */
import { readdirSync, rmSync, statSync } from 'fs';
import * as path from 'path';
import { Bindings, BUILD } from './bindings';
import { quietly } from './quiet';
import { Tally } from '../conformance/output';
import { pythonEnvironment } from '../conformance/python-environment';

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const WHEELS = path.join(BUILD, 'wheels');

/** Builds and installs the wheel. Returns the environment of processes that are to find it. */
export async function pythonEnvironmentWithWheel(
  tally: Tally, python: string, own: Bindings, env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const programs = pythonEnvironment('languages-python', python, REQUIREMENTS, ['--require-hashes']);
  const pip = (...args: string[]) => quietly(path.join(programs, 'python'), ['-m', 'pip', '--disable-pip-version-check', ...args]);
  rmSync(WHEELS, { recursive: true, force: true });
  await pip('wheel', '--no-deps', '--no-index', '--no-build-isolation', '--wheel-dir', WHEELS, own.path('python'));
  const [wheel] = readdirSync(WHEELS).map((file) => path.join(WHEELS, file));
  await pip('install', '--no-deps', '--no-index', '--force-reinstall', wheel);
  // Whether what is pinned fits what the wheel asks for.
  await pip('check');
  tally.keep(`Python: ${path.basename(wheel)}, ${Math.round(statSync(wheel).size / 1000)} kB`);
  return { ...env, PATH: `${programs}${path.delimiter}${env.PATH}`, PYTHONDONTWRITEBYTECODE: '1' };
}
