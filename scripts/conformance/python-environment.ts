/* Virtual environments with pinned packages, kept under .cache/ until their requirements change. */
import { createHash } from 'crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { outputOf, ROOT, run } from './output';

/** Makes a virtual environment unless there is one already. Returns the folder of its programs. */
export function pythonEnvironment(name: string, python: string, requirements: string, pipOptions: readonly string[]): string {
  const folder = path.join(ROOT, '.cache', name);
  const programs = path.join(folder, 'bin');
  const stamp = path.join(folder, 'made-from');
  const wanted = createHash('sha256')
    .update([outputOf(python, ['--version']), ...pipOptions, readFileSync(requirements, 'utf-8')].join('\n'))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf-8') === wanted) {
    return programs;
  }
  console.log(`installing ${path.relative(ROOT, requirements)} into ${path.relative(ROOT, folder)}`);
  rmSync(folder, { recursive: true, force: true });
  run(python, ['-m', 'venv', folder]);
  run(path.join(programs, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...pipOptions, '-r', requirements]);
  writeFileSync(stamp, wanted);
  return programs;
}
