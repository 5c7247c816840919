/* What the programs that prove something share: how they report, and how they run others. */
import { spawnSync } from 'child_process';
import * as path from 'path';

export const ROOT = path.resolve(__dirname, '..', '..');

/** How many checks passed and failed, and what else to tell at the end. */
export class Tally {
  public passed = 0;
  public failed = 0;
  private readonly figures: string[] = [];

  public add(passed: boolean, what: string): void {
    if (passed) {
      this.passed++;
    } else {
      this.failed++;
      console.log(`FAILED: ${what}`);
    }
  }

  /** Keeps a line for the end of the output. */
  public keep(figure: string): void {
    this.figures.push(figure);
  }

  /** Prints the figures. Returns whether all passed: a suite in which nothing ran has failed. */
  public close(title: string): boolean {
    step(title);
    this.figures.forEach((figure) => console.log(figure));
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

/** What keeps a suite from running at all: told without a stack trace. */
export class Obstacle extends Error {}

export function step(title: string): void {
  console.log(`\n=== ${title}`);
}

/** Runs a program to its end, with its output passed on. Throws when it fails. */
export function run(program: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (status !== 0) {
    throw new Obstacle(`${path.basename(program)} ${args.join(' ')} failed: ${error?.message ?? `exit code ${status}`}`);
  }
}

/** Runs a program and returns what it prints, or undefined when it fails or is not there. */
export function outputOf(program: string, args: readonly string[], cwd = ROOT): string | undefined {
  const { status, stdout } = spawnSync(program, args, { cwd, encoding: 'utf-8' });
  return status === 0 ? stdout : undefined;
}

/** Runs a TypeScript program of this repository. */
export function runTypeScript(file: string, ...args: string[]): void {
  const tsx = path.join(ROOT, 'node_modules', '.bin', 'tsx');
  // AWS CDK's own validator takes seconds and is the matter of a test of its own.
  run(tsx, ['--tsconfig', path.join(ROOT, 'tsconfig.dev.json'), file, ...args], { env: { ...process.env, CDK_VALIDATION: 'false' } });
}

/** Runs a suite and ends the process. What keeps a suite from running is its failure. */
export async function main(suite: (tally: Tally) => Promise<void>, title = 'Conformance'): Promise<void> {
  const tally = new Tally();
  try {
    await suite(tally);
  } catch (error) {
    if (!(error instanceof Obstacle)) {
      console.error(error);
    }
    tally.add(false, (error as Error).message);
  }
  process.exitCode = tally.close(title) ? 0 : 1;
}
