/* Bundles development dependencies into one file that the package ships. The same versions give the same bytes. */
import { writeFileSync } from 'fs';
import * as path from 'path';
import { BuildOptions, buildSync } from 'esbuild';
import { licencesOf } from './licences';

export const ROOT = path.resolve(__dirname, '..');
const LICENCES = 'THIRD-PARTY-LICENSES';

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
  const bundled = Object.keys(metafile.inputs).filter((file) => file.startsWith('node_modules/'));
  writeFileSync(path.join(ROOT, folder, LICENCES), licencesOf(ROOT, bundled));
}
