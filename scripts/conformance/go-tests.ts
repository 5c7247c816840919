/* Runs the Go module of the conformance suite and tells what matters of its output. */
import { spawn } from 'child_process';
import * as path from 'path';
import { createInterface } from 'readline';
import { ROOT, Tally } from './output';

export const GO_MODULE = path.join(ROOT, 'test', 'conformance');

/** What `go test -json` prints on each line. */
interface Event {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** What the packages of the module count of their own. */
const FIGURES = /^\d+ (signals|panels|rules|loads)\b/;

/** What `go test` writes around the output of a test, and what a package ends with. */
const FRAME = /^ *(=== |--- )|^(PASS|FAIL)$/;
const LONGEST_NAME = 160;

/** Runs tests. Of those that pass only the number is told; a test that skips itself has not passed. */
export async function runGoTests(tally: Tally, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const go = spawn('go', ['test', '-count=1', '-json', ...args], {
    cwd: GO_MODULE,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => go.on('error', reject).on('close', resolve));
  const results = new GoTestResults(tally);
  const failedBefore = tally.failed;
  for await (const line of createInterface({ input: go.stdout })) {
    results.take(JSON.parse(line));
  }
  const status = await ended;
  if (status !== 0 && tally.failed === failedBefore) {
    tally.add(false, `go test ended with exit code ${status}`);
  }
}

/** Counts the tests that have no tests within, and shows what failed. */
class GoTestResults {
  private readonly outputs = new Map<string, string>();
  private readonly parents = new Set<string>();
  private readonly failedParents = new Set<string>();

  public constructor(private readonly tally: Tally) {}

  public take({ Action: action, Package: name, Test: test, Output: output = '' }: Event): void {
    const key = `${name} ${test}`;
    if (action === 'build-output') {
      process.stdout.write(output);
    } else if (action === 'output' && test === undefined) {
      this.tell(output);
    } else if (action === 'output' && !FRAME.test(output.trimEnd())) {
      this.outputs.set(key, (this.outputs.get(key) ?? '') + output);
    } else if (action === 'run') {
      ancestors(key).forEach((ancestor) => this.parents.add(ancestor));
    } else if (test !== undefined && ['pass', 'fail', 'skip'].includes(action)) {
      this.end(key, action);
    }
  }

  private end(key: string, action: string): void {
    // A test fails with those within it, and passes with them: they are counted.
    const counts = action === 'pass' ? !this.parents.has(key) : !this.failedParents.has(key);
    if (counts) {
      this.tally.add(action === 'pass', `${key.slice(0, LONGEST_NAME)}${action === 'skip' ? ' was skipped' : ''}`);
    }
    if (action !== 'pass') {
      process.stdout.write(this.outputs.get(key) ?? '');
      ancestors(key).forEach((ancestor) => this.failedParents.add(ancestor));
    }
    this.outputs.delete(key);
  }

  /** Passes on what a package prints outside of its tests. */
  private tell(output: string): void {
    if (FIGURES.test(output)) {
      this.tally.keep(output.trim());
    } else if (!FRAME.test(output.trimEnd())) {
      process.stdout.write(output);
    }
  }
}

/** The names of the tests that a test may be in. */
function ancestors(key: string): string[] {
  return [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index));
}
