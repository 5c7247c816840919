import { CfnElement, CfnResource, Stack, Validations } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { isKnown } from '../validation';

/** Acknowledges what cdk-nag finds about the role of the handler. */
export function acknowledgeWildcards(role: IConstruct, configurationPrefix: string): void {
  const { region, account } = Stack.of(role);
  const place = `${isKnown(region) ? region : '<AWS::Region>'}:${isKnown(account) ? account : '<AWS::AccountId>'}`;
  const configurations = `arn:<AWS::Partition>:sagemaker:${place}:endpoint-config/`;
  Validations.of(role).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ListEndpointConfigs of SageMaker knows no resources.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::${configurations}*]`,
      reason: 'Which configuration an imported endpoint is on is known when it is opted in, not before.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::${configurations}${configurationPrefix}*]`,
      reason: 'The names of configurations are made of their contents, below a prefix that belongs to this stack.',
    },
  );
}

/** Acknowledges what cdk-nag finds about AWS CDK's own provider framework. */
export function acknowledgeFramework(framework: IConstruct, handlers: readonly lambda.Function[]): void {
  const stack = Stack.of(framework);
  const own = framework.node.findAll().filter((child) => CfnResource.isCfnResource(child) && child.cfnResourceType === 'AWS::Lambda::Function');
  const functions = [...handlers.map(({ node }) => node.defaultChild), ...own] as CfnElement[];
  Validations.of(framework).acknowledge(
    {
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'The provider framework of AWS CDK gives its functions this policy to write logs.',
    },
    ...functions.map((element) => ({
      id: `AwsSolutions-IAM5[Resource::<${stack.getLogicalId(element)}.Arn>:*]`,
      reason: 'The provider framework of AWS CDK may invoke every version of the functions that it is made of.',
    })),
    { id: 'AwsSolutions-SF1', reason: 'The state machine of the provider framework only asks again until an opt-in is complete; failures are logged.' },
    { id: 'AwsSolutions-SF2', reason: 'The state machine of the provider framework only asks again until an opt-in is complete.' },
  );
}
