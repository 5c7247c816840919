/* What draws the charts of a review in the browser, compressed. Another folder than the package's may be given. */
import { readFileSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { brotliCompressSync } from 'zlib';
import { bundle, ROOT } from './bundle';

const FOLDER = process.argv[2] ?? path.join('assets', 'review-charts');

bundle(FOLDER, {
  entryPoints: [path.join('src', 'cli', 'review', 'charts', 'browser', 'index.mts')],
  target: 'es2022',
  format: 'iife',
  platform: 'browser',
});
const script = path.resolve(ROOT, FOLDER, 'index.js');
writeFileSync(`${script}.br`, brotliCompressSync(readFileSync(script)));
rmSync(script);
