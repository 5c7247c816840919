import { readFileSync } from 'fs';
import * as path from 'path';
import { alarmsOf } from './support';
import { COMPONENTS, FREQUENCIES, watchingCost } from './watching-cost';
import { InsightsAlarmRule } from '../../src';

const README = readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf-8');
const ROWS = README.slice(README.indexOf('what watching costs')).split('\n');
const COSTS = COMPONENTS.map((components) => ({ components, costs: FREQUENCIES.map((frequency) => watchingCost(components, frequency)) }));

function millions(samples: number): string {
  return Number((samples / 1e6).toPrecision(2)).toLocaleString('en-US');
}

test.each(COSTS)('the README tells what $components components take', ({ components, costs }) => {
  const [{ alarms, composites }] = costs;
  const row = ['', components, alarms, composites, ...costs.map(({ samplesPerDay }) => millions(samplesPerDay)), ''].join(' | ').trim();
  expect(ROWS.filter((line) => line.startsWith(`| ${components} |`))).toEqual([row]);
});

test('the README names what most of it is for', () => {
  const [{ shares }] = COSTS[0].costs.slice(1);
  const causes = ['gpu-memory-pressure', 'kv-cache-saturated', 'queueing'].reduce((sum, cause) => sum + shares.get(cause)!, 0);
  const [, share] = /, (\d+) % of it\b/.exec(ROWS.join(' '))!;
  expect(Number(share)).toBe(Math.round(100 * causes));
});

test('samples grow with what is watched, and alarms do not', () => {
  for (const index of FREQUENCIES.keys()) {
    const [one, eight, hundred] = COSTS.map(({ costs }) => costs[index]);
    for (const more of [eight, hundred]) {
      expect([more.alarms, more.composites]).toEqual([one.alarms, one.composites]);
    }
    // 16 copies are on 4 instances and 200 on 50.
    expect(hundred.samplesPerDay / eight.samplesPerDay).toBeCloseTo(12.5, 5);
  }
});

test('an alarm tells what it scans of each series: a range of five minutes each minute', () => {
  expect(alarmsOf({ rules: [InsightsAlarmRule.PREEMPTIONS] }).scannedSamples).toEqual([
    { rule: 'preemptions', series: 'vllm:num_preemptions_total', samplesPerDay: 5 * 1440 },
  ]);
  expect(alarmsOf({ rules: [InsightsAlarmRule.ERRORS_5XX] }).scannedSamples).toEqual([]);
});

/** Of one series, published every minute: a day looked at every five minutes is 1,444 samples 288 times. */
const MOST_PER_DAY = 2 * 1444 * 288;

test('no rule scans a series more than a rule does that looks at a day twice every five minutes', () => {
  for (const { rule, series, samplesPerDay } of alarmsOf({ rules: InsightsAlarmRule.all() }).scannedSamples) {
    expect({ rule, series, isDear: samplesPerDay > 1.1 * MOST_PER_DAY }).toEqual({ rule, series, isDear: false });
  }
});
