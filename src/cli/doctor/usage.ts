import { CHECK_NAMES } from './checks';
import { wrapped } from './report/text';

/** How the command is used. */
export const doctorUsage = `Usage: cdk-sagemaker-insights doctor (--endpoint NAME ... | --all) [options]

Asks SageMaker, CloudWatch and the PromQL API whether the telemetry of endpoints arrives in the form that dashboards and alarms ask for,
and says how to fix what does not. Reads only.

  --endpoint NAME     the endpoint to look at; may be repeated
  --all               every endpoint of the account and Region
  --region REGION     default: AWS_REGION or the Region of the profile
  --profile NAME      a profile of the AWS configuration
  --json              print JSON for machines instead of a table
  --series            print every series that arrives, with its name, kind and age
  --ignore CHECK      show findings of a check, but do not count them; may be repeated
  --promql-url URL    where the PromQL API is, without /api/v1 (default: CloudWatch of the Region; also
                      CDK_SAGEMAKER_INSIGHTS_PROMQL_URL). Credentials sign requests to it
  --quiet             no progress on stderr
  --help              this text

Checks: ${wrapped(CHECK_NAMES.join(', '), 110).join('\n  ')}

Exit codes:
  0  healthy
  1  at least one problem
  2  wrong usage
  3  no problem seen, but not everything could be told: no credentials, no network, no permission, no endpoint

Permissions: sagemaker:ListEndpoints, DescribeEndpoint, DescribeEndpointConfig, ListInferenceComponents, DescribeInferenceComponent,
  DescribeModel; cloudwatch:GetOTelEnrichment, DescribeAlarms, GetMetricData, ListMetrics.
`;
