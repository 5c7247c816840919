import { OTHER_PARTITION, REGION } from '../../account/promql-endpoint';

/** What is wrong with a Region. AWS has no PromQL outside its commercial partition. */
export function regionProblem(region: string): string | undefined {
  if (!REGION.test(region)) {
    return `expected a Region such as eu-central-1, got: '${region}'`;
  }
  return OTHER_PARTITION.test(region) ? `expected a commercial Region, because CloudWatch has no PromQL in others, got: '${region}'` : undefined;
}
