import { PROMQL_RULES } from './promql-rules';
import { PromQlCheckOptions, PromQlQuery } from './promql-rules/query';

export type { PromQlCheckOptions } from './promql-rules/query';

/**
 * What is wrong with a query for CloudWatch. It answers a query with a wrong name, label or type with an empty result, or with an
 * error at deployment, so this is where such faults are seen. CDK tokens stand for names of 63 characters.
 *
 * @returns one message per problem, each with what was expected and the part of the query that is wrong
 */
export function checkPromQl(query: string, options: PromQlCheckOptions): string[] {
  const checked = new PromQlQuery(query, options);
  for (const rules of PROMQL_RULES) {
    const problems = rules.flatMap((rule) => rule(checked));
    if (problems.length > 0) {
      return [...new Set(problems)];
    }
  }
  return [];
}
