import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';

const UNIT_SECONDS: Record<string, number> = { y: 365 * 86400, w: 7 * 86400, d: 86400, h: 3600, m: 60, s: 1, ms: 0.001 };
const WITH_UNITS = /^(?:\d+(?:ms|[ywdhms]))+$/;

/** Computed durations are an experiment of Prometheus, and CloudWatch does not document them. */
export function durations(query: PromQlQuery): string[] {
  return [
    ...query.all('MatrixSelector', 'SubqueryExpr').flatMap(durationsIn).filter(({ text }) => !(seconds(text) > 0)),
    ...query.all('OffsetExpr').map(offsetIn).filter(({ text }) => Number.isNaN(seconds(text))),
  ].map(({ text, parent }) => `a duration must be written out and longer than zero: expected for example \`5m\`, got: \`${text}\` in ${quote(parent!.text)}`);
}

/** The range of a range selector or subquery, in seconds. */
export function rangeOf(node: PromQlNode): number {
  return seconds(durationsIn(node)[0].text);
}

/** Prometheus evaluates a subquery that states no step as often as rules are evaluated, which is every minute by default. */
const DEFAULT_STEP_SECONDS = 60;

/** The step of a subquery, in seconds. */
export function stepOf(subquery: PromQlNode): number {
  const [, step] = durationsIn(subquery);
  return step ? seconds(step.text) : DEFAULT_STEP_SECONDS;
}

/** How far an expression reaches back by itself, apart from what it holds: in seconds, negative when it reaches forward. */
export function reachOf(node: PromQlNode): number {
  switch (node.kind) {
    case 'MatrixSelector':
    case 'SubqueryExpr':
      return rangeOf(node);
    case 'OffsetExpr':
      return seconds(offsetIn(node).text);
    default:
      return 0;
  }
}

function durationsIn(node: PromQlNode): PromQlNode[] {
  return node.children.filter(({ kind }) => kind === 'DurationExpr');
}

function offsetIn(node: PromQlNode): PromQlNode {
  return node.child('OffsetDurationExpr')!;
}

/** What a duration that is written out comes to; not a number for all others. */
function seconds(text: string): number {
  const [, sign, amount] = /^([+-]?)\s*([\w.].*)$/.exec(text) ?? [];
  if (amount === undefined) {
    return NaN;
  }
  const total = WITH_UNITS.test(amount)
    ? [...amount.matchAll(/(\d+)([a-z]+)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNIT_SECONDS[unit], 0)
    : Number(amount.replace(/_/g, ''));
  return sign === '-' ? -total : total;
}
