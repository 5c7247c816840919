import { pageChart, pageData, THEME } from './support';
import { grouped, newestPoint } from '../../../../src/cli/review/charts/browser/category-charts';
import { chartOption } from '../../../../src/cli/review/charts/browser/option';
import { Row } from '../../../../src/cli/review/charts/browser/rows';
import { PageChart } from '../../../../src/cli/review/charts/page-data';

function row(name: string, values: Array<number | null>, labels: Row['labels'] = {}, right = false): Row {
  return { name, values, labels, color: '#111111', right };
}

const ROWS = [row('one', [1, 2, 3]), row('two', [4, null, 60], {}, true)];

function option(chart: Partial<PageChart>, rows: Row[] = ROWS) {
  return chartOption(pageData(), pageChart(chart), rows, THEME)!;
}

test('lines over time, each on its axis', () => {
  const { xAxis, yAxis, series } = option({ left: { title: 'percent', min: 0, max: 100 }, right: { title: 'seconds', logarithmic: true } });
  expect(xAxis.data).toEqual(['23:50', '00:00', '00:10']);
  expect(yAxis).toMatchObject([{ type: 'value', name: 'percent', min: 0, max: 100, interval: 25 }, { type: 'log', name: 'seconds' }]);
  expect(series).toMatchObject([
    { type: 'line', name: 'one', data: [1, 2, 3], yAxisIndex: 0 }, { type: 'line', name: 'two', data: [4, null, 60], yAxisIndex: 1 },
  ]);
  expect(series[0].areaStyle).toBeUndefined();
});

test('stacked lines are filled, filled ones less so, and dots are dots', () => {
  expect(option({ stacked: true }).series[0]).toMatchObject({ stack: 'all', areaStyle: { opacity: 0.55 } });
  expect(option({ filled: true, spline: true }).series[0]).toMatchObject({ smooth: true, areaStyle: { opacity: 0.25 } });
  expect(option({ view: 'scatter' }).series[0].type).toBe('scatter');
});

test('lines at limits have labels and fills, and are in sight', () => {
  const { yAxis, series } = option({
    thresholds: [
      { value: 90, label: 'full', color: '#d62728', fill: 'above', axis: 'left' },
      { value: 2, axis: 'left', fill: 'below' },
      { value: 5, until: 7, axis: 'left', label: 'band' },
      { value: 70, label: 'other axis', axis: 'right' },
    ],
  });
  const [left, right] = series;
  expect(left.markLine.data.map(({ yAxis: at, label }: any) => [at, label.formatter])).toEqual([[2, '2'], [5, 'band'], [90, 'full']]);
  expect(left.markArea.data.map(([from, to]: any) => [from.yAxis, to.yAxis])).toEqual([[90, 'max'], ['min', 2], [5, 7]]);
  expect(right.markLine.data).toMatchObject([{ yAxis: 70, label: { formatter: 'other axis' } }]);
  expect(right.markArea).toBeUndefined();
  // 8 % above 90 is 97.2: the next multiple of 5 is 100.
  expect(yAxis[0].max({ min: 0, max: 10 })).toBe(100);
  expect(yAxis[0].max({ min: 0, max: 130 })).toBe(150);
  expect(yAxis[0].min({ min: 3, max: 10 })).toBe(2);
  expect(yAxis[0].max({ min: 0, max: NaN })).toBe(1);
});

test('bars show the newest point, and where it is empty the newest one that most rows have', () => {
  expect(newestPoint([row('a', [1, 1, null]), row('b', [1, 1, 2])])).toBe(2);
  expect(newestPoint([row('a', [1, 1, null, null]), row('b', [null, 1, 1, null])])).toBe(1);
});

test('bars of one resource stand beside each other', () => {
  const rows = [
    row('', [1], { host: 'i-1', shows: 'P50' }), row('', [2], { host: 'i-2', shows: 'P50' }),
    row('', [3], { host: 'i-1', shows: 'P99' }), row('', [null], { host: 'i-3', shows: 'P99' }),
  ];
  expect(grouped(rows, 0)).toMatchObject({
    categories: ['i-1', 'i-2'], series: [{ name: 'P50', values: [1, 2] }, { name: 'P99', values: [3, null] }],
  });
  expect(grouped([row('moved', [1]), row('released', [2])], 0)).toMatchObject({
    categories: ['moved', 'released'], series: [{ name: 'moved', values: [1, null] }, { name: 'released', values: [null, 2] }],
  });
  expect(grouped([row('', [1], { shows: 'all' })], 0)).toMatchObject({ categories: [''], series: [{ name: 'all', values: [1] }] });
});

test('bars stand or lie, with the time in the title of their axis', () => {
  const rows = [row('', [1, 2, 3], { host: 'i-1', zone: 'a' })];
  const standing = option({ view: 'column', left: { title: 'count' } }, rows);
  expect(standing.yAxis).toMatchObject({ name: 'count at 00:10', minInterval: 1 });
  expect(standing.xAxis.data).toEqual(['i-1 · a']);
  expect(standing.xAxis.axisLabel.formatter('i-1 · a')).toBe('i-1\na');
  const lying = option({ view: 'bar', horizontal: true, stacked: true, thresholds: [{ value: 1, axis: 'left' }] }, rows);
  expect(lying.xAxis.name).toBe('at 00:10');
  expect(lying.yAxis.data).toEqual(['i-1 · a']);
  expect(lying.series[0]).toMatchObject({ stack: 'all', data: [3], markLine: { data: [{ xAxis: 1 }] } });
});

test('a histogram counts values', () => {
  const { xAxis, series } = option({ view: 'histogram' }, [row('a', [0, 1, 2, 10]), row('b', [10, null])]);
  expect(xAxis.data).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  expect(series[0].data).toEqual([1, 1, 1, 0, 0, 0, 0, 0, 0, 2]);
  expect(option({ view: 'histogram' }, [row('same', [4, 4])]).series[0].data[0]).toBe(2);
});

test('a heat map has a row per series', () => {
  const { yAxis, visualMap, series } = option({ view: 'heatmap', colors: ['#0', '#1'] });
  expect(yAxis.data).toEqual(['one', 'two']);
  expect(visualMap).toMatchObject({ min: 0, max: 60, inRange: { color: ['#0', '#1'] } });
  expect(series[0].data).toEqual([[0, 0, 1], [1, 0, 2], [2, 0, 3], [0, 1, 4], [2, 1, 60]]);
  expect(option({ view: 'heatmap' }).visualMap.inRange.color).toHaveLength(3);
});

test('a pie and a gauge show the newest values', () => {
  expect(option({ view: 'pie', hole: 50 }).series[0]).toMatchObject({
    radius: ['40%', '80%'], data: [{ name: 'one', value: 3 }, { name: 'two', value: 60 }],
  });
  const thresholds = [{ value: 90, color: '#f00', axis: 'left' as const }, { value: 50, color: '#ff0', axis: 'left' as const }];
  expect(option({ view: 'gauge', gauge: { min: 0, max: 200 }, thresholds }).series[0]).toMatchObject({
    min: 0, max: 200, data: [{ value: 3, name: 'one' }], axisLine: { lineStyle: { color: [[0.25, '#ddd'], [0.45, '#ff0'], [1, '#f00']] } },
  });
  expect(option({ view: 'gauge' }).series[0]).toMatchObject({ max: 100, axisLine: { lineStyle: { color: [[1, '#ddd']] } } });
});

test.each(['number', 'legend', 'table'] as const)('the view %s is no picture', (view) => {
  expect(chartOption(pageData(), pageChart({ view }), ROWS, THEME)).toBeUndefined();
});
