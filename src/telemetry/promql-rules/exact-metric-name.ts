import { PromQlNode } from './node';
import { metricNames, PromQlQuery, quote } from './query';

/** CloudWatch refuses selectors without one exact metric name. */
export function exactMetricName(query: PromQlQuery): string[] {
  const matched = query.labels.filter(({ name, place }) => name === '__name__' && place.kind.endsWith('Matcher'));
  return [
    ...matched.map(({ place }) => `\`__name__\` must not be matched: expected the exact metric name, as in \`name{...}\`, got: ${quote(place.text)}`),
    ...query.all('VectorSelector').filter((selector) => !matched.some(({ place }) => place.ancestors.includes(selector))).flatMap(problemsOf),
  ];
}

function problemsOf(selector: PromQlNode): string[] {
  const names = metricNames(selector);
  if (names.length > 1) {
    return [`a selector must name one metric, got ${names.length}: ${quote(selector.text)}`];
  }
  return names[0]
    ? []
    : [`a selector must name its metric exactly: expected \`name{...}\` or \`{"name", ...}\`, got: ${quote(selector.text)}`];
}
