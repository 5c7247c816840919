import { Aws, CfnParameter, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Color, Dashboard, LegendPosition, Row } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ChartAnnotationFill, ChartAxisScale, ChartBarOrientation, ChartLinePattern, ChartView, PromQlChartQuery, PromQlChartWidget,
  PromQlChartWidgetProps,
} from '../../src/dashboards';
import { text } from '../intrinsics';
import { errorOf, propertiesOf, testStack } from '../support';

const QUERY = 'sum by (model_name) (rate({"vllm:request_success"}[5m]))';

function widget(props: Partial<PromQlChartWidgetProps> = {}): PromQlChartWidget {
  return new PromQlChartWidget({ queries: [{ query: QUERY }], region: 'eu-central-1', ...props });
}

/** What JSON.stringify leaves of a widget: nothing that is undefined. */
function json(props: Partial<PromQlChartWidgetProps> = {}): any {
  return JSON.parse(JSON.stringify(widget(props).toJson()))[0];
}

function plotOptions(props: Partial<PromQlChartWidgetProps>): any {
  return json(props).properties.plotOptions;
}

function queries(...given: PromQlChartQuery[]): any[] {
  return json({ queries: given }).properties.data.queries;
}

function refusal(props: Partial<PromQlChartWidgetProps>): string {
  return errorOf(() => widget(props));
}

/** The parsed body of a dashboard, with `<ID>` for every reference. */
function body(stack: Stack): any {
  return JSON.parse(text(propertiesOf(stack, 'AWS::CloudWatch::Dashboard').DashboardBody));
}

describe('a widget with nothing but a query', () => {
  test('is a complete line chart', () => {
    expect(json()).toEqual({
      type: 'chart',
      width: 12,
      height: 6,
      properties: {
        view: 'line',
        region: 'eu-central-1',
        data: {
          queries: [{ id: 'q1', type: 'cloudwatch-metrics', language: 'PromQL', query: QUERY, label: '__verbose__' }],
        },
        plotOptions: {
          legend: { position: 'bottom', show: true },
          style: {
            lineOptions: { width: 2, pattern: 'solid', spline: false, filled: false, stacked: false },
            markOptions: { enabled: false },
          },
        },
      },
    });
  });

  test('takes the Region of the stack', () => {
    expect(new PromQlChartWidget({ queries: [{ query: QUERY }] }).toJson()[0].properties.region).toEqual(Aws.REGION);
  });
});

test('everything that is given stands in the widget', () => {
  expect(json({
    title: 'Requests',
    description: 'Finished requests per second',
    width: 24,
    height: 9,
    queries: [
      { query: 'a', label: 'Requests', id: 'requests', region: 'eu-west-1', account: '444455556666', step: Duration.minutes(1), visible: false },
      { query: 'b', visible: true },
    ],
    xAxis: { min: 1, max: 2, scale: ChartAxisScale.CATEGORY, title: 'when' },
    yAxes: [
      { min: 0, max: 10.5, scale: ChartAxisScale.LOGARITHMIC, title: 'requests/s', showUnits: false },
      { title: 'tokens/s', showUnits: true },
    ],
    annotations: {
      horizontal: [
        { value: 8, label: 'limit', color: '#FF7f0e', fill: ChartAnnotationFill.ABOVE },
        { value: 0.5 },
      ],
      vertical: [
        { date: '2026-07-01T12:00:00Z', label: 'release', color: Color.BLUE, fill: ChartAnnotationFill.BELOW },
        { date: '2026-07-01T14:30:00.000+02:00' },
        { value: 3, fill: ChartAnnotationFill.BETWEEN },
      ],
    },
    legendPosition: LegendPosition.RIGHT,
    stacked: true,
    dataLabels: { show: false, position: 'outside' },
    style: { line: { width: 1.5, pattern: ChartLinePattern.DASHED, spline: true, filled: false, color: '#1f77b4' } },
  })).toEqual({
    type: 'chart',
    width: 24,
    height: 9,
    properties: {
      view: 'line',
      title: 'Requests',
      description: 'Finished requests per second',
      region: 'eu-central-1',
      data: {
        queries: [
          {
            id: 'requests',
            type: 'cloudwatch-metrics',
            language: 'PromQL',
            query: 'a',
            label: 'Requests',
            region: 'eu-west-1',
            accountId: '444455556666',
            step: 60,
            visible: false,
          },
          { id: 'q1', type: 'cloudwatch-metrics', language: 'PromQL', query: 'b', label: '__verbose__', visible: true },
        ],
      },
      plotOptions: {
        legend: { position: 'right', show: true },
        style: {
          lineOptions: { width: 1.5, pattern: 'dashed', spline: true, filled: false, stacked: true, color: '#1f77b4' },
          label: { position: 'outside', show: false },
          markOptions: { enabled: false },
        },
        yAxis: [
          { min: 0, max: 10.5, type: 'logarithmic', title: 'requests/s', showUnits: false },
          { title: 'tokens/s', showUnits: true },
        ],
        xAxis: { min: 1, max: 2, type: 'category', title: 'when' },
        annotations: {
          horizontal: [
            { type: 'static', label: 'limit', value: 8, color: '#FF7f0e', fill: 'above' },
            { type: 'static', label: '0.5', value: 0.5, color: '#d62728' },
          ],
          vertical: [
            { type: 'static', label: 'release', value: '2026-07-01T12:00:00Z', color: '#1f77b4', fill: 'below' },
            { type: 'static', label: '2026-07-01T14:30:00.000+02:00', value: '2026-07-01T14:30:00.000+02:00', color: '#d62728' },
            { type: 'static', label: '3', value: 3, color: '#d62728', fill: 'between' },
          ],
        },
      },
    },
  });
});

