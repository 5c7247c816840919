/* What tests of opt-ins share. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { IImportedInferenceEndpoint, InferenceEndpoint } from '../../src';

export const OPT_IN = 'Custom::SageMakerDetailedObservabilityOptIn';
export const ENDPOINT_ARN = 'arn:<AWS::Partition>:sagemaker:eu-central-1:111122223333:endpoint/chat';
export const ROLE_ARN = 'arn:aws:iam::111122223333:role/chat';
export const KEY_ARN = 'arn:aws:kms:eu-central-1:111122223333:key/k';

export type Statement = { Action: string | string[]; Resource: unknown; Condition?: object };

/** A value of a template with joins and references made readable. */
export function readable(value: any): any {
  if (value?.Ref) {
    return `<${value.Ref}>`;
  }
  return value?.['Fn::Join'] ? value['Fn::Join'][1].map(readable).join('') : value;
}

/** The statements of the policies whose ids begin with something. */
export function statementsOf(stack: Stack, prefix: string): Statement[] {
  return Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    .filter(([id]) => id.startsWith(prefix))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .map(({ Action, Resource, Condition }: Statement) =>
      ({ Action, Resource: [Resource].flat().map(readable), ...Condition && { Condition } }));
}

export function chat(stack: Stack): IImportedInferenceEndpoint {
  return InferenceEndpoint.fromEndpointName(stack, 'Chat', 'chat');
}

export function alarm(stack: Stack, id = 'Errors'): cloudwatch.Alarm {
  return new cloudwatch.Metric({ namespace: 'Callers', metricName: 'Errors' }).createAlarm(stack, id, { threshold: 1, evaluationPeriods: 1 });
}

export function optInIds(stack: Stack): string[] {
  return Object.keys(Template.fromStack(stack).findResources(OPT_IN));
}
