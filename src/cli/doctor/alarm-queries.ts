/* What the queries of alarms are about, and whether they can yield anything. */
import { engineCatalogue, KNOWN_ENGINES, PLATFORM_CATALOGUE, spellingsOf } from '../../telemetry/catalogue';
import { Label } from '../../telemetry/labels';
import { PromQlNode } from '../../telemetry/promql-rules/node';
import { operatorOf } from '../../telemetry/promql-rules/operators';
import { metricNames, PromQlQuery } from '../../telemetry/promql-rules/query';
import { calleeOf } from '../../telemetry/promql-rules/types';
import { EVENT_SERIES } from '../../telemetry/signals/lifecycle';

const CATALOGUE = [...engineCatalogue(KNOWN_ENGINES), ...PLATFORM_CATALOGUE];
const NAMES = new Map(CATALOGUE.flatMap((series) => spellingsOf(series).map(({ name }) => [name, series] as const)));

/** What the rules have to know of the series. */
export const CHECK_OPTIONS = {
  eventSeries: EVENT_SERIES,
  histogramSeries: CATALOGUE.filter(({ kind }) => kind === 'histogram').map(({ name }) => name),
  mustBeVector: true,
};

export interface QuerySelector {
  readonly text: string;
  readonly metricName: string;
  readonly mayBeAbsent: boolean;
}

/** The selectors of a query, each once. */
export function selectorsIn(query: PromQlQuery): QuerySelector[] {
  const selectors = query.all('VectorSelector').map((node) => {
    const [metricName = ''] = metricNames(node);
    return { text: node.text, metricName, mayBeAbsent: NAMES.get(metricName)?.isSteady === false };
  });
  return [...new Map(selectors.map((selector) => [selector.text, selector])).values()];
}

/** Whether a query is about an endpoint: it names it, or matches it, or asks for series of the catalogue of all endpoints. */
export function isAbout(query: PromQlQuery, endpoint: string): boolean {
  const selectors = query.all('VectorSelector');
  const matchers = selectors.map((selector) => matchersOf(selector).filter(({ label }) => label === Label.ENDPOINT));
  if (matchers.some((found) => found.length > 0 && found.every((matcher) => accepts(matcher, endpoint)))) {
    return true;
  }
  const namesNone = matchers.every((found) => found.length === 0);
  return query.text.parsed.includes(`"${endpoint}"`) || (namesNone && selectors.some((selector) => metricNames(selector).some((name) => NAMES.has(name))));
}

interface ReadMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

function matchersOf(selector: PromQlNode): ReadMatcher[] {
  return (selector.child('LabelMatchers')?.children ?? []).flatMap((matcher) => {
    const label = matcher.child('LabelName', 'QuotedLabelName')?.text;
    const operator = matcher.child('MatchOp')?.text;
    const value = matcher.child('StringLiteral')?.text;
    return label && operator && value ? [{ label: unquoted(label), operator, value: unquoted(value) }] : [];
  });
}

function accepts({ operator, value }: ReadMatcher, endpoint: string): boolean {
  const isEqual = operator.includes('~') ? matches(value, endpoint) : value === endpoint;
  return operator.startsWith('!') ? !isEqual : isEqual;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}

function unquoted(text: string): string {
  return /^["'`]/.test(text) ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** Functions that answer when there is nothing. */
const OF_NOTHING = ['absent', 'absent_over_time', 'vector', 'time'];

/** Whether a query can yield anything, given which selectors select something. Numbers are left to the values. */
export function canYield(query: PromQlQuery, selects: (selectorText: string) => boolean): boolean {
  const yields = (node: PromQlNode): boolean => {
    switch (node.kind) {
      case 'VectorSelector':
        return selects(node.text);
      case 'FunctionCall':
        return OF_NOTHING.includes(calleeOf(node)) || node.operands.every(yields);
      case 'BinaryExpr': {
        const [left, right] = node.operands.map(yields);
        const operator = operatorOf(node).kind;
        return operator === 'Or' ? left || right : operator === 'Unless' ? left : left && right;
      }
      default:
        return node.operands.every(yields);
    }
  };
  return yields(query.expression);
}

/** How a name that selects nothing is spelled where it arrives. */
export function knownNameOf(metricName: string): string | undefined {
  return NAMES.get(metricName)?.name;
}

