import { createHash } from 'crypto';
import { CfnResource, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent, CfnInferenceComponentProps } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IConstruct } from 'constructs';
import { derivedComponentName } from './names';
import { isKnown } from '../validation';

/** What a component's resource is made of. */
export interface ComponentResourceProps extends Omit<CfnInferenceComponentProps, 'inferenceComponentName'> {
  /** The name that the user gave. */
  readonly givenName?: string;
  /** What must outlive the component: an endpoint, or the base of an adapter. */
  readonly host: IConstruct;
  /** The role of the endpoint, which must outlive the component with all its policies. */
  readonly role?: iam.IRole;
}

/** A component's resource and its name. */
export interface ComponentResource {
  readonly resource: CfnInferenceComponent;
  readonly name: string;
}

/**
 * Creates the resource of a component or adapter.
 *
 * CloudFormation believes that it can rename and move a component, but the update API takes neither name nor endpoint: the
 * logical id changes with every known part of the component's identity, which makes such a change a replacement.
 */
export function createComponentResource(scope: Construct, props: ComponentResourceProps): ComponentResource {
  const { givenName, host, role, ...rest } = props;
  const identity = [givenName, rest.endpointName, rest.variantName].map((part) => isKnown(part) ? part : '');
  const name = givenName ?? derivedComponentName(scope, ...identity);
  const resource = new CfnInferenceComponent(scope, `Resource${suffix(identity)}`, { inferenceComponentName: name, ...rest });
  scope.node.defaultChild = resource;
  dependOn(resource, host, role);
  Validations.of(resource).acknowledge({
    id: 'CloudFormation-Validate::E9004',
    reason: 'The attribute EndpointName of AWS::SageMaker::Endpoint is documented; the validator takes its attributes from a schema without it.',
  });
  return { resource, name };
}

function suffix([givenName, endpointName, variantName]: string[]): string {
  return givenName === '' && endpointName === ''
    ? ''
    : createHash('sha256').update(JSON.stringify([givenName, endpointName, variantName])).digest('hex').slice(0, 8);
}

/**
 * Depends on the resource behind a construct, not on the constructs below it (the components of an endpoint, the adapters of a
 * component), and on a role with all its policies. Imported constructs have nothing to wait for.
 */
function dependOn(resource: CfnInferenceComponent, host: IConstruct, role?: iam.IRole): void {
  const hostResource = host.node.defaultChild;
  if (CfnResource.isCfnResource(hostResource)) {
    resource.node.addDependency(hostResource);
  }
  if (role) {
    resource.node.addDependency(role);
  }
}
