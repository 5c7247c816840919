/*
 * A small typed PromQL builder. Types keep apart what PromQL mixes up silently: numbers, histograms and ranges. A histogram cannot
 * be compared or divided here, because CloudWatch drops such samples without an error.
 */

import { outsideTokens } from './outside-tokens';

/** How a label is matched. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A label with exactly this value. The empty string matches series without the label, too. */
export function equals(label: string, value: string): Matcher {
  return { label, operator: '=', value: escapeString(value) };
}

/** A label with any other value. */
export function differs(label: string, value: string): Matcher {
  return { label, operator: '!=', value: escapeString(value) };
}

/** A label with one of these values. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  return values.length === 1
    ? equals(label, values[0])
    : { label, operator: '=~', value: escapeString(values.map(escapeRegex).join('|')) };
}

/** A label with none of these values. */
export function noneOf(label: string, values: readonly string[]): Matcher {
  return { label, operator: '!~', value: escapeString(values.map(escapeRegex).join('|')) };
}

/** One series by its exact name, which CloudWatch demands of every selector. */
export class Selector {
  public constructor(private readonly name: string, private readonly matchers: readonly Matcher[]) {}

  public get text(): string {
    const matchers = this.matchers.map(({ label, operator, value }) => `${labelName(label)}${operator}"${value}"`);
    if (LEGACY_METRIC_NAME.test(this.name) && !KEYWORDS.includes(this.name.toLowerCase())) {
      return matchers.length === 0 ? this.name : `${this.name}{${matchers.join(',')}}`;
    }
    return `{${[`"${escapeString(this.name)}"`, ...matchers].join(',')}}`;
  }

  /** The newest sample of each series within a window, so that a slowly published gauge does not blink. */
  public lastOverTime(seconds: number): Vector {
    return this.over('last_over_time', seconds);
  }

  public maxOverTime(seconds: number): Vector {
    return this.over('max_over_time', seconds);
  }

  public sumOverTime(seconds: number): Vector {
    return this.over('sum_over_time', seconds);
  }

  public avgOverTime(seconds: number): Vector {
    return this.over('avg_over_time', seconds);
  }

  public countOverTime(seconds: number): Vector {
    return this.over('count_over_time', seconds);
  }

  /** 1 for each series with a sample within a window. */
  public presentOverTime(seconds: number): Vector {
    return this.over('present_over_time', seconds);
  }

  /** 1 when no sample of the series lies within a window, otherwise nothing. */
  public absentOverTime(seconds: number): Vector {
    return this.over('absent_over_time', seconds);
  }

  /** The rise of a cumulative counter per second; resets are accounted for. */
  public rate(seconds: number): Vector {
    return this.over('rate', seconds);
  }

  /** The observations per second of a cumulative native histogram. */
  public histogramRate(seconds: number): HistogramVector {
    return new HistogramVector(this.over('rate', seconds).text);
  }

  /** The observations within a window of a native histogram with delta temporality. */
  public histogramSumOverTime(seconds: number): HistogramVector {
    return new HistogramVector(this.over('sum_over_time', seconds).text);
  }

  private over(operation: string, seconds: number): Vector {
    return Vector.call(`${operation}(${this.text}[${duration(seconds)}])`);
  }
}

/** An instant vector of numbers. */
export class Vector {
  /** Joins vectors whose series differ in some label: where labels are equal the first vector wins. */
  public static union(vectors: readonly Vector[]): Vector {
    return vectors.length === 1 ? vectors[0] : new Vector(vectors.map(({ operand }) => operand).join(' or '), true);
  }

  /** A vector that needs no parentheses. */
  public static call(text: string): Vector {
    return new Vector(text, false);
  }

  private constructor(public readonly text: string, private readonly isBinary: boolean) {}

  public aggregate(operation: Aggregation, by: readonly string[]): Vector {
    return Vector.call(`${operation} ${byClause(by)}(${this.text})`);
  }

  /** The largest of the rows that differ only in the given labels, as ranks do that report the same number. */
  public maxWithout(labels: readonly string[]): Vector {
    return labels.length === 0 ? this : Vector.call(`max without (${labels.map(labelName).join(', ')}) (${this.text})`);
  }

  /** What happened within a window, per second. */
  public per(seconds: number): Vector {
    return new Vector(`${this.operand} / ${seconds}`, true);
  }

  public times(factor: number): Vector {
    return factor === 1 ? this : new Vector(`${factor} * ${this.operand}`, true);
  }

  /** What is missing to 1. */
  public complement(): Vector {
    return new Vector(`1 - ${this.operand}`, true);
  }

  public plus(other: Vector): Vector {
    return this.binary('+', other);
  }

  public minus(other: Vector): Vector {
    return this.binary('-', other);
  }

  public dividedBy(other: Vector): Vector {
    return this.binary('/', other);
  }

  /** This vector, and the other one where only that has a series. */
  public or(other: Vector): Vector {
    return this.binary('or', other);
  }

