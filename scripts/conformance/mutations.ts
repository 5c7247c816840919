/* Changes one name, label, factor or window of the catalogue, or what panels make of its queries, at a time: each must break a scenario. */
import { spawnSync } from 'child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import * as path from 'path';
import { GO_MODULE } from './go-tests';
import { findMutations, Mutation } from './mutation-rules';
import { main, Obstacle, outputOf, ROOT, step, Tally } from './output';
import { requireGo } from './prerequisites';

const CACHE = path.join(ROOT, '.cache', 'mutations');
/** A copy of what queries are rendered from: nothing of the repository itself is changed. */
const COPY = path.join(CACHE, 'sources');
const QUERIES = path.join(CACHE, 'queries.json');
const PANEL_QUERIES = path.join(CACHE, 'panel-queries.json');
const SCENARIOS = path.join(CACHE, 'scenarios.test');
const PACKAGE = path.join(GO_MODULE, 'prometheus');
const MAX_OUTPUT_BYTES = 1e9;

void main(async (tally: Tally) => {
  requireGo();
  const only = process.argv[2] ?? '';
  const mutations = findMutations(ROOT).filter((mutation) => describe(mutation).includes(only));

  step('The scenarios without any change');
  copySources();
  if (outputOf('go', ['test', '-c', '-o', SCENARIOS, './prometheus/'], GO_MODULE) === undefined) {
    throw new Obstacle('the scenarios do not compile');
  }
  const unchanged = brokenScenarios();
  if (unchanged.length > 0) {
    throw new Obstacle(`scenarios fail without any change: ${unchanged.join(', ')}`);
  }

  step(`${mutations.length} changes`);
  for (const mutation of mutations) {
    const broken = withMutation(mutation, brokenScenarios);
    console.log(`${describe(mutation)}: ${broken.length === 0 ? 'NOTHING BREAKS' : `breaks ${summary(broken)}`}`);
    tally.add(broken.length > 0, `${describe(mutation)} breaks no scenario`);
  }
  for (const kind of new Set(mutations.map((mutation) => mutation.kind))) {
    tally.keep(`${mutations.filter((mutation) => mutation.kind === kind).length} changes of a ${kind}`);
  }
  rmSync(CACHE, { recursive: true });
});

function copySources(): void {
  rmSync(CACHE, { recursive: true, force: true });
  mkdirSync(path.join(COPY, 'test', 'conformance'), { recursive: true });
  cpSync(path.join(ROOT, 'src'), path.join(COPY, 'src'), { recursive: true });
  ['catalogue.ts', 'live-queries.ts', 'panel-queries.ts', 'render-queries.ts', 'rule-queries.ts'].forEach((file) =>
    cpSync(path.join(GO_MODULE, file), path.join(COPY, 'test', 'conformance', file)));
  ['assets', 'package.json', 'tsconfig.dev.json'].forEach((name) => symlinkSync(path.join(ROOT, name), path.join(COPY, name)));
}

function withMutation<T>({ file, start, before, after }: Mutation, act: () => T): T {
  const target = path.join(COPY, file);
  const text = readFileSync(target, 'utf-8');
  writeFileSync(target, text.slice(0, start) + after + text.slice(start + before.length));
  try {
    return act();
  } finally {
    writeFileSync(target, text);
  }
}

/** The scenarios that fail with the queries of the copy, once for each evaluation. */
function brokenScenarios(): string[] {
  const rendered = spawnSync(path.join(ROOT, 'node_modules', '.bin', 'tsx'), [
    '--tsconfig', path.join(ROOT, 'tsconfig.dev.json'), path.join(COPY, 'test', 'conformance', 'render-queries.ts'), QUERIES,
  ], { cwd: ROOT, encoding: 'utf-8', env: { ...process.env, CDK_VALIDATION: 'false' } });
  if (rendered.status !== 0) {
    throw new Obstacle(`the queries cannot be rendered: ${rendered.stderr}`);
  }
  const { status, stdout } = spawnSync(SCENARIOS, ['-test.run', '^(TestScenarios|TestPanels)$', '-test.v'], {
    cwd: PACKAGE, encoding: 'utf-8', maxBuffer: MAX_OUTPUT_BYTES, env: { ...process.env, CATALOGUE_QUERIES: QUERIES, PANEL_QUERIES },
  });
  const failed = [...stdout.matchAll(/^ *--- FAIL: Test(?:Scenarios|Panels)\/(\S+?)\/line_[^/\s]+ /gm)].map(([, scenario]) => scenario);
  if ((status === 0) !== (failed.length === 0)) {
    throw new Obstacle(`the scenarios did not run: ${stdout.slice(-2000)}`);
  }
  return failed;
}

function describe({ kind, file, line, before, after }: Mutation): string {
  return `${kind} ${file}:${line} ${before} -> ${after}`;
}

function summary(broken: readonly string[]): string {
  const files = [...new Set(broken)];
  return `${broken.length} evaluations in ${files.slice(0, 3).join(', ')}${files.length > 3 ? ` and ${files.length - 3} more` : ''}`;
}