describe('the plot options of each view', () => {
  const LEGEND = { position: 'bottom', show: true };
  const MARKS = { markOptions: { enabled: false } };

  test.each([
    [ChartView.LINE, 'line', {
      legend: LEGEND,
      style: { lineOptions: { width: 2, pattern: 'solid', spline: false, filled: false, stacked: false }, ...MARKS },
    }],
    [ChartView.BAR, 'bar', {
      legend: LEGEND,
      style: { barOptions: { stacked: false, orientation: 'vertical' }, ...MARKS },
    }],
    [ChartView.COLUMN, 'column', {
      legend: LEGEND,
      style: { barOptions: { stacked: false, orientation: 'vertical' }, ...MARKS },
    }],
    [ChartView.PIE, 'pie', { legend: LEGEND, style: { pieOptions: { innerSize: '0%' }, ...MARKS } }],
    [ChartView.NUMBER, 'number', { legend: LEGEND, style: { numberOptions: { sparkline: true, truncate: true }, ...MARKS } }],
    [ChartView.SOLID_GAUGE, 'solidgauge', { legend: LEGEND, style: { gaugeOptions: { min: 0, max: 100 }, ...MARKS } }],
    [ChartView.LEGEND, 'legend', { legend: LEGEND, style: MARKS }],
    [ChartView.HISTOGRAM, 'histogram', { legend: LEGEND, style: MARKS }],
    [ChartView.HEATMAP, 'heatmap', { legend: LEGEND, style: MARKS }],
    [ChartView.SCATTER, 'scatter', { legend: LEGEND, style: { markOptions: { enabled: true } } }],
  ])('%s', (view, name, expected) => {
    const { properties } = json({ view });

    expect(properties.view).toBe(name);
    expect(properties.plotOptions).toEqual(expected);
  });

  test('all views of the service have a name here', () => {
    expect(Object.values(ChartView).sort()).toEqual([
      'bar', 'column', 'heatmap', 'histogram', 'legend', 'line', 'number', 'pie', 'scatter', 'solidgauge',
    ]);
  });
});

