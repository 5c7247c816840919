import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../validation';

const ENDPOINT_NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/;
const COMPONENT_NAME = /^(?=.{1,63}$)[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const INSTANCE_TYPE = /^ml\.[a-z0-9-]+\.[a-z0-9]+$/;
const EXPECTED_NAME = '1 to 63 letters, digits and inner dashes';

/** Checks a name of an endpoint or of a production variant (CreateEndpoint reference). */
export function checkEndpointName(problems: Problems, what: string, name: string | undefined): void {
  problems.pattern(what, name, ENDPOINT_NAME, EXPECTED_NAME);
}

/** Checks a name of a model or of an inference component (CreateInferenceComponent reference). */
export function checkComponentName(problems: Problems, what: string, name: string | undefined): void {
  problems.pattern(what, name, COMPONENT_NAME, EXPECTED_NAME);
}

/** Checks the form of an instance type: whether a Region has it is for SageMaker to say. */
export function checkInstanceType(problems: Problems, what: string, instanceType: string): void {
  problems.pattern(what, instanceType, INSTANCE_TYPE, "a SageMaker instance type such as 'ml.g6.12xlarge'");
}

const HASH_LENGTH = 8;
const MAX_NAME_LENGTH = 63;

/**
 * The name of a component for which the user gave none.
 *
 * CloudFormation returns a component's ARN only, and SageMaker writes names in lower case into ARNs while metrics keep the case
 * of the name (github.com/prometheus-community/yet-another-cloudwatch-exporter/pull/1793): a name chosen by CloudFormation and
 * read back from the ARN could match no metric at all. So the name is made here, in lower case. It cannot collide when the
 * component is replaced: it changes with everything that replaces it, which is its place in the app and the given identity.
 */
export function derivedComponentName(scope: IConstruct, ...identity: string[]): string {
  const place = placeInDeployment(scope);
  const hash = createHash('sha256').update(JSON.stringify([...place, ...identity])).digest('hex').slice(0, HASH_LENGTH);
  const readable = place.join('-').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(-(MAX_NAME_LENGTH - HASH_LENGTH - 1))
    .replace(/^-+|-+$/g, '');
  return `${readable}-${hash}`;
}

/**
 * Where a construct stands in what is deployed: the name of the outermost stack and the ids below it. Stages and the stack's own id
 * do not count, because logical ids do not depend on them either.
 */
export function placeInDeployment(construct: IConstruct): string[] {
  const { scopes } = construct.node;
  const stack = scopes.find(Stack.isStack)!;
  return [stack.stackName, ...scopes.slice(scopes.indexOf(stack) + 1).map(({ node }) => node.id)];
}
