/* The command line with everything that it needs. AWS CDK is at hand wherever this library is, and the grammar lies beside it. */
import * as path from 'path';
import { bundle } from './bundle';

bundle(path.join('assets', 'command-line'), {
  entryPoints: [path.join('src', 'cli', 'main.ts')],
  target: 'node20',
  external: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', './assets/promql-grammar/index.js'],
});
