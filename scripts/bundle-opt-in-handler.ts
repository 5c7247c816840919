/* The handler of DetailedObservabilityOptIn, with the SDK that it was tested with. Another folder than the package's may be given. */
import * as path from 'path';
import { bundle } from './bundle';

bundle(process.argv[2] ?? path.join('assets', 'opt-in-handler'), {
  entryPoints: [path.join('src', 'opt-in', 'handler', 'index.ts')],
  target: 'node20',
});
