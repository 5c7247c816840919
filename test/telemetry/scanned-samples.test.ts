import { scannedSamples } from '../../src/telemetry/scanned-samples';

/** What is scanned of `up` and of `down`, published every minute unless stated. */
function scanned(query: string, publishSeconds = 60): Record<string, number> {
  return Object.fromEntries(scannedSamples(query, publishSeconds, ['event']).map(({ series, samples }) => [series, samples]));
}

test.each<[string, string, Record<string, number>]>([
  ['a newest sample is one', 'up > 1', { up: 1 }],
  ['a range holds as many as were published in it', 'rate(up[5m])', { up: 5 }],
  ['one that is no whole number of intervals is rounded up', 'rate(up[90s])', { up: 2 }],
  ['each selector counts', 'rate(up[5m]) / rate(up[10m]) > last_over_time(down[4m])', { up: 15, down: 4 }],
  // 288 steps of 4 are 1,152; a day and four minutes hold 1,444.
  ['a subquery scans at least all that lies in it', 'max_over_time((last_over_time(up[4m]))[1d:5m])', { up: 1444 }],
  // 60 steps of 5; an hour and five minutes hold 65.
  ['steps that overlap scan again', 'max_over_time((rate(up[5m]))[1h:1m])', { up: 300 }],
  ['a step that is not stated is a minute', 'max_over_time((rate(up[5m]))[1h:])', { up: 300 }],
  // 24 steps of 6 steps of 5.
  ['subqueries in subqueries multiply', 'max_over_time((max_over_time((rate(up[5m]))[1h:10m]))[1d:1h])', { up: 1505 }],
  ['an offset scans elsewhere, not more', 'max_over_time((rate(up[5m]))[1h:1m] offset 1d)', { up: 300 }],
  ['events are few', 'max_over_time(event[15m]) > 1 or up', { up: 1 }],
  ['names may stand in quotation marks', 'rate({"up", a="b"}[5m])', { up: 5 }],
])('%s', (_, query, expected) => {
  expect(scanned(query)).toEqual(expected);
});

test('what is published more often is more', () => {
  expect([10, 60, 300].map((seconds) => scanned('rate(up[20m])', seconds).up)).toEqual([120, 20, 4]);
});

test('the most comes first', () => {
  expect(scannedSamples('up + rate(down[5m])', 60).map(({ series }) => series)).toEqual(['down', 'up']);
});
