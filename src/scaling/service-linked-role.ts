import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

const SERVICE_ROLE = 'AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint';

/** A role that is not granted anything: AWS made it for this purpose. */
export function serviceLinkedRole(scope: Construct): iam.IRole {
  const arn = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com',
    resourceName: SERVICE_ROLE,
  });
  return iam.Role.fromRoleArn(scope, 'Role', arn, { mutable: false });
}
