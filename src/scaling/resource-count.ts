import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** CloudFormation takes at most this many resources in a stack. */
const MOST_RESOURCES = 500;

/** Says how to split a stack that scaling made too large, before CloudFormation refuses it. Said once, by the first that scales there. */
export function resourceCountProblems(capacity: IConstruct, scales: (construct: IConstruct) => boolean): string[] {
  const stack = Stack.of(capacity);
  const all = stack.node.findAll().filter((construct) => Stack.of(construct) === stack);
  const resources = all.filter((construct) => CfnResource.isCfnResource(construct)).length;
  const scaling = all.filter(scales);
  if (resources <= MOST_RESOURCES || scaling[0] !== capacity) {
    return [];
  }
  return [
    `a stack holds at most ${MOST_RESOURCES} resources, got: ${resources}, with ${scaling.length} that scale something. A scaled component costs about 7 with ` +
    'one tier of pressure and 11 with three. Expected fewer tiers, or components in stacks of their own: ' +
    'new InferenceComponent(otherStack, id, { endpoint, ... })',
  ];
}
