/*
 * Widgets, bytes of the body and synth time of dashboards: for one endpoint with few and with many components, and for a fleet. The time is
 * what the dashboard adds to the synth of its app, in a process that has synthesised one before.
 */
import { spawnSync } from 'child_process';
import * as path from 'path';

const CASES: Array<[title: string, what: string, count: number]> = [
  ['1 endpoint, 8 components', 'endpoint', 8],
  ['1 endpoint, 100 components', 'endpoint', 100],
  ['fleet of 50 endpoints', 'fleet', 50],
];
const RUNS = 5;
/** What the body of an endpoint must stay below. */
const MOST_BYTES = 60_000;

interface Measurement {
  readonly widgets: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

function measure(what: string, count: number): Measurement {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(__dirname, 'measure-dashboards.js'), what, `${count}`], { encoding: 'utf-8' });
  if (status !== 0) {
    throw new Error(`measuring ${what} ${count} failed:\n${stderr}`);
  }
  return JSON.parse(stdout);
}

console.log(`Dashboards (median of ${RUNS} runs, each in its own process)`);
console.log('                              widgets   body bytes   synth ms');
for (const [title, what, count] of CASES) {
  const runs = Array.from({ length: RUNS }, () => measure(what, count));
  const [{ widgets, bytes }] = runs;
  const milliseconds = runs.map((run) => run.milliseconds).sort((left, right) => left - right)[Math.floor(RUNS / 2)];
  console.log([title.padEnd(30), `${widgets}`.padStart(7), `${bytes}`.padStart(13), milliseconds.toFixed(0).padStart(11)].join(''));
  if (what === 'endpoint' && bytes > MOST_BYTES) {
    throw new Error(`the body of an endpoint's dashboard must have at most ${MOST_BYTES} bytes, got: ${bytes}`);
  }
}
