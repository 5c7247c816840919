import { Schema } from './json-schema';

/*
 * The documented structure of a dashboard's body (CloudWatch dashboard body reference), written independently of the code that renders
 * it. Where AWS documents an object, properties that it does not name are refused.
 */

const COLOR: Schema = { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' };

const PLACE = {
  x: { type: 'integer', minimum: 0, maximum: 23 },
  y: { type: 'integer', minimum: 0 },
  width: { type: 'integer', minimum: 1, maximum: 24 },
  height: { type: 'integer', minimum: 1, maximum: 1000 },
} as const satisfies Record<string, Schema>;

function closed(properties: { [name: string]: Schema }, required: readonly string[] = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function widget(type: string, properties: Schema): Schema {
  return closed({ type: { const: type }, ...PLACE, properties });
}

const AXIS: { [name: string]: Schema } = {
  min: { type: 'number' },
  max: { type: 'number' },
  type: { enum: ['linear', 'logarithmic', 'datetime', 'category'] },
  title: { type: 'string' },
};

const ANNOTATION = closed({
  type: { const: 'static' },
  label: { type: 'string' },
  value: { anyOf: [{ type: 'number' }, { type: 'string' }] },
  color: COLOR,
  fill: { enum: ['above', 'below', 'between'] },
}, ['type', 'label', 'value', 'color']);

/** What belongs to one view stands with it, whole or not at all. */
const VIEW_STYLES: Record<string, { [name: string]: Schema }> = {
  line: {
    lineOptions: closed({
      width: { type: 'number' },
      pattern: { enum: ['solid', 'dashed', 'dotted'] },
      spline: { type: 'boolean' },
      filled: { type: 'boolean' },
      stacked: { type: 'boolean' },
      color: COLOR,
    }, ['width', 'pattern', 'spline', 'filled', 'stacked']),
  },
  bar: { barOptions: closed({ stacked: { type: 'boolean' }, orientation: { enum: ['vertical', 'horizontal'] } }) },
  column: { barOptions: closed({ stacked: { type: 'boolean' }, orientation: { enum: ['vertical', 'horizontal'] } }) },
  pie: { pieOptions: closed({ innerSize: { type: 'string' } }) },
  number: { numberOptions: closed({ sparkline: { type: 'boolean' }, truncate: { type: 'boolean' } }) },
  solidgauge: { gaugeOptions: closed({ min: { type: 'number' }, max: { type: 'number' } }) },
  heatmap: { colorOptions: closed({ colorPreset: { type: 'string' }, minColor: COLOR, midColor: COLOR, maxColor: COLOR }, []) },
  legend: {},
  histogram: {},
  scatter: {},
};
const WITH_AXES = ['line', 'bar', 'scatter', 'column', 'histogram', 'heatmap'];
const WITH_VERTICAL = ['line', 'bar', 'scatter'];
const WITH_HORIZONTAL = [...WITH_VERTICAL, 'solidgauge'];

function chart(view: string): Schema {
  const annotations = {
    ...WITH_HORIZONTAL.includes(view) ? { horizontal: { type: 'array', items: ANNOTATION } as const } : {},
    ...WITH_VERTICAL.includes(view) ? { vertical: { type: 'array', items: ANNOTATION } as const } : {},
  };
  const plotOptions = {
    legend: closed({ position: { enum: ['bottom', 'right'] }, show: { type: 'boolean' } }),
    style: closed({
      ...VIEW_STYLES[view],
      label: closed({ position: { type: 'string' }, show: { type: 'boolean' } }),
      markOptions: { type: 'object', required: ['enabled'], properties: { enabled: { type: 'boolean' } } },
    }, ['markOptions']),
    ...WITH_AXES.includes(view) ? {
      yAxis: { type: 'array', maxItems: 2, items: closed({ ...AXIS, showUnits: { type: 'boolean' } }, []) } as const,
      xAxis: closed({ ...AXIS, label: { type: 'string' } }, []),
    } : {},
    ...Object.keys(annotations).length > 0 ? { annotations: closed(annotations, []) } : {},
  };
  return widget('chart', closed({
    view: { const: view },
    title: { type: 'string' },
    description: { type: 'string' },
    region: { type: 'string' },
    data: closed({
      queries: {
        type: 'array',
        minItems: 1,
        items: closed({
          id: { type: 'string', pattern: '^[a-z][a-zA-Z0-9_]*$' },
          type: { const: 'cloudwatch-metrics' },
          language: { enum: ['PromQL', 'SQL'] },
          query: { type: 'string', minLength: 1, maxLength: 10_000 },
          label: { type: 'string' },
          region: { type: 'string' },
          accountId: { type: 'string', pattern: '^[0-9]{12}$' },
          step: { type: 'integer', minimum: 1 },
          visible: { type: 'boolean' },
        }, ['id', 'type', 'language', 'query']),
      },
    }),
    plotOptions: closed(plotOptions, ['legend', 'style']),
  }, ['view', 'data']));
}

const METRIC = widget('metric', closed({
  view: { enum: ['timeSeries', 'bar', 'singleValue', 'gauge', 'pie', 'table'] },
  title: { type: 'string' },
  region: { type: 'string' },
  stacked: { type: 'boolean' },
  metrics: { type: 'array', minItems: 1, maxItems: 500, items: { type: 'array', minItems: 1 } },
  yAxis: closed({ left: closed({ label: { type: 'string' }, min: { type: 'number' }, max: { type: 'number' }, showUnits: { type: 'boolean' } }, []) }),
  legend: closed({ position: { enum: ['bottom', 'right', 'hidden'] } }),
  period: { type: 'integer', minimum: 1 },
  setPeriodToTimeRange: { type: 'boolean' },
  sparkline: { type: 'boolean' },
  // Unlike an annotation of a chart, one of a metric widget has no type.
  annotations: closed({
    horizontal: {
      type: 'array',
      items: closed({ label: { type: 'string' }, value: { type: 'number' }, color: COLOR, fill: { type: 'string' }, yAxis: { enum: ['left', 'right'] } }, ['value']),
    },
  }),
}, ['metrics', 'view', 'region']));

const TEXT = widget('text', closed({ markdown: { type: 'string', minLength: 1 }, background: { enum: ['solid', 'transparent'] } }, ['markdown']));

const ALARM = widget('alarm', closed({
  title: { type: 'string' },
  alarms: { type: 'array', minItems: 1, maxItems: 100, items: { type: 'string' } },
  sortBy: { type: 'string' },
  states: { type: 'array' },
}, ['alarms']));

export const BODY_SCHEMA: Schema = closed({
  start: { type: 'string', pattern: '^(-P|[0-9]{4}-)' },
  end: { type: 'string' },
  periodOverride: { enum: ['auto', 'inherit'] },
  variables: {
    type: 'array',
    maxItems: 25,
    items: { type: 'object', required: ['type', 'id', 'inputType'], properties: { type: { enum: ['pattern', 'property'] } } },
  },
  widgets: { type: 'array', maxItems: 500, items: { oneOf: [...Object.keys(VIEW_STYLES).map(chart), METRIC, TEXT, ALARM] } },
}, ['widgets']);
