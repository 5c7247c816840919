import { PromQlNode } from './node';

/** How an operator combines its sides. */
export type OperatorFamily = 'arithmetic' | 'comparison' | 'set';

interface Operator {
  readonly family: OperatorFamily;
  /** The higher, the tighter the operator binds. */
  readonly precedence: number;
}

const UNARY_PRECEDENCE = 5;

const OPERATORS: Record<string, Operator> = {
  ...define('set', 1, 'Or'),
  ...define('set', 2, 'And', 'Unless'),
  ...define('comparison', 3, 'Eql', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte', 'TrimUpper', 'TrimLower'),
  ...define('arithmetic', 4, 'Add', 'Sub'),
  ...define('arithmetic', UNARY_PRECEDENCE, 'Mul', 'Div', 'Mod', 'Atan2'),
  ...define('arithmetic', 6, 'Pow'),
};

/** Ranges, subqueries and modifiers follow what they belong to, and bind tighter than any operator. */
const FOLLOWING = new Set(['MatrixSelector', 'SubqueryExpr', 'OffsetExpr', 'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr']);

function define(family: OperatorFamily, precedence: number, ...kinds: string[]): Record<string, Operator> {
  return Object.fromEntries(kinds.map((kind) => [kind, { family, precedence }]));
}

/** The operator between the sides of a binary expression. */
export function operatorOf(binary: PromQlNode): PromQlNode {
  return binary.child(...Object.keys(OPERATORS))!;
}

/** The family of the operator of a binary expression. */
export function familyOf(binary: PromQlNode): OperatorFamily {
  return OPERATORS[operatorOf(binary).kind].family;
}

/** Whether what a node adds to its first expression belongs to the last part of that expression, by the precedence of PromQL. */
export function bindsTighter(node: PromQlNode, first: PromQlNode): boolean {
  const [outer, inner] = [precedenceOf(node), precedenceOf(first)];
  const isRightAssociative = outer === OPERATORS.Pow.precedence;
  return isRightAssociative ? outer >= inner : outer > inner;
}

function precedenceOf(node: PromQlNode): number {
  if (FOLLOWING.has(node.kind)) {
    return Infinity;
  }
  if (node.kind === 'UnaryExpr') {
    return UNARY_PRECEDENCE;
  }
  const operator = node.kind === 'BinaryExpr' ? node.child(...Object.keys(OPERATORS)) : undefined;
  return operator ? OPERATORS[operator.kind].precedence : NaN;
}
