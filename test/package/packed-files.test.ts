import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { pack } from '../../scripts/tarball/pack';

const ROOT = path.resolve(__dirname, '..', '..');
const FILES = pack().files.map((file) => file.path).sort();
const COMPILED = FILES.filter((file) => file.startsWith('lib/'));

/** What is bundled instead of compiled. */
const BUNDLED = ['opt-in/handler/', 'cli/'];

test('the package holds these files and folders', () => {
  expect([...new Set(FILES.map((file) => file.split('/')[0]))]).toEqual([
    '.jsii', '.jsii.gz', 'LICENSE', 'README.md', 'assets', 'bin', 'lib', 'package.json', 'testing.d.ts', 'testing.js',
  ]);
});

test('of each source that jsii compiles it holds the code and the declarations, and nothing else that was ever compiled', () => {
  const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf-8' })
    .filter((file) => file.endsWith('.ts') && !BUNDLED.some((folder) => file.startsWith(folder)))
    .map((file) => file.replace(/\.ts$/, ''));
  expect(sources.length).toBeGreaterThan(100);
  expect(COMPILED).toEqual(sources.flatMap((file) => [`lib/${file}.js`, `lib/${file}.d.ts`]).sort());
});

test('code without source maps and comments, declarations with comments', () => {
  const read = (ending: string) => COMPILED.filter((file) => file.endsWith(ending)).map((file) => readFileSync(path.join(ROOT, file), 'utf-8'));
  expect(read('.js').filter((code) => /sourceMappingURL|^\s*\/[/*]/m.test(code))).toEqual([]);
  expect(read('.d.ts').filter((declarations) => /^\s*\/\*\*/m.test(declarations)).length).toBeGreaterThan(100);
});

test('assets are bundles with their licences, data and nothing else', () => {
  const assets = FILES.filter((file) => file.startsWith('assets/'));
  expect(assets.filter((file) => !/^assets\/[a-z-]+\/(index\.js(\.br)?|THIRD-PARTY-LICENSES|[a-z-]+\.json\.br)$/.test(file))).toEqual([]);
  const bundles = assets.filter((file) => /\/index\.js(\.br)?$/.test(file)).map((file) => path.dirname(file));
  expect(bundles).toEqual(['assets/command-line', 'assets/opt-in-handler', 'assets/promql-grammar', 'assets/review-charts']);
  expect(bundles.filter((folder) => !FILES.includes(`${folder}/THIRD-PARTY-LICENSES`))).toEqual([]);
});

test('the assembly is compressed, and found where the manifest of jsii says', () => {
  const { compression, filename } = JSON.parse(readFileSync(path.join(ROOT, '.jsii'), 'utf-8'));
  expect(compression).toBe('gzip');
  expect(FILES).toContain(filename);
});

test('what the manifest names is packed', () => {
  const { main, types, bin } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf-8'));
  expect([main, types, ...Object.values(bin)].filter((file) => !FILES.includes(file as string))).toEqual([]);
  expect(existsSync(path.join(ROOT, 'testing.js'))).toBe(true);
});
