import { readDashboard } from '../../../../src/cli/review/charts/read-dashboard';
import { ChartWidget } from '../../../../src/cli/review/charts/widget';

function chart(type: string, properties: object): ChartWidget {
  const [widget] = readDashboard({ widgets: [{ type, x: 6, y: 3, width: 12, height: 4, properties }] });
  if (widget.kind !== 'chart') {
    throw new Error(`expected a chart, got: ${widget.kind}`);
  }
  return widget;
}

test('a body without widgets has none', () => {
  expect(readDashboard({})).toEqual([]);
});

test('texts, alarms and what has no chart', () => {
  expect(readDashboard({
    widgets: [
      { type: 'text', x: 0, y: 1, width: 30, height: 2, properties: { markdown: '# Chat' } },
      { type: 'alarm', properties: { title: 'Alarms', alarms: ['arn:a'] } },
      { type: 'alarm' },
      { type: 'log', x: 0, y: 2, width: 6, height: 3, properties: { title: 'Errors', query: 'fields' } },
    ],
  })).toEqual([
    { kind: 'text', x: 0, y: 1, width: 24, height: 2, markdown: '# Chat' },
    { kind: 'alarms', x: 0, y: 0, width: 6, height: 6, title: 'Alarms', alarms: ['arn:a'] },
    { kind: 'alarms', x: 6, y: 0, width: 6, height: 6, title: undefined, alarms: [] },
    { kind: 'other', x: 0, y: 2, width: 6, height: 3, title: 'Errors', type: 'log' },
  ]);
});

test('a chart of PromQL', () => {
  const read = chart('chart', {
    title: 'KV cache',
    view: 'line',
    data: { queries: [{ query: 'up', label: '__verbose__' }, { query: 'down', label: 'P50' }, { query: 'hidden', visible: false }] },
    plotOptions: {
      legend: { position: 'right', show: true },
      style: { lineOptions: { stacked: true, filled: true, spline: false } },
      yAxis: [{ min: 0, max: 100, title: 'percent' }, { type: 'logarithmic' }],
      annotations: { horizontal: [{ type: 'static', label: 'full', value: 90, color: '#d62728', fill: 'above' }] },
    },
  });
  expect(read).toMatchObject({
    x: 6,
    y: 3,
    width: 12,
    height: 4,
    title: 'KV cache',
    view: 'line',
    stacked: true,
    filled: true,
    spline: false,
    legend: 'right',
    left: { min: 0, max: 100, title: 'percent', logarithmic: false },
    right: { logarithmic: true },
    thresholds: [{ value: 90, label: 'full', color: '#d62728', fill: 'above', axis: 'left' }],
  });
  expect(read.queries.map(({ key, label }) => [key, label])).toEqual([['up', undefined], ['down', 'P50']]);
});

test.each([
  ['solidgauge', { gaugeOptions: { min: 0, max: 1 } }, { view: 'gauge', gauge: { min: 0, max: 1 } }],
  ['bar', { barOptions: { stacked: true, orientation: 'horizontal' } }, { view: 'bar', stacked: true, horizontal: true }],
  ['heatmap', { colorOptions: { minColor: '#0', maxColor: '#1' } }, { view: 'heatmap', colors: ['#0', '#1'] }],
  ['pie', { pieOptions: { innerSize: '40%' } }, { view: 'pie', hole: 40 }],
  ['number', { numberOptions: { sparkline: false } }, { view: 'number', sparkline: false }],
  ['unheard-of', {}, { view: 'line', legend: 'hidden' }],
])('the view %s', (view, style, expected) => {
  expect(chart('chart', { view, plotOptions: { style, legend: { show: false } } })).toMatchObject(expected);
});

test('classic metrics, with what a line takes over from the one before', () => {
  const read = chart('metric', {
    view: 'timeSeries',
    stacked: true,
    period: 60,
    metrics: [
      ['AWS/SageMaker', 'Invocations', 'EndpointName', 'chat', 'VariantName', 'blue', { stat: 'Sum', label: 'requests', color: '#123456' }],
      ['.', 'ModelLatency', '.', '.', '.', 'green', { id: 'm1', visible: false }],
      ['...', 'red', { yAxis: 'right', period: 300 }],
      [{ expression: 'm1 / 1000', label: '' }],
    ],
    yAxis: { left: { label: 'count', min: 0 }, right: { label: 'ms' } },
    annotations: { horizontal: [{ value: 5, label: 'five', yAxis: 'right' }, [{ value: 1, label: 'band' }, { value: 2 }], { label: 'no value' }] },
    legend: { position: 'hidden' },
  });
  expect(read.queries.map(({ key, label, color, axis, names }) => ({ key, label, color, axis, variant: names.variant }))).toEqual([
    { key: 'AWS/SageMaker Invocations EndpointName,VariantName Sum 60', label: 'requests', color: '#123456', axis: 'left', variant: ['blue'] },
    { key: 'AWS/SageMaker ModelLatency EndpointName,VariantName Average 300', axis: 'right', variant: ['red'] },
    { key: '[AWS/SageMaker ModelLatency EndpointName,VariantName Average 60] / 1000 every 60', axis: 'left', variant: ['green'] },
  ]);
  expect(read).toMatchObject({ view: 'line', stacked: true, legend: 'hidden', left: { title: 'count', min: 0 }, right: { title: 'ms' } });
  expect(read.thresholds).toEqual([
    { value: 1, label: 'band', until: 2, axis: 'left' },
    { value: 5, label: 'five', axis: 'right' },
  ]);
});

test('a number over the whole time range, a gauge, and a widget that only shows an alarm', () => {
  const metrics = [['AWS/SageMaker', 'Invocations', 'EndpointName', 'chat']];
  expect(chart('metric', { view: 'singleValue', metrics, stat: 'Sum', setPeriodToTimeRange: true })).toMatchObject({
    view: 'number', sparkline: false, queries: [{ key: 'AWS/SageMaker Invocations EndpointName Sum 0' }],
  });
  expect(chart('metric', { view: 'gauge', metrics, legend: { position: 'right' }, yAxis: { left: { max: 50 } } })).toMatchObject({
    view: 'gauge', legend: 'right', gauge: { min: 0, max: 50 }, queries: [{ key: 'AWS/SageMaker Invocations EndpointName Average 300' }],
  });
  expect(chart('metric', { annotations: { alarms: ['arn'] } })).toMatchObject({ view: 'line', queries: [], thresholds: [] });
});
