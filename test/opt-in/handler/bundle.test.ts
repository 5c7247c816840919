import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const SHIPPED = path.join(ROOT, 'assets', 'opt-in-handler');
const FILES = ['THIRD-PARTY-LICENSES', 'index.js'];
const MOST_BYTES = 500_000;

function runNode(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf-8', timeout: 60_000, killSignal: 'SIGKILL' });
  if (status !== 0) {
    throw new Error(`expected status 0, got ${status}: ${stderr}`);
  }
  return stdout;
}

let temporary: string;
let folders: string[];

beforeAll(() => {
  temporary = mkdtempSync(path.join(tmpdir(), 'opt-in-handler-'));
  folders = ['first', 'second'].map((name) => path.join(temporary, name));
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  folders.forEach((folder) => runNode(tsx, path.join('scripts', 'bundle-opt-in-handler.ts'), path.relative(ROOT, folder)));
}, 120_000);

afterAll(() => rmSync(temporary, { recursive: true, force: true }));

test('holds the code and the licences, and nothing else', () => {
  [SHIPPED, ...folders].forEach((folder) => expect(readdirSync(folder).sort()).toEqual(FILES));
});

test.each(FILES)('gives the same bytes twice, which are those shipped: %s', (file) => {
  const [first, second, shipped] = [...folders, SHIPPED].map((folder) => readFileSync(path.join(folder, file)));
  expect(first.equals(second)).toBe(true);
  expect(shipped.equals(first)).toBe(true);
});

test('is small', () => {
  const { length } = readFileSync(path.join(SHIPPED, 'index.js'));
  expect(length).toBeGreaterThan(100_000);
  expect(length).toBeLessThan(MOST_BYTES);
});

test('exports the two functions that the construct names', () => {
  const program = `const { ...exported } = require(${JSON.stringify(path.join(SHIPPED, 'index.js'))});
    console.log(JSON.stringify(Object.entries(exported).map(([name, value]) => [name, typeof value]).sort()));`;
  expect(JSON.parse(runNode('-e', program))).toEqual([['isComplete', 'function'], ['onEvent', 'function']]);
});

test('names the licence of the SDK in the version that is pinned', () => {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  const licences = readFileSync(path.join(SHIPPED, 'THIRD-PARTY-LICENSES'), 'utf-8');
  expect(licences).toContain(`@aws-sdk/client-sagemaker ${devDependencies['@aws-sdk/client-sagemaker']} (Apache-2.0)`);
  expect(licences).toContain('Apache License');
});

test.each(FILES)('holds no path of the machine that bundled it: %s', (file) => {
  const content = readFileSync(path.join(SHIPPED, file), 'utf-8');
  [ROOT, temporary].forEach((place) => expect(content).not.toContain(`${place}${path.sep}`));
});
