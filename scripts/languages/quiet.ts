/* Runs programs beside each other: what one prints is shown when it fails. */
import { spawn } from 'child_process';
import * as path from 'path';
import { Obstacle, ROOT } from '../conformance/output';

/** Runs a program to its end. Throws when it fails. */
export async function quietly(program: string, args: readonly string[], options: { cwd?: string } = {}): Promise<void> {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf-8').on('data', (text: string) => printed.push(text));
  }
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) {
    throw new Obstacle(`${path.basename(program)} ${args.join(' ')} failed with exit code ${status}:\n${printed.join('')}`);
  }
}
