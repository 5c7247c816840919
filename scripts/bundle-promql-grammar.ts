/* The PromQL grammar: 70 KB instead of four packages of 1 MB. */
import * as path from 'path';
import { bundle, ROOT } from './bundle';

bundle(path.join('assets', 'promql-grammar'), {
  stdin: { contents: "export { parser } from '@prometheus-io/lezer-promql';", resolveDir: ROOT, sourcefile: 'promql-grammar.js' },
  target: 'node20',
});