describe('the style of a view', () => {
  test.each([ChartView.BAR, ChartView.COLUMN])('stacked: %s', (view) => {
    expect(plotOptions({ view, stacked: true }).style.barOptions).toEqual({ stacked: true, orientation: 'vertical' });
  });

  test('a stacked line chart is filled', () => {
    expect(plotOptions({ stacked: true, style: { line: { pattern: ChartLinePattern.DOTTED } } }).style.lineOptions)
      .toEqual({ width: 2, pattern: 'dotted', spline: false, filled: true, stacked: true });
  });

  test('a line of which only one thing is said is complete', () => {
    expect(plotOptions({ style: { line: { filled: true } } }).style.lineOptions)
      .toEqual({ width: 2, pattern: 'solid', spline: false, filled: true, stacked: false });
  });

  test('lying bars', () => {
    expect(plotOptions({ view: ChartView.BAR, style: { barOrientation: ChartBarOrientation.HORIZONTAL } }).style)
      .toEqual({ barOptions: { stacked: false, orientation: 'horizontal' }, markOptions: { enabled: false } });
  });

  test('a pie with a hole', () => {
    expect(plotOptions({ view: ChartView.PIE, style: { pieInnerSize: 50 } }).style)
      .toEqual({ pieOptions: { innerSize: '50%' }, markOptions: { enabled: false } });
  });

  test('a number in full, without a sparkline', () => {
    expect(plotOptions({ view: ChartView.NUMBER, style: { number: { sparkline: false, truncate: false } } }).style)
      .toEqual({ numberOptions: { sparkline: false, truncate: false }, markOptions: { enabled: false } });
  });

  test('a number of which only one thing is said', () => {
    expect(plotOptions({ view: ChartView.NUMBER, style: { number: {} } }).style.numberOptions).toEqual({ sparkline: true, truncate: true });
  });

  test('a gauge of shares with a limit', () => {
    expect(plotOptions({
      view: ChartView.SOLID_GAUGE, style: { gauge: { max: 1 } }, annotations: { horizontal: [{ value: 0.9 }] },
    })).toEqual({
      legend: { position: 'bottom', show: true },
      style: { gaugeOptions: { min: 0, max: 1 }, markOptions: { enabled: false } },
      annotations: { horizontal: [{ type: 'static', label: '0.9', value: 0.9, color: '#d62728' }] },
    });
  });

  test('a gauge from -10', () => {
    expect(plotOptions({ view: ChartView.SOLID_GAUGE, style: { gauge: { min: -10 } } }).style.gaugeOptions).toEqual({ min: -10, max: 100 });
  });

  test('the colours of a heat map', () => {
    expect(plotOptions({
      view: ChartView.HEATMAP, style: { heatmap: { minColor: '#000000', midColor: '#888888', maxColor: '#ffffff' } },
    }).style).toEqual({
      colorOptions: { minColor: '#000000', midColor: '#888888', maxColor: '#ffffff' }, markOptions: { enabled: false },
    });
  });

  test('a set of colours of a heat map', () => {
    expect(plotOptions({ view: ChartView.HEATMAP, style: { heatmap: { preset: 'blues' } } }).style.colorOptions).toEqual({ colorPreset: 'blues' });
  });

  test('data labels', () => {
    expect(plotOptions({ view: ChartView.PIE, dataLabels: {} }).style.label).toEqual({ position: 'inside', show: true });
  });

  test('a hidden legend keeps a legal position', () => {
    expect(plotOptions({ legendPosition: LegendPosition.HIDDEN }).legend).toEqual({ position: 'bottom', show: false });
  });
});

describe('axes', () => {
  test('state what is given, and leave the rest to CloudWatch', () => {
    expect(plotOptions({ xAxis: { title: 'UTC' } }).xAxis).toEqual({ title: 'UTC' });
    expect(plotOptions({ xAxis: { scale: ChartAxisScale.DATETIME } }).xAxis).toEqual({ type: 'datetime' });
  });

  test('that are not given are not stated', () => {
    expect(plotOptions({ yAxes: [] })).not.toHaveProperty('yAxis');
    expect(plotOptions({})).not.toHaveProperty('xAxis');
  });

  test('bounds may be equal, and only one may be given', () => {
    expect(plotOptions({ yAxes: [{ min: 0, max: 0 }, { max: -1 }] }).yAxis).toEqual([{ min: 0, max: 0 }, { max: -1 }]);
  });
});

