/* What draws the charts of a review in the browser. Another folder than the package's may be given. */
import * as path from 'path';
import { bundle } from './bundle';

bundle(process.argv[2] ?? path.join('assets', 'review-charts'), {
  entryPoints: [path.join('src', 'cli', 'review', 'charts', 'browser', 'index.mts')],
  target: 'es2022',
  format: 'iife',
  platform: 'browser',
});
