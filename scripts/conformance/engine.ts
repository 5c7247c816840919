/* Runs vLLM itself under load and compares what the queries tell of it with what its client measures. */
import * as path from 'path';
import { GO_MODULE, runGoTests } from './go-tests';
import { main, runTypeScript, step, Tally } from './output';
import { requireEnginePython, requireGo } from './prerequisites';
import { pythonEnvironment } from './python-environment';

const REQUIREMENTS = path.join(GO_MODULE, 'live', 'engine', 'vllm-requirements.txt');

void main(async (tally: Tally) => {
  requireGo();
  step('The engine');
  // The packages do not agree on each other's versions: the set works as it is, and pip must not change it.
  const python = process.env.VLLM_PYTHON ??
    path.join(pythonEnvironment('vllm', requireEnginePython(), REQUIREMENTS, ['--no-deps']), 'python');

  step('The queries of the catalogue');
  runTypeScript(path.join(GO_MODULE, 'render-queries.ts'));

  step('The queries on a running engine');
  await runGoTests(tally, ['-tags', 'live_engine', '-run', 'TestLiveEngine', './live/'], { VLLM_PYTHON: python });
});