describe('annotations', () => {
  test.each([ChartView.BAR, ChartView.SCATTER])('both kinds on %s', (view) => {
    expect(plotOptions({ view, annotations: { horizontal: [{ value: 1 }], vertical: [{ value: 2 }] } }).annotations).toEqual({
      horizontal: [{ type: 'static', label: '1', value: 1, color: '#d62728' }],
      vertical: [{ type: 'static', label: '2', value: 2, color: '#d62728' }],
    });
  });

  test('only vertical ones', () => {
    expect(plotOptions({ annotations: { vertical: [{ value: 2 }] } }).annotations).toEqual({
      vertical: [{ type: 'static', label: '2', value: 2, color: '#d62728' }],
    });
  });

  test('empty lists are none, on every view', () => {
    expect(plotOptions({ view: ChartView.PIE, annotations: { horizontal: [], vertical: [] } })).not.toHaveProperty('annotations');
  });
});

describe('ids', () => {
  test('are counted', () => {
    expect(queries({ query: 'a' }, { query: 'b' }, { query: 'c' }).map(({ id }) => id)).toEqual(['q1', 'q2', 'q3']);
  });

  test('leave out what is taken, before and after', () => {
    expect(queries({ query: 'a', id: 'q1' }, { query: 'b' }, { query: 'c' }, { query: 'd', id: 'q3' }).map(({ id }) => id))
      .toEqual(['q1', 'q2', 'q4', 'q3']);
  });

  test.each(['a', 'x_nodes_ready', 'cpuP99'])('may be %s', (id) => {
    expect(queries({ query: 'a', id })[0].id).toBe(id);
  });
});

