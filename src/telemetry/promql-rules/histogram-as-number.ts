import { signatureOf } from './functions';
import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';
import { calleeOf } from './types';

const TO_NUMBERS = ['quantile', 'fraction', 'avg', 'count', 'sum', 'stddev', 'stdvar'].map((name) => `histogram_${name}`).join(', ');

/** CloudWatch drops a histogram in the place of a number without an error. */
export function histogramAsNumber(query: PromQlQuery): string[] {
  const lost = query.all('FunctionCall', 'AggregateExpr', 'BinaryExpr').flatMap((consumer) => (
    lostIn(query, consumer).map((histogram) => ({ histogram, consumer }))
  ));
  const result = query.types.isHistogram(query.expression) ? [{ histogram: query.expression, consumer: query.expression }] : [];
  return [...lost, ...result].map(({ histogram, consumer }) => (
    `a histogram must not be used as a number, because CloudWatch drops it without an error: expected one of ${TO_NUMBERS} ` +
    `of ${quote(histogram.text)} first, got: ${quote(consumer.text)}`
  ));
}

function lostIn({ types }: PromQlQuery, consumer: PromQlNode): PromQlNode[] {
  if (consumer.kind === 'BinaryExpr') {
    return types.droppedSides(consumer);
  }
  return signatureOf(calleeOf(consumer)).histograms === 'drops' ? consumer.operands.filter((argument) => types.isHistogram(argument)) : [];
}
