/* Compares scaling policies under a recorded hour of traffic: `npm run experiment -- --trace FILE`. */
import * as path from 'path';
import { GO_MODULE } from './conformance/go-tests';
import { Obstacle, run } from './conformance/output';
import { requireGo } from './conformance/prerequisites';

/** Where one may get a recording. */
const SOURCE = 'https://github.com/Azure/AzurePublicDataset/blob/master/AzureLLMInferenceDataset2023.md';

function main(args: readonly string[]): void {
  const at = args.indexOf('--trace');
  if (at < 0 || args[at + 1] === undefined) {
    throw new Obstacle(`expected --trace FILE, a recording such as AzureLLMInferenceTrace_conv.csv of ${SOURCE}, got: ${args.join(' ') || 'nothing'}`);
  }
  requireGo();
  const given = [...args.slice(0, at + 1), path.resolve(args[at + 1]), ...args.slice(at + 2)];
  run('go', ['run', './scaling/cmd/experiment', ...given], { cwd: GO_MODULE });
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Obstacle)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
