import { NameBook, QueryNames } from './query-shape';
import { Dimension } from '../../../telemetry/classic-metrics';

/** A classic metric as a widget asks for it. */
export interface ClassicMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: { readonly [name: string]: string };
  readonly statistic: string;
  /** In seconds; 0 is the whole time range. */
  readonly period: number;
}

/** A classic metric or an expression over some, with what it is found by in the store. */
export interface ClassicRequest {
  readonly key: string;
  readonly names: QueryNames;
  readonly metric?: ClassicMetric;
  readonly expression?: string;
  readonly using?: { readonly [id: string]: ClassicMetric };
  readonly period?: number;
}

/** What the value of a dimension names. Region and instance type are no names. */
const KINDS: Record<string, string> = {
  [Dimension.ENDPOINT]: 'endpoint',
  [Dimension.VARIANT]: 'variant',
  [Dimension.COMPONENT]: 'component',
  [Dimension.INSTANCE]: 'instance',
  [Dimension.CONTAINER]: 'container',
  [Dimension.ZONE]: 'zone',
};

/** The request for one metric. */
export function metricRequest(metric: ClassicMetric): ClassicRequest {
  const book = new NameBook();
  return { key: metricKey(metric, book), names: book.names, metric };
}

/** The request for an expression; `using` are the metrics and expressions of its widget by their ids. */
export function expressionRequest(
  expression: string, period: number, using: { readonly [id: string]: ClassicMetric | string },
): ClassicRequest {
  const whole = expanded(expression, using, []);
  const metrics: Record<string, ClassicMetric> = {};
  const book = new NameBook();
  const key = outsideQuotes(whole, (word) => {
    const metric = using[word];
    if (typeof metric !== 'object') {
      return word;
    }
    metrics[word] = metric;
    return `[${metricKey(metric, book)}]`;
  });
  return { key: `${withoutNames(key, book)} every ${period}`, names: book.names, expression: whole, using: metrics, period };
}

/** Puts expressions in the place of their ids. */
function expanded(expression: string, using: { readonly [id: string]: ClassicMetric | string }, within: readonly string[]): string {
  return outsideQuotes(expression, (word) => {
    const other = using[word];
    return typeof other === 'string' && !within.includes(word) ? `(${expanded(other, using, [...within, word])})` : word;
  });
}

function metricKey({ namespace, metricName, dimensions, statistic, period }: ClassicMetric, book: NameBook): string {
  for (const [name, value] of Object.entries(dimensions)) {
    if (KINDS[name] !== undefined) {
      book.one(KINDS[name], value);
    }
  }
  return [namespace, metricName, Object.keys(dimensions).sort().join(','), statistic, period].join(' ');
}

/** Replaces words that stand outside of quotes. */
function outsideQuotes(text: string, replace: (word: string) => string): string {
  return text.replace(/'[^']*'|"[^"]*"|[a-z]\w*/g, (part) => /^['"]/.test(part) ? part : replace(part));
}

/** Replaces the names in the search terms of an expression: `EndpointName="chat"`, or a list of them in brackets. */
function withoutNames(expression: string, book: NameBook): string {
  return expression.replace(/(\w+)=(?:"([^"]*)"|\(([^)]*)\))/g, (term, dimension, name, list) => {
    const kind = KINDS[dimension];
    if (kind === undefined) {
      return term;
    }
    return list === undefined
      ? `${dimension}="${book.one(kind, name)}"`
      : `${dimension}=(${book.several(kind, [...list.matchAll(/"([^"]*)"/g)].map(([, one]) => one))})`;
  });
}
