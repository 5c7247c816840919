import { Problems } from '../validation';

/** The name under which requests to the endpoint are signed with Signature Version 4. */
export const SIGNING_SERVICE = 'monitoring';

/** The form of a Region's name. */
export const REGION = /^[a-z]{2}(-[a-z]+)+-\d+$/;

/** CloudWatch's PromQL endpoint of a Region, without the path `/api/v1`, which readers append (CloudWatch user guide, "PromQL"). */
export function promQlEndpoint(region: string): string {
  return `https://monitoring.${region}.amazonaws.com`;
}

/** Regions outside of AWS's commercial partition. */
export const OTHER_PARTITION = /^(cn|us-gov|us-iso)/;

/** Checks the form of a Region: AWS has no PromQL outside its commercial partition. */
export function checkRegion(problems: Problems, what: string, region: string): void {
  problems.pattern(what, region, REGION, "a Region such as 'eu-central-1'");
  if (OTHER_PARTITION.test(region)) {
    problems.add(`${what} must be a commercial Region: CloudWatch has no PromQL in others, got: '${region}'`);
  }
}

/** The plugin of Grafana whose data source signs requests for the endpoint (CloudWatch user guide, "Grafana integration"). */
export const GRAFANA_PROMQL_PLUGIN = 'grafana-amazonprometheus-datasource';
