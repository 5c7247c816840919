import { spawnSync } from 'child_process';
import * as path from 'path';
import { FAULTS } from '../../conformance/control-plane/faults';
import type { Results } from '../../conformance/control-plane/run';

const ROOT = path.resolve(__dirname, '..', '..', '..');

/** Outside of Jest, in which the SDK of the bundle cannot import its parts. `test.each` needs the rows before any test runs. */
function run(): Results {
  const program = path.join(ROOT, 'test', 'conformance', 'control-plane', 'run.ts');
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, '--tsconfig', path.join(ROOT, 'tsconfig.dev.json'), program],
    { encoding: 'utf-8', timeout: 120_000, killSignal: 'SIGKILL' });
  if (status !== 0) {
    throw new Error(`the control plane must end with status 0, got ${status}: ${stderr}`);
  }
  return JSON.parse(stdout);
}

const { checks, rows } = run();

const NAMES = [
  'opt-in', 'opt-in with a deployment of its own', 'opt-in without waiting', 'no-op', 'change of frequency', 'change of endpoint', 'revert', 'delete',
];

describe.each(NAMES)('%s from end to end', (name) => {
  const own = checks.filter(({ test: of }) => of === name);

  test('is checked for harm and loss at the end, and for more', () => {
    expect(own.length).toBeGreaterThan(2);
    expect(own.slice(-2).map(({ does }) => does)).toEqual(['harms nothing', 'loses nothing']);
  });

  test.each(own)('$does', ({ what, passed }) => {
    expect(passed ? 'as expected' : what).toBe('as expected');
  });
});

test('no other opt-in is checked from end to end', () => {
  expect([...new Set(checks.map(({ test: of }) => of))]).toEqual(NAMES);
});

describe('a fault', () => {
  test.each(rows)('$fault: $ended, $endpoint', ({ unexpected, harm, lost }) => {
    expect({ unexpected, harm, lost }).toEqual({ unexpected: [], harm: [], lost: [] });
  });

  test('is one of those written, and none of them is left out', () => {
    expect(rows.map(({ fault }) => fault)).toEqual(FAULTS.map(({ fault }) => fault));
    expect(new Set(rows.map(({ endpoint }) => endpoint)).size).toBeGreaterThan(5);
  });
});
