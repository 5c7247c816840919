import { signatureOf, ValueKind } from './functions';
import { PromQlNode } from './node';
import { familyOf, operatorOf } from './operators';

/** What an expression yields. */
export interface ExpressionType {
  readonly kind: ValueKind;
  /** Whether its samples are native histograms. */
  readonly isHistogram: boolean;
}

/** The name of what a function call or an aggregation calls. */
export function calleeOf(call: PromQlNode): string {
  return call.child('FunctionIdentifier', 'AggregateOp')!.text;
}

/** What each expression of a syntactically valid query yields. */
export class ExpressionTypes {
  private readonly types = new Map<PromQlNode, ExpressionType>();

  /**
   * Looks at every expression once.
   *
   * @param nodes the nodes of the query, every node after its children
   * @param isHistogramSeries whether a selector selects native histograms
   */
  public constructor(nodes: readonly PromQlNode[], private readonly isHistogramSeries: (selector: PromQlNode) => boolean) {
    nodes.forEach((node) => this.types.set(node, this.typeOf(node)));
  }

  public of(expression: PromQlNode): ExpressionType {
    return this.types.get(expression)!;
  }

  public isHistogram(expression: PromQlNode): boolean {
    return this.of(expression).isHistogram;
  }

  public isScalar(expression: PromQlNode): boolean {
    return this.of(expression).kind === 'scalar';
  }

  /** The sides of a binary expression that are histograms and of which the operator makes nothing. */
  public droppedSides(binary: PromQlNode): PromQlNode[] {
    return familyOf(binary) === 'set' || this.isScaledHistogram(binary)
      ? []
      : binary.operands.filter((side) => this.isHistogram(side));
  }

  private typeOf(node: PromQlNode): ExpressionType {
    const [first] = node.operands;
    switch (node.kind) {
      case 'VectorSelector':
        return { kind: 'instant vector', isHistogram: this.isHistogramSeries(node) };
      case 'MatrixSelector':
      case 'SubqueryExpr':
        return { kind: 'range vector', isHistogram: this.isHistogram(first) };
      case 'FunctionCall':
      case 'AggregateExpr':
        return this.typeOfCall(node);
      case 'BinaryExpr':
        return this.typeOfBinary(node);
      case 'StringLiteral':
        return { kind: 'string', isHistogram: false };
      case 'NumberDurationLiteral':
        return { kind: 'scalar', isHistogram: false };
      default:
        // Parentheses, signs and modifiers yield what they hold.
        return first ? this.of(first) : { kind: 'scalar', isHistogram: false };
    }
  }

  private typeOfCall(call: PromQlNode): ExpressionType {
    const { yields, histograms } = signatureOf(calleeOf(call));
    return { kind: yields, isHistogram: histograms === 'keeps' && call.operands.some((argument) => this.isHistogram(argument)) };
  }

  private typeOfBinary(binary: PromQlNode): ExpressionType {
    const [left, right] = binary.operands;
    const kind = this.isScalar(left) && this.isScalar(right) ? 'scalar' : 'instant vector';
    if (familyOf(binary) === 'set') {
      return { kind, isHistogram: this.isHistogram(left) || (operatorOf(binary).kind === 'Or' && this.isHistogram(right)) };
    }
    return { kind, isHistogram: this.isScaledHistogram(binary) };
  }

  /** Whether a histogram is multiplied or divided by a number, which yields a histogram. */
  private isScaledHistogram(binary: PromQlNode): boolean {
    const [left, right] = binary.operands;
    switch (operatorOf(binary).kind) {
      case 'Mul':
        return (this.isHistogram(left) && this.isScalar(right)) || (this.isScalar(left) && this.isHistogram(right));
      case 'Div':
        return this.isHistogram(left) && this.isScalar(right);
      default:
        return false;
    }
  }
}
