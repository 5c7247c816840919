/* Bundles development dependencies into one file that the package ships. The same versions give the same bytes. */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { BuildOptions, buildSync } from 'esbuild';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

export const ROOT = path.resolve(__dirname, '..');
const LICENCES = 'THIRD-PARTY-LICENSES';

/** What a bundled package demands to be told. */
interface Licence {
  readonly head: string;
  readonly text: string;
}

/** What is bundled, and for where. */
type BundleSource = Pick<BuildOptions, 'stdin' | 'entryPoints' | 'target' | 'format' | 'platform' | 'external'>;

/** Writes `index.js` and the licences of what is in it to a folder, given from the root of the repository. */
export function bundle(folder: string, source: BundleSource): void {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    outfile: path.join(folder, 'index.js'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    ...source,
    mainFields: ['module', 'main'],
    minify: true,
    banner: { js: `/*! Third-party code, see ${LICENCES}. */` },
    legalComments: 'inline',
    logLevel: 'warning',
    metafile: true,
  });
  const sources = Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'));
  const packages = new Set(sources.map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)![1]));
  const licences = licencesOf([...packages].sort(), sources);
  const sections = [...new Set(licences.map(({ text }) => text))].map((text) =>
    `${licences.filter((licence) => licence.text === text).map(({ head }) => head).join('\n')}\n\n${text}`);
  writeFileSync(path.join(ROOT, folder, LICENCES), sections.join(`\n${'-'.repeat(80)}\n\n`));
}

/** Some packages name a licence without its text: the text comes from a package under the same licence then. */
function licencesOf(packages: readonly string[], sources: readonly string[]): Licence[] {
  const found = packages.map((directory) => {
    const { name, version, license }: Manifest = JSON.parse(read(path.join(directory, 'package.json')));
    const file = readdirSync(path.join(ROOT, directory)).find((entry) => /^licen[sc]e/i.test(entry));
    // Minifying drops the copyright notices of the sources.
    const notices = sources.filter((source) => source.startsWith(`${directory}/`)).flatMap((source) => read(source).match(/^\/\/ Copyright .*$/gm) ?? []);
    const head = [`${name} ${version} (${license})`, ...new Set(notices.map((line) => line.slice('// '.length)))].join('\n');
    const notice = readdirSync(path.join(ROOT, directory)).find((entry) => /^notice/i.test(entry));
    const files = file === undefined ? [] : [file, ...notice === undefined ? [] : [notice]];
    return { id: license, head, text: files.map((one) => read(path.join(directory, one))).join('\n') || undefined };
  });
  return found.map(({ id, head, text }) => {
    const shared = text ?? found.find((other) => other.id === id && other.text)?.text;
    if (!shared) {
      throw new Error(`a bundled package must have a licence file, got none for ${head}`);
    }
    return { head, text: shared };
  });
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf-8');
}
