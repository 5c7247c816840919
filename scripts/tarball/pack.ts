/* What npm packs. */
import { execFileSync } from 'child_process';
import * as path from 'path';

const ROOT = path.resolve(__dirname, '..', '..');

export interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: ReadonlyArray<{ readonly path: string }>;
}

/** Packs the library into a folder, or only tells what would be packed. */
export function pack(folder?: string): Packed {
  const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', ...folder ? ['--pack-destination', folder] : ['--dry-run']];
  const packed = JSON.parse(execFileSync('npm', args, { cwd: ROOT, encoding: 'utf-8' }));
  // npm 12 answers with an object by name, older ones with a list.
  return Object.values<Packed>(packed)[0];
}
