import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { InvalidPropertiesError } from '../validation';

/** Something on an endpoint that callers name in their requests. */
export interface IInvokable {
  readonly inferenceComponentArn: string;
  grantInvoke(grantee: iam.IGrantable): iam.Grant;
}

/** Whole responses and response streams; the bidirectional action is absent from the service authorization reference. */
const INVOKE_ACTIONS = ['sagemaker:InvokeEndpoint', 'sagemaker:InvokeEndpointWithResponseStream'];

/**
 * Lets a principal invoke. SageMaker authorises the call on the endpoint, and on the inference component where the request
 * names one (service authorization reference).
 */
export function grantInvocation(grantee: iam.IGrantable, resourceArns: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions: INVOKE_ACTIONS, resourceArns: [...new Set(resourceArns.flatMap(bothCases))] });
}

/**
 * SageMaker writes names in lower case into ARNs, and did so without exception for years
 * (github.com/prometheus-community/yet-another-cloudwatch-exporter/pull/1178): an ARN made of a name with capitals may match
 * nothing, so the other spelling is granted too. An ARN that SageMaker itself returns is a token and stays as it is.
 */
export function bothCases(arn: string): string[] {
  const slash = arn.lastIndexOf('/');
  const name = arn.slice(slash + 1);
  return slash < 0 || Token.isUnresolved(name) ? [arn] : [arn, arn.slice(0, slash + 1) + name.toLowerCase()];
}

/** The ARN of a SageMaker resource, in the account and Region given or the stack's. */
export function sageMakerArn(
  scope: Construct, resource: string, resourceName: string, where: { region?: string; account?: string },
): string {
  return Stack.of(scope).formatArn({ service: 'sagemaker', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME, ...where });
}

/** Sets how long a log group that SageMaker creates keeps its events. */
export function retainLogs(scope: Construct, logGroupName: string, retention: logs.RetentionDays): void {
  if (scope.node.tryFindChild('LogRetention')) {
    throw new InvalidPropertiesError(scope, [`retainLogs may be called once, got a second call with a retention of ${retention} days`]);
  }
  new logs.LogRetention(scope, 'LogRetention', { logGroupName, retention });
}
