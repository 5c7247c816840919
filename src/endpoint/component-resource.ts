import { createHash } from 'crypto';
import { CfnResource } from 'aws-cdk-lib';
import { CfnInferenceComponent, CfnInferenceComponentProps } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IConstruct, IDependable } from 'constructs';
import { derivedComponentName, placeInDeployment } from './names';
import { DEFAULT_VARIANT_NAME } from '../telemetry/scope';
import { isKnown } from '../validation';

/** What a component's resource is made of. */
export interface ComponentResourceProps extends Omit<CfnInferenceComponentProps, 'inferenceComponentName'> {
  /** The name that the user gave. */
  readonly givenName?: string;
  /** The endpoint, which must outlive the component. */
  readonly endpoint: IConstruct;
  /** The component that an adapter belongs to, which must outlive the adapter. */
  readonly base?: IConstruct;
  /** The role of the endpoint and its policies, which must outlive the component. */
  readonly outliving?: readonly IDependable[];
  /** What else makes it another component, such as the base of an adapter. */
  readonly identity?: string;
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
  const { givenName, endpoint, base, outliving = [], identity: further, ...rest } = props;
  const identity = [
    literal(givenName),
    literal(rest.endpointName),
    rest.variantName === DEFAULT_VARIANT_NAME ? '' : literal(rest.variantName),
    placeOf(endpoint, scope),
    literal(further),
  ];
  const name = givenName ?? derivedComponentName(scope, ...identity);
  const resource = new CfnInferenceComponent(scope, `Resource${suffix(identity)}`, { inferenceComponentName: name, ...rest });
  scope.node.defaultChild = resource;
  // Also where the names are literal or imported: an endpoint with components on it cannot be deleted.
  dependOnResource(resource, endpoint);
  if (base) {
    dependOnResource(resource, base);
  }
  resource.node.addDependency(...outliving);
  return { resource, name };
}

function literal(name: string | undefined): string {
  return isKnown(name) ? name : '';
}

/** An endpoint of this app is told by where it stands, unless the component stands below it and moves along. */
function placeOf(endpoint: IConstruct, scope: Construct): string {
  return endpoint.node.defaultChild === undefined || scope.node.scopes.includes(endpoint) ? '' : placeInDeployment(endpoint).join('/');
}

function suffix(identity: string[]): string {
  return identity.every((part) => part === '') ? '' : createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 8);
}

/**
 * Depends on the resource behind a construct, not on the constructs below it (the components of an endpoint, the adapters of a
 * component). Imported constructs have nothing to wait for.
 */
function dependOnResource(resource: CfnInferenceComponent, host: IConstruct): void {
  const hostResource = host.node.defaultChild;
  if (CfnResource.isCfnResource(hostResource)) {
    resource.node.addDependency(hostResource);
  }
}
