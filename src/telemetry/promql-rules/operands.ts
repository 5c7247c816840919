import { PromQlNode } from './node';
import { familyOf, operatorOf } from './operators';
import { PromQlQuery, quote } from './query';

/** Operators combine scalars and instant vectors. The grammar does not look at what they combine. */
export function operands(query: PromQlQuery): string[] {
  return [
    ...query.all('BinaryExpr', 'UnaryExpr').flatMap((node) => node.operands.flatMap((side) => notComputable(query, side))),
    ...query.all('BinaryExpr').flatMap((binary) => [...wrongSides(query, binary), ...wrongModifiers(query, binary)]),
  ];
}

function notComputable({ types }: PromQlQuery, side: PromQlNode): string[] {
  const { kind } = types.of(side);
  return kind === 'scalar' || kind === 'instant vector'
    ? []
    : [`an operator must stand between scalars and instant vectors, got a ${kind}: ${quote(side.text)}`];
}

function wrongSides({ types }: PromQlQuery, binary: PromQlNode): string[] {
  const scalars = binary.operands.filter((side) => types.isScalar(side));
  if (familyOf(binary) === 'set' && scalars.length > 0) {
    return [`\`${operatorOf(binary).text}\` must stand between instant vectors, got a scalar: ${quote(scalars[0].text)}`];
  }
  return familyOf(binary) === 'comparison' && scalars.length === 2 && !binary.has('BoolModifier')
    ? [`a comparison of two scalars must have \`bool\`: expected \`${operatorOf(binary).text} bool\`, got: ${quote(binary.text)}`]
    : [];
}

function wrongModifiers({ types }: PromQlQuery, binary: PromQlNode): string[] {
  const { text } = operatorOf(binary);
  const matching = binary.child('MatchingModifierClause');
  const problems: string[] = [];
  if (binary.has('BoolModifier') && familyOf(binary) !== 'comparison') {
    problems.push(`\`bool\` must follow a comparison, got: \`${text} bool\` in ${quote(binary.text)}`);
  }
  if (matching?.child('GroupingLabels')?.has('LabelName', 'QuotedLabelName') && binary.operands.some((side) => types.isScalar(side))) {
    problems.push(`labels must be matched between instant vectors, got a scalar next to ${quote(matching.text)}: ${quote(binary.text)}`);
  }
  if (matching?.has('GroupLeft', 'GroupRight') && familyOf(binary) === 'set') {
    problems.push(`\`${text}\` must not have group_left or group_right, got: ${quote(matching.text)} in ${quote(binary.text)}`);
  }
  return problems;
}