  /** This vector, and zero where only the other one has a series: for counts whose series appear with the first event. */
  public orZeroOf(other: Vector): Vector {
    return this.or(other.times(0));
  }

  /** The series for which the other vector has one with the same labels. */
  public and(other: Vector): Vector {
    return this.binary('and', other);
  }

  /** The series for which the other vector has one with the same values of the given labels. */
  public andOn(labels: readonly string[], other: Vector): Vector {
    return new Vector(`${this.operand} and on (${labels.map(labelName).join(', ')}) ${other.operand}`, true);
  }

  /** The series for which the other vector has none with the same values of the given labels. */
  public unlessOn(labels: readonly string[], other: Vector): Vector {
    return new Vector(`${this.operand} unless on (${labels.map(labelName).join(', ')}) ${other.operand}`, true);
  }

  /** Gives every row a label. */
  public withLabel(label: string, value: string): Vector {
    const replacement = outsideTokens(value, (text) => text.replace(/\$/g, '$$$$'));
    return Vector.call(`label_replace(${this.text}, "${escapeString(label)}", "${escapeString(replacement)}", "", "")`);
  }

  /** Drops rows whose value is a time that is longer ago than a window. */
  public within(seconds: number): Vector {
    return new Vector(`${this.operand} > (time() - ${seconds})`, true);
  }

  /** Drops series that are not above a number. */
  public above(threshold: number): Vector {
    return new Vector(`${this.operand} > ${threshold}`, true);
  }

  /** The larger one of two values of the same labels, and the other one where this is missing. */
  public atLeast(other: Vector): Vector {
    return this.binary('>', other).or(other);
  }

  /** Cuts values off at a number. */
  public atMost(limit: number): Vector {
    return Vector.call(`clamp_max(${this.text}, ${limit})`);
  }

  /** Drops series that have one of some values. */
  public noneOf(values: readonly number[]): Vector {
    return new Vector(`${this.operand}${values.map((value) => ` != ${value}`).join('')}`, true);
  }

  /** Drops series that are not below a number. */
  public below(threshold: number): Vector {
    return new Vector(`${this.operand} < ${threshold}`, true);
  }

  /** The largest value within a window, evaluated at steps. */
  public maxOverTime(seconds: number, stepSeconds: number): Vector {
    return Vector.call(`max_over_time((${this.text})[${duration(seconds)}:${duration(stepSeconds)}])`);
  }

  private binary(operator: string, other: Vector): Vector {
    return new Vector(`${this.operand} ${operator} ${other.operand}`, true);
  }

  private get operand(): string {
    return this.isBinary ? `(${this.text})` : this.text;
  }
}

/** An instant vector of histograms: only these functions turn it into numbers. */
export class HistogramVector {
  public constructor(public readonly text: string) {}

  /** The mean of the rows that differ only in the given labels, as ranks do that report the same observations. */
  public averageWithout(labels: readonly string[]): HistogramVector {
    return labels.length === 0 ? this : new HistogramVector(`avg without (${labels.map(labelName).join(', ')}) (${this.text})`);
  }

  public sumBy(by: readonly string[]): HistogramVector {
    return new HistogramVector(`sum ${byClause(by)}(${this.text})`);
  }

  /** The sum of all observations. */
  public sum(): Vector {
    return Vector.call(`histogram_sum(${this.text})`);
  }

  /** The mean of all observations. */
  public average(): Vector {
    return Vector.call(`histogram_avg(${this.text})`);
  }

  public quantile(quantile: number): Vector {
    return Vector.call(`histogram_quantile(${quantile}, ${this.text})`);
  }

  /** The share of observations between two values, from 0 to 1. */
  public fraction(lower: number, upper: number): Vector {
    return Vector.call(`histogram_fraction(${lower}, ${upper}, ${this.text})`);
  }
}

/** How series are put together. */
export type Aggregation = 'sum' | 'avg' | 'min' | 'max' | 'count' | 'group';

/** Words that PromQL reads as something else than a metric's name. */
const KEYWORDS = [
  'and', 'or', 'unless', 'atan2', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'by', 'without', 'inf', 'nan', 'start', 'end',
];
const LEGACY_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LEGACY_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function labelName(label: string): string {
  return LEGACY_LABEL_NAME.test(label) ? label : `"${escapeString(label)}"`;
}

function byClause(labels: readonly string[]): string {
  return labels.length === 0 ? '' : `by (${labels.map(labelName).join(', ')}) `;
}

/** Escapes a string for double quotes. A token stays whole: what it resolves to is a name, which needs no escaping. */
function escapeString(value: string): string {
  return outsideTokens(value, (text) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n').replace(/\r/g, '\\r'));
}

function escapeRegex(value: string): string {
  return outsideTokens(value, (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}

/** A PromQL duration in its largest whole unit. */
export function duration(seconds: number): string {
  const units: Array<[number, string]> = [[86400, 'd'], [3600, 'h'], [60, 'm']];
  const unit = units.find(([size]) => seconds % size === 0);
  return unit ? `${seconds / unit[0]}${unit[1]}` : `${seconds}s`;
}
