import { ArnFormat, Stack } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { SageMakerNamespace } from '../telemetry/classic-metrics';

/** What the instances of an endpoint touch besides images and artifacts. */
export interface ExecutionRoleNeeds {
  readonly network?: { readonly subnets: ec2.ISubnet[]; readonly connections: ec2.Connections };
  readonly encryptionKey?: kms.IKey;
}

/**
 * The role that SageMaker assumes for an endpoint: the permissions that the developer guide lists for hosting
 * (sagemaker-roles.html, "CreateModel API: Execution Role Permissions"), each narrowed as far as AWS lets it. Images and
 * artifacts grant themselves when they are used.
 */
export function createExecutionRole(scope: Construct, id: string): iam.Role {
  return new iam.Role(scope, id, {
    description: 'Assumed by SageMaker to run the model containers of an endpoint',
    assumedBy: new iam.ServicePrincipal('sagemaker.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  });
}

/** Grants what every endpoint needs: also to a role that the user brings, as CDK constructs do. */
export function grantExecution(scope: Construct, grantee: iam.IPrincipal, needs: ExecutionRoleNeeds): void {
  const statements = [logs(scope), metrics()];
  if (needs.network) {
    statements.push(...networkInterfaces(scope, needs.network.subnets, needs.network.connections));
  }
  statements.forEach((statement) => grantee.addToPrincipalPolicy(statement));
  needs.encryptionKey?.grant(grantee, 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext');
}

/** What lets SageMaker look at an alarm that guards a deployment, on behalf of the role (deployment guardrails guide). */
export function describeAlarm(alarm: IAlarm): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarm.alarmArn] });
}

function logs(scope: Construct): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    resources: [Stack.of(scope).formatArn({
      service: 'logs', resource: 'log-group', resourceName: '/aws/sagemaker/*', arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })],
  });
}

/** PutMetricData has no resource, so the namespace narrows it. */
function metrics(): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: {
      StringEquals: {
        'cloudwatch:namespace': [SageMakerNamespace.INVOCATIONS, SageMakerNamespace.ENDPOINTS, SageMakerNamespace.INFERENCE_COMPONENTS],
      },
    },
  });
}

/**
 * The EC2 set of the developer guide. The interfaces are bound to the given subnets; describe actions have no resource, and
 * DeleteNetworkInterfacePermission may be called without naming one.
 */
function networkInterfaces(scope: Construct, subnets: ec2.ISubnet[], connections: ec2.Connections): iam.PolicyStatement[] {
  // Subnets and security groups of a shared VPC belong to another account; their ids are unique.
  const arn = (resource: string, resourceName: string, account?: string) =>
    Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName, account });
  const subnetArns = subnets.map(({ subnetId }) => arn('subnet', subnetId, '*'));
  const interfaces = arn('network-interface', '*');
  return [
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterface'],
      resources: [interfaces, ...subnetArns, ...connections.securityGroups.map(({ securityGroupId }) => arn('security-group', securityGroupId, '*'))],
    }),
    new iam.PolicyStatement({
      actions: ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'],
      resources: [interfaces],
      conditions: { ArnLike: { 'ec2:Subnet': subnetArns } },
    }),
    new iam.PolicyStatement({
      actions: [
        'ec2:DeleteNetworkInterfacePermission',
        'ec2:DescribeDhcpOptions', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
  ];
}
