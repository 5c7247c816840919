import { Resource } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IInferenceComponentRef, InferenceComponentReference } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { createComponentResource } from './component-resource';
import { checkHost } from './host-check';
import { IInferenceComponent, InferenceComponentBase } from './inference-component-base';
import { IInferenceEndpoint, InferenceEndpoint } from './inference-endpoint';
import { grantInvocation } from './invocation';
import { ModelArtifacts } from './model-artifacts';
import { checkComponentName } from './names';
import { ProvisionedEndpoint } from './provisioned-endpoint';
import { Problems } from '../validation';

/** What an adapter consists of. */
export interface InferenceComponentAdapterOptions {
  /** The adapter's weights: one gzip-compressed tar archive. */
  readonly artifacts: ModelArtifacts;

  /**
   * The adapter's name, which callers send instead of the base component's: 1 to 63 letters, digits and inner dashes, unique in
   * account and Region.
   *
   * @default - a lower-case name made from stack name and construct path
   */
  readonly inferenceComponentName?: string;
}

/** Properties of an adapter. */
export interface InferenceComponentAdapterProps extends InferenceComponentAdapterOptions {
  /** The component whose model is adapted. */
  readonly base: IInferenceComponent;

  /** The endpoint that hosts the base. */
  readonly endpoint: IInferenceEndpoint;
}

/**
 * An adapter (LoRA) of a component's model. It runs inside the copies of the base component, so it has no image, resources or
 * copies of its own (realtime-endpoints-adapt.html).
 *
 * @resource AWS::SageMaker::InferenceComponent
 */
export class InferenceComponentAdapter extends Resource implements IInferenceComponentRef {
  /** The component whose model is adapted. */
  public readonly base: IInferenceComponent;

  /** The adapter's ARN. */
  public readonly inferenceComponentArn: string;

  /** The adapter's name, which callers send instead of the base component's. */
  public readonly inferenceComponentName: string;

  private readonly endpointArn: string;

  /** Creates the adapter. `component.addAdapter` is the shorter way. */
  public constructor(scope: Construct, id: string, props: InferenceComponentAdapterProps) {
    super(scope, id);
    const problems = new Problems();
    checkComponentName(problems, 'inferenceComponentName', props.inferenceComponentName);
    checkHost(problems, this, props.endpoint);
    props.artifacts._check(problems, 'artifacts');
    if (!props.artifacts.isArchive) {
      problems.add('artifacts of an adapter must be one gzip-compressed tar archive, got: uncompressed files under a prefix');
    }
    problems.throwIfAny(this);

    this.base = props.base;
    this.endpointArn = props.endpoint.endpointArn;
    const host = props.endpoint instanceof ProvisionedEndpoint ? props.endpoint : undefined;
    const { resource, name } = createComponentResource(this, {
      givenName: props.inferenceComponentName,
      endpoint: props.endpoint,
      base: props.base,
      outliving: host?._outliving,
      identity: props.base.inferenceComponentName,
      endpointName: props.endpoint.endpointName,
      specification: {
        baseInferenceComponentName: props.base.inferenceComponentName,
        container: { artifactUrl: props.artifacts.bind(this, host?._grantee).uri },
      },
    });
    this.inferenceComponentName = name;
    this.inferenceComponentArn = resource.ref;
    if (props.base instanceof InferenceComponentBase) {
      props.base._adaptedBy(this);
    }
    if (props.endpoint instanceof InferenceEndpoint) {
      props.endpoint._registerAdapter(this);
    }
  }

  /** A reference to this adapter for other constructs. */
  public get inferenceComponentRef(): InferenceComponentReference {
    return { inferenceComponentArn: this.inferenceComponentArn };
  }

  /**
   * Lets a principal invoke this adapter, response streams included: on the adapter and on its endpoint.
   *
   * @param grantee who may invoke
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return grantInvocation(grantee, [this.endpointArn, this.inferenceComponentArn]);
  }
}
