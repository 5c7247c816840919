import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';

const SELECTIONS = ['VectorSelector', 'MatrixSelector', 'SubqueryExpr'];
const WRAPPERS = ['OffsetExpr', 'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr'];

/** Ranges, subqueries, `offset` and `@` stand behind certain expressions only. The grammar lets them stand behind any. */
export function modifiers(query: PromQlQuery): string[] {
  return [
    ...query.all('MatrixSelector').filter(({ operands: [of] }) => of.kind !== 'VectorSelector')
      .map(({ text }) => `a range must follow a selector: expected \`name{...}[5m]\`, got: ${quote(text)}`),
    ...query.all('SubqueryExpr').filter(({ operands: [of] }) => query.types.of(of).kind !== 'instant vector')
      .map(({ text, operands: [of] }) => `a subquery must follow an instant vector, got a ${query.types.of(of).kind}: ${quote(text)}`),
    ...query.all('OffsetExpr', 'StepInvariantExpr').flatMap(wrongTarget),
  ];
}

function wrongTarget(node: PromQlNode): string[] {
  const modifier = node.kind === 'OffsetExpr' ? 'offset' : '@';
  let target = node.operands[0];
  while (WRAPPERS.includes(target.kind)) {
    if (target.kind === node.kind) {
      return [`\`${modifier}\` must be given once, got: ${quote(node.text)}`];
    }
    target = target.operands[0];
  }
  return SELECTIONS.includes(target.kind) ? [] : [`\`${modifier}\` must follow a selector, a range or a subquery, got: ${quote(node.text)}`];
}