describe('what CloudWatch would refuse throws', () => {
  test('all at once, under the title of the widget', () => {
    expect(refusal({
      title: 'Latency', queries: [{ query: ' ', id: 'A' }], width: 25, height: 0, annotations: { horizontal: [{ value: 1, color: 'red' }] },
    })).toBe([
      '[PromQlChartWidget \'Latency\']',
      '  - queries: an id must be a lower-case letter followed by letters, digits and underscores, got: \'A\'',
      '  - queries: A: the query must not be empty: expected a PromQL expression, got: \' \'',
      '  - width must be a whole number from 1 to 24 grid columns, got: 25',
      '  - height must be a whole number from 1 to 1000 grid rows, got: 0',
      '  - annotations.horizontal[0]: color must be a # and six hexadecimal digits, such as #d62728, got: \'red\'',
    ].join('\n'));
  });

  test('and not what only the telemetry dialect or the publish interval of an app would tell', () => {
    const unchecked = [
      { query: 'histogram_quantile(0.9, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket[10s])))' },
      { query: 'histogram_quantile(0.9, sum(rate(vllm:time_to_first_token_seconds[10s])))' },
    ];

    expect(() => new PromQlChartWidget({ queries: unchecked })).not.toThrow();
  });

  test('without a title too', () => {
    expect(refusal({ queries: [] })).toBe('[PromQlChartWidget] queries must hold at least one query, got: none');
  });

  test.each<[string, PromQlChartQuery[], string]>([
    ['ids that are given twice', [{ query: 'a', id: 'x' }, { query: 'b', id: 'x' }, { query: 'c', id: 'x' }],
      'queries: each id must stand at one query, got twice: x'],
    ['an id with a hyphen', [{ query: 'a', id: 'a-b' }],
      'queries: an id must be a lower-case letter followed by letters, digits and underscores, got: \'a-b\''],
    ['an empty id', [{ query: 'a', id: '' }],
      'queries: an id must be a lower-case letter followed by letters, digits and underscores, got: \'\''],
    ['an empty query', [{ query: 'a' }, { query: '' }],
      'queries: q2: the query must not be empty: expected a PromQL expression, got: \'\''],
    ['a query that is too long', [{ query: 'a'.repeat(10_001) }],
      'queries: q1: the query must have at most 10000 characters, where a CDK token counts as 63, got: 10001'],
    ['a query that is too long once its token is resolved', [{ query: 'a'.repeat(9_938) + Lazy.string({ produce: () => 'x' }) }],
      'queries: q1: the query must have at most 10000 characters, where a CDK token counts as 63, got: 10001'],
    ['a query without a metric name', [{ query: 'sum({"aws.sagemaker.endpoint.name"="chat"})' }],
      'queries: q1: a selector must name its metric exactly: expected `name{...}` or `{"name", ...}`, ' +
      'got: `{"aws.sagemaker.endpoint.name"="chat"}`'],
    ['a fraction of a second', [{ query: 'a', step: Duration.millis(1500) }],
      'queries: the step of q1 must be a whole number of at least 1 seconds, got: 1.5'],
    ['a step of no time', [{ query: 'a', step: Duration.seconds(0) }],
      'queries: the step of q1 must be a whole number of at least 1 seconds, got: 0'],
  ])('%s', (_, given, message) => {
    expect(refusal({ queries: given })).toBe(`[PromQlChartWidget] ${message}`);
  });

  test.each<[string, Partial<PromQlChartWidgetProps>, string]>([
    ['three y axes', { yAxes: [{}, {}, {}] },
      'yAxes must hold at most 2 axes, got: 3'],
    ['a minimum above the maximum', { yAxes: [{}, { min: 2, max: 1.5 }] },
      'yAxes[1]: min must not be above max, got: min 2, max 1.5'],
    ['a minimum above the maximum of the x axis', { xAxis: { min: 1, max: 0 } },
      'xAxis: min must not be above max, got: min 1, max 0'],
    ['a bound that JSON cannot hold', { yAxes: [{ min: NaN }] },
      'yAxes[0]: min must be a finite number, got: NaN'],
    ['an infinite bound', { xAxis: { max: Infinity } },
      'xAxis: max must be a finite number, got: Infinity'],
    ['a gauge that ends before it begins', { view: ChartView.SOLID_GAUGE, style: { gauge: { min: 200 } } },
      'style.gauge: min must not be above max, got: min 200, max 100'],
    ['an annotation at no number', { annotations: { horizontal: [{ value: NaN }] } },
      'annotations.horizontal[0]: value must be a finite number, got: NaN'],
    ['a vertical annotation at no number', { annotations: { vertical: [{ value: -Infinity }] } },
      'annotations.vertical[0]: value must be a finite number, got: -Infinity'],
    ['a vertical annotation nowhere', { annotations: { vertical: [{ label: 'release' }] } },
      'annotations.vertical[0] must have exactly one of value and date, got: neither'],
    ['a vertical annotation at two places', { annotations: { vertical: [{ value: 1, date: '2026-07-01T12:00Z' }] } },
      'annotations.vertical[0] must have exactly one of value and date, got: both'],
    ['a date without a time', { annotations: { vertical: [{ date: '2026-07-01' }] } },
      'annotations.vertical[0]: date must be an ISO 8601 time with a zone, such as 2026-07-01T12:00:00Z, got: \'2026-07-01\''],
    ['a short colour', { annotations: { vertical: [{ value: 1, color: '#fff' }] } },
      'annotations.vertical[0]: color must be a # and six hexadecimal digits, such as #d62728, got: \'#fff\''],
    ['a colour with transparency', { style: { line: { color: '#1f77b4ff' } } },
      'style.line: color must be a # and six hexadecimal digits, such as #d62728, got: \'#1f77b4ff\''],
    ['the lowest colour of a heat map', { view: ChartView.HEATMAP, style: { heatmap: { minColor: 'blue' } } },
      'style.heatmap: minColor must be a # and six hexadecimal digits, such as #d62728, got: \'blue\''],
    ['the middle colour of a heat map', { view: ChartView.HEATMAP, style: { heatmap: { midColor: '' } } },
      'style.heatmap: midColor must be a # and six hexadecimal digits, such as #d62728, got: \'\''],
    ['the highest colour of a heat map', { view: ChartView.HEATMAP, style: { heatmap: { maxColor: '#gggggg' } } },
      'style.heatmap: maxColor must be a # and six hexadecimal digits, such as #d62728, got: \'#gggggg\''],
    ['a line of negative width', { style: { line: { width: -1 } } },
      'style.line: width must be a number of at least 0 pixels, got: -1'],
    ['a pie that is all hole', { view: ChartView.PIE, style: { pieInnerSize: 100 } },
      'style.pieInnerSize must be a whole number from 0 to 99 percent, got: 100'],
    ['a view of a metric widget', { view: 'timeSeries' as ChartView },
      'view must be one of line, bar, pie, number, solidgauge, column, legend, histogram, heatmap, scatter, got: timeSeries'],
  ])('%s', (_, props, message) => {
    expect(refusal(props)).toBe(`[PromQlChartWidget] ${message}`);
  });
});

