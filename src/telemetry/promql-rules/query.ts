import { parsePromQl } from '../promql-grammar';
import { PromQlNode } from './node';
import { QueryText } from './query-text';
import { ExpressionTypes } from './types';

/** What the checker has to know about the place where a query runs. */
export interface PromQlCheckOptions {
  /** How often the series are published (default: unknown, so no range is too short). */
  readonly publishIntervalSeconds?: number;
  /** How histograms are stored (default: unknown, so either form passes). */
  readonly histograms?: 'NATIVE' | 'CLASSIC';
  /** The names of the series that do not follow the publish interval. */
  readonly eventSeries: readonly string[];
  /** The base names of the series that are histograms. */
  readonly histogramSeries: readonly string[];
  /** Whether the query must yield a vector, as that of an alarm must (default: scalars and strings are fine, too). */
  readonly mustBeVector?: boolean;
}

/** One rule: a pure function from a query to its problems. */
export type PromQlRule = (query: PromQlQuery) => string[];

/** A query under check. What is read of it is worked out when it is asked for. */
export class PromQlQuery {
  public readonly text: QueryText;

  private parsedNodes?: PromQlNode[];
  private expressionTypes?: ExpressionTypes;

  public constructor(query: string, public readonly options: PromQlCheckOptions) {
    this.text = new QueryText(query);
  }

  /** Every node after its children. */
  public get nodes(): PromQlNode[] {
    this.parsedNodes ??= parsePromQl(this.text);
    return this.parsedNodes;
  }

  /** The nodes of certain kinds, in the order of `nodes`. */
  public all(...kinds: readonly string[]): PromQlNode[] {
    return this.nodes.filter(({ kind }) => kinds.includes(kind));
  }

  /** The expression that the whole query is. */
  public get expression(): PromQlNode {
    return this.nodes[this.nodes.length - 1].operands[0];
  }

  public get types(): ExpressionTypes {
    const { histograms, histogramSeries } = this.options;
    this.expressionTypes ??= new ExpressionTypes(
      this.nodes,
      (selector) => histograms === 'NATIVE' && metricNames(selector).some((name) => histogramSeries.includes(name)),
    );
    return this.expressionTypes;
  }

  /** Where labels are named: in matchers, in `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
  public get labels(): Array<{ readonly name: string; readonly place: PromQlNode }> {
    return this.all('UnquotedLabelMatcher', 'QuotedLabelMatcher', 'GroupingLabels').flatMap((place) => place.children
      .filter(({ kind }) => kind === 'LabelName' || kind === 'QuotedLabelName')
      .map((label) => ({ name: unquote(label.text), place: place.kind === 'GroupingLabels' ? place.parent! : place })));
  }
}

/** The names that a selector gives its metric: one, unless it is wrong. */
export function metricNames(selector: PromQlNode): string[] {
  const quoted = selector.child('LabelMatchers')?.children.filter(({ kind }) => kind === 'QuotedLabelName') ?? [];
  return [selector.child('Identifier'), ...quoted].flatMap((name) => name ? [unquote(name.text)] : []);
}

/** What a name stands for when it is written as a string. */
function unquote(text: string): string {
  return /^["'`]/.test(text) ? text.slice(1, -1) : text;
}

const LONGEST_EXCERPT = 100;

/** A part of a query in a message, on one line and not too long. */
export function quote(text: string, longest: number = LONGEST_EXCERPT): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `\`${line.length > longest ? `${line.slice(0, longest)}…` : line}\``;
}
