import { Tokenization } from 'aws-cdk-lib';
import { Color } from 'aws-cdk-lib/aws-cloudwatch';
import { checkColor, checkFinite } from './chart-checks';
import { ChartView, checkBelongsTo, HORIZONTAL_ANNOTATION_VIEWS, VERTICAL_ANNOTATION_VIEWS } from './chart-view';
import { Problems } from '../validation';

/** What is shaded beside an annotation. */
export enum ChartAnnotationFill {
  /** The side of higher values. */
  ABOVE = 'above',
  /** The side of lower values. */
  BELOW = 'below',
  /** Between two annotations. */
  BETWEEN = 'between',
}

/** What every annotation may say. */
export interface ChartAnnotationOptions {
  /**
   * The text at the line.
   *
   * @default - the value or the date itself
   */
  readonly label?: string;

  /**
   * The colour, as a # and six hexadecimal digits: charts take no other form. `cloudwatch.Color` has some.
   *
   * @default cloudwatch.Color.RED
   */
  readonly color?: string;

  /**
   * What is shaded beside the line.
   *
   * @default - nothing
   */
  readonly fill?: ChartAnnotationFill;
}

/** A horizontal line at a fixed value, such as a limit. On line, bar and scatter charts and on gauges. */
export interface ChartAnnotation extends ChartAnnotationOptions {
  /** The value, in the unit of the y axis. */
  readonly value: number;
}

/**
 * A vertical line at a fixed place, such as a deployment. On line, bar and scatter charts. Needs exactly one of `value` and `date`.
 */
export interface ChartVerticalAnnotation extends ChartAnnotationOptions {
  /**
   * The place as a number, in the unit of the x axis.
   *
   * @default - the date
   */
  readonly value?: number;

  /**
   * The place on a time axis, as ISO 8601 with a time zone: `2026-07-01T12:00:00Z`. Classic metric widgets document this form;
   * for charts AWS documents only that there is a value.
   *
   * @default - the value
   */
  readonly date?: string;
}

/** The annotations of a chart. */
export interface ChartAnnotations {
  /**
   * Horizontal lines. On line, bar and scatter charts and on gauges (dashboard body reference).
   *
   * @default - none
   */
  readonly horizontal?: ChartAnnotation[];

  /**
   * Vertical lines. On line, bar and scatter charts (dashboard body reference).
   *
   * @default - none
   */
  readonly vertical?: ChartVerticalAnnotation[];
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Checks the annotations of a chart with a view that exists. */
export function checkAnnotations(problems: Problems, view: ChartView, { horizontal = [], vertical = [] }: ChartAnnotations): void {
  if (horizontal.length > 0) {
    checkBelongsTo(problems, 'annotations.horizontal', view, HORIZONTAL_ANNOTATION_VIEWS);
  }
  horizontal.forEach(({ value, color }, index) => {
    const what = `annotations.horizontal[${index}]`;
    checkFinite(problems, `${what}: value`, value);
    checkColor(problems, `${what}: color`, color);
  });
  if (vertical.length > 0) {
    checkBelongsTo(problems, 'annotations.vertical', view, VERTICAL_ANNOTATION_VIEWS);
  }
  vertical.forEach(({ value, date, color }, index) => {
    const what = `annotations.vertical[${index}]`;
    if ((value === undefined) === (date === undefined)) {
      problems.add(`${what} must have exactly one of value and date, got: ${value === undefined ? 'neither' : 'both'}`);
    }
    checkFinite(problems, `${what}: value`, value);
    problems.pattern(`${what}: date`, date, ISO_DATE, 'an ISO 8601 time with a zone, such as 2026-07-01T12:00:00Z');
    checkColor(problems, `${what}: color`, color);
  });
}

/** The annotations of a chart's `plotOptions`. */
export function renderAnnotations({ horizontal = [], vertical = [] }: ChartAnnotations): object {
  return horizontal.length + vertical.length === 0 ? {} : {
    annotations: {
      horizontal: someOf(horizontal.map((annotation) => renderAnnotation(annotation, annotation.value))),
      vertical: someOf(vertical.map((annotation) => renderAnnotation(annotation, annotation.value ?? annotation.date!))),
    },
  };
}

function someOf(annotations: object[]): object[] | undefined {
  return annotations.length === 0 ? undefined : annotations;
}

/**
 * Everything but the shading is always stated: deployed charts carry it, and whether CloudWatch takes less is not documented.
 * Unlike that of a classic metric widget, an annotation of a chart has a type, and is refused without it.
 */
function renderAnnotation({ label, color = Color.RED, fill }: ChartAnnotationOptions, value: number | string): object {
  const text = typeof value === 'number' ? Tokenization.stringifyNumber(value) : value;
  return { type: 'static', label: label ?? text, value, color, fill };
}