describe('what belongs to another view throws', () => {
  const WITHOUT_AXES = [ChartView.PIE, ChartView.NUMBER, ChartView.SOLID_GAUGE, ChartView.LEGEND];
  const AXES = 'line, bar, scatter, column, histogram, heatmap';

  test.each(WITHOUT_AXES)('axes on %s', (view) => {
    expect(refusal({ view, xAxis: {}, yAxes: [{}] })).toBe([
      '[PromQlChartWidget]',
      `  - xAxis must stand with the view ${AXES}, got the view: ${view}`,
      `  - yAxes must stand with the view ${AXES}, got the view: ${view}`,
    ].join('\n'));
  });

  test.each([ChartView.PIE, ChartView.NUMBER, ChartView.LEGEND, ChartView.COLUMN, ChartView.HISTOGRAM, ChartView.HEATMAP])('annotations on %s', (view) => {
    expect(refusal({ view, annotations: { horizontal: [{ value: 1 }], vertical: [{ value: 1 }] } })).toBe([
      '[PromQlChartWidget]',
      `  - annotations.horizontal must stand with the view line, bar, scatter, solidgauge, got the view: ${view}`,
      `  - annotations.vertical must stand with the view line, bar, scatter, got the view: ${view}`,
    ].join('\n'));
  });

  test('vertical annotations on a gauge', () => {
    expect(refusal({ view: ChartView.SOLID_GAUGE, annotations: { vertical: [{ value: 1 }] } }))
      .toBe('[PromQlChartWidget] annotations.vertical must stand with the view line, bar, scatter, got the view: solidgauge');
  });

  test.each<[Partial<PromQlChartWidgetProps>, string, string]>([
    [{ stacked: true }, 'stacked', 'line, bar, column'],
    [{ style: { line: {} } }, 'style.line', 'line'],
    [{ style: { barOrientation: ChartBarOrientation.VERTICAL } }, 'style.barOrientation', 'bar'],
    [{ style: { pieInnerSize: 0 } }, 'style.pieInnerSize', 'pie'],
    [{ style: { number: {} } }, 'style.number', 'number'],
    [{ style: { gauge: {} } }, 'style.gauge', 'solidgauge'],
    [{ style: { heatmap: {} } }, 'style.heatmap', 'heatmap'],
  ])('%j on a scatter chart', (props, what, views) => {
    expect(refusal({ ...props, view: ChartView.SCATTER })).toBe(`[PromQlChartWidget] ${what} must stand with the view ${views}, got the view: scatter`);
  });

  test('but saying that a pie is not stacked is no mistake', () => {
    expect(plotOptions({ view: ChartView.PIE, stacked: false }).style).toEqual({ pieOptions: { innerSize: '0%' }, markOptions: { enabled: false } });
  });
});

