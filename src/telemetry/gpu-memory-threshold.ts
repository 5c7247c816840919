import { parsePromQl } from './promql-grammar';
import { PromQlNode } from './promql-rules/node';
import { operatorOf } from './promql-rules/operators';
import { metricNames } from './promql-rules/query';
import { QueryText } from './promql-rules/query-text';
import { Gpu } from './signals/gpu';

const KEEPS_SCALE = new Set(['avg', 'max', 'min']);
const OVER_TIME = new Set(['avg_over_time', 'max_over_time', 'min_over_time', 'last_over_time']);

/**
 * The share of GPU memory, in percent, above which a query has rows whatever else is going on; undefined where it compares something else,
 * or more than that. It reads `used / (used + free)`, times 100 or not, at its latest or over time, aggregated or not.
 */
export function gpuMemoryThreshold(query: string): number | undefined {
  const nodes = parsePromQl(new QueryText(query));
  const root = nodes[nodes.length - 1];
  return nodes.some(({ kind }) => kind === 'Error' || kind === 'TooDeep') ? undefined : threshold(root.operands[0]);
}

function threshold(node: PromQlNode | undefined): number | undefined {
  if (node?.kind === 'ParenExpr') {
    return threshold(node.operands[0]);
  }
  if (node?.kind !== 'BinaryExpr') {
    return undefined;
  }
  const [left, right] = node.operands;
  switch (operatorOf(node).kind) {
    case 'Or': {
      const found = [threshold(left), threshold(right)].filter((value) => value !== undefined);
      return found.length === 0 ? undefined : Math.min(...found);
    }
    case 'Gtr':
    case 'Gte':
      return compared(left, right);
    case 'Lss':
    case 'Lte':
      return compared(right, left);
    default:
      return undefined;
  }
}

function compared(memory: PromQlNode, limit: PromQlNode): number | undefined {
  const [factor, number] = [percentPer(memory), numberOf(limit)];
  return factor === undefined || number === undefined ? undefined : number * factor;
}

/** What makes percents of the value of an expression that is a share of memory. */
function percentPer(node: PromQlNode): number | undefined {
  switch (node.kind) {
    case 'ParenExpr':
      return percentPer(node.operands[0]);
    case 'AggregateExpr': {
      const operation = node.child('AggregateOp')?.text.toLowerCase();
      const [argument] = node.child('FunctionCallBody')?.operands ?? node.operands;
      return operation !== undefined && KEEPS_SCALE.has(operation) && argument ? percentPer(argument) : undefined;
    }
    case 'FunctionCall':
      return percentOverTime(node);
    case 'BinaryExpr':
      return percentOfOperation(node);
    default:
      return undefined;
  }
}

function percentOverTime(call: PromQlNode): number | undefined {
  const [argument] = call.operands;
  return OVER_TIME.has(functionOf(call)) && argument?.kind === 'SubqueryExpr' ? percentPer(argument.operands[0]) : undefined;
}

function percentOfOperation(node: PromQlNode): number | undefined {
  const [left, right] = node.operands;
  switch (operatorOf(node).kind) {
    case 'Mul': {
      const { rest, factor } = product(node);
      const percent = rest && percentPer(rest);
      return percent === undefined ? undefined : percent / factor;
    }
    case 'Div': {
      const { rest, factor } = product(left);
      return rest && isSeries(rest, Gpu.MEMORY_USED) && isTotal(right) ? 100 / factor : undefined;
    }
    default:
      return undefined;
  }
}

/** What a number is multiplied with. */
function product(node: PromQlNode): { readonly rest?: PromQlNode; readonly factor: number } {
  const inner = unwrapped(node);
  if (inner.kind !== 'BinaryExpr' || operatorOf(inner).kind !== 'Mul') {
    return { rest: inner, factor: 1 };
  }
  const [left, right] = inner.operands;
  const [rest, factor] = numberOf(left) === undefined ? [left, numberOf(right)] : [right, numberOf(left)];
  return factor === undefined ? { factor: 1 } : { rest, factor };
}

function isTotal(node: PromQlNode): boolean {
  const inner = unwrapped(node);
  if (inner.kind !== 'BinaryExpr' || operatorOf(inner).kind !== 'Add') {
    return false;
  }
  const [left, right] = inner.operands;
  return [[left, right], [right, left]].some(([used, free]) => isSeries(used, Gpu.MEMORY_USED) && isSeries(free, Gpu.MEMORY_FREE));
}

/** A series, at its latest or over time, aggregated or not. */
function isSeries(node: PromQlNode, name: string): boolean {
  const inner = unwrapped(node);
  switch (inner.kind) {
    case 'VectorSelector':
      return metricNames(inner).includes(name);
    case 'AggregateExpr':
    case 'MatrixSelector':
      return inner.operands.some((operand) => isSeries(operand, name));
    case 'FunctionCall':
      return OVER_TIME.has(functionOf(inner)) && inner.operands.some((operand) => isSeries(operand, name));
    default:
      return false;
  }
}

function unwrapped(node: PromQlNode): PromQlNode {
  return node.kind === 'ParenExpr' ? unwrapped(node.operands[0]) : node;
}

function functionOf(call: PromQlNode): string {
  return call.child('FunctionIdentifier')?.text ?? '';
}

function numberOf(node: PromQlNode): number | undefined {
  const { kind, text } = unwrapped(node);
  return kind === 'NumberDurationLiteral' && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