describe('on a dashboard', () => {
  test('tokens in queries survive, and quotes are escaped around them', () => {
    const stack = testStack();
    const name = new CfnParameter(stack, 'EndpointName').valueAsString;
    const query = `sum({"vllm:num_requests_running", "aws.sagemaker.endpoint.name"="${name}", path="C:\\\\x"})\n  or vector(0)`;

    new Dashboard(stack, 'Dashboard').addWidgets(new PromQlChartWidget({ queries: [{ query }], title: `Requests of ${name}` }));

    expect(propertiesOf(stack, 'AWS::CloudWatch::Dashboard').DashboardBody).toHaveProperty(['Fn::Join']);
    expect(body(stack)).toEqual({
      widgets: [{
        type: 'chart',
        x: 0,
        y: 0,
        width: 12,
        height: 6,
        properties: {
          view: 'line',
          title: 'Requests of <EndpointName>',
          region: '<AWS::Region>',
          data: {
            queries: [{
              id: 'q1',
              type: 'cloudwatch-metrics',
              language: 'PromQL',
              query: 'sum({"vllm:num_requests_running", "aws.sagemaker.endpoint.name"="<EndpointName>", path="C:\\\\x"})\n  or vector(0)',
              label: '__verbose__',
            }],
          },
          plotOptions: {
            legend: { position: 'bottom', show: true },
            style: {
              lineOptions: { width: 2, pattern: 'solid', spline: false, filled: false, stacked: false },
              markOptions: { enabled: false },
            },
          },
        },
      }],
    });
  });

  test('widgets take the place that the layout gives them', () => {
    const stack = testStack();

    new Dashboard(stack, 'Dashboard', { widgets: [[widget()], [new Row(widget({ width: 18 }), widget({ width: 6 }))]] });

    expect(body(stack).widgets.map(({ x, y, width }: any) => ({ x, y, width }))).toEqual([
      { x: 0, y: 0, width: 12 }, { x: 0, y: 6, width: 18 }, { x: 18, y: 6, width: 6 },
    ]);
  });

  test('a query fits exactly when its tokens have 63 characters each', () => {
    const token = Lazy.string({ produce: () => 'name' });

    expect(() => widget({ queries: [{ query: 'a'.repeat(10_000 - 2 * 63) + token + token }, { query: token }] })).not.toThrow();
  });

  test('unresolved values pass every check', () => {
    const stack = testStack();
    const number = (): number => Token.asNumber({ Ref: 'Number' });
    const string = (): string => Token.asString({ Ref: 'String' });

    new Dashboard(stack, 'Dashboard').addWidgets(
      widget({
        queries: [
          { query: string(), id: string(), step: Duration.seconds(number()) },
          { query: string(), id: string(), account: string(), region: string() },
        ],
        height: 7,
        yAxes: [{ min: number(), max: 0 }, { min: 0, max: number() }],
        annotations: {
          horizontal: [{ value: number(), color: string(), label: string() }, { value: number() }],
          vertical: [{ date: string() }],
        },
        style: { line: { width: number(), color: string() } },
      }),
      widget({ view: ChartView.PIE, style: { pieInnerSize: number() } }),
      widget({ view: ChartView.SOLID_GAUGE, style: { gauge: { min: number() } } }),
    );

    const [line, pie, gauge] = JSON.parse(text(propertiesOf(stack, 'AWS::CloudWatch::Dashboard').DashboardBody).replace(/<Number>/g, '7')).widgets;
    expect(line.properties.data.queries).toEqual([
      { id: '<String>', type: 'cloudwatch-metrics', language: 'PromQL', query: '<String>', label: '__verbose__', step: 7 },
      {
        id: '<String>',
        type: 'cloudwatch-metrics',
        language: 'PromQL',
        query: '<String>',
        label: '__verbose__',
        region: '<String>',
        accountId: '<String>',
      },
    ]);
    expect(line.properties.plotOptions).toEqual({
      legend: { position: 'bottom', show: true },
      style: {
        lineOptions: { width: 7, pattern: 'solid', spline: false, filled: false, stacked: false, color: '<String>' },
        markOptions: { enabled: false },
      },
      yAxis: [{ min: 7, max: 0 }, { min: 0, max: 7 }],
      annotations: {
        horizontal: [
          { type: 'static', label: '<String>', value: 7, color: '<String>' },
          { type: 'static', label: '7', value: 7, color: '#d62728' },
        ],
        vertical: [{ type: 'static', label: '<String>', value: '<String>', color: '#d62728' }],
      },
    });
    expect(pie.properties.plotOptions.style.pieOptions).toEqual({ innerSize: '7%' });
    expect(gauge.properties.plotOptions.style.gaugeOptions).toEqual({ min: 7, max: 100 });
  });
});
