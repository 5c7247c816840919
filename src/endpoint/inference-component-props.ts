import { ComponentDeployment } from './component-deployment';
import { ComponentOverrides, ComponentPlacement, ComponentResources } from './component-specification';
import { IInferenceEndpoint } from './inference-endpoint';
import { ServedModel } from './served-model';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { ServingEngine } from '../telemetry/serving-engine';

/** What a component consists of. */
export interface InferenceComponentOptions {
  /** The model. */
  readonly model: ServedModel;

  /** What each copy reserves on an instance. */
  readonly resources: ComponentResources;

  /**
   * The number of copies, at least 1: SageMaker refuses to create a component without any. When copies are autoscaled this is
   * the number to begin with, and **a later change of it undoes what autoscaling decided**: leave it alone then.
   *
   * @default 1, or the minimum of autoscaling where that is more
   */
  readonly copies?: number;

  /**
   * The component's name: 1 to 63 letters, digits and inner dashes, unique in account and Region. A named component cannot be
   * moved to another endpoint in one deployment, because both would exist for a moment.
   *
   * @default - a lower-case name made from stack name and construct path: CloudFormation returns the name in an ARN only, whose
   * case may differ from the one that metrics carry
   */
  readonly inferenceComponentName?: string;

  /**
   * Where copies are placed.
   *
   * @default - spread over instances, balanced over zones, with artifacts kept on the instances
   */
  readonly placement?: ComponentPlacement;

  /**
   * How updates reach the copies.
   *
   * @default - SageMaker's own, without rollback alarms
   */
  readonly deployment?: ComponentDeployment;

  /**
   * What differs on an instance type of the fleet, such as a smaller model on a fallback.
   *
   * @default - the same everywhere
   */
  readonly overrides?: { [instanceType: string]: ComponentOverrides };
}

/** Properties of a component. */
export interface InferenceComponentProps extends InferenceComponentOptions {
  /** The endpoint whose instances host the copies: one for inference components, provisioned or imported. */
  readonly endpoint: IInferenceEndpoint;
}

/** What is known of a component that another stack or tool owns. */
export interface InferenceComponentAttributes {
  /** The component's name. */
  readonly inferenceComponentName: string;

  /**
   * The endpoint that hosts it.
   *
   * @default - unknown: `grantInvoke` grants the component alone, and the component is taken to lie in the stack's Region
   */
  readonly endpoint?: IInferenceEndpoint;

  /**
   * The engine that serves the model.
   *
   * @default - unknown: queries ask for the series of every engine
   */
  readonly engine?: ServingEngine;

  /**
   * How often the container's metrics are published.
   *
   * @default - the endpoint's; when that is unknown too, windows are wide enough for 300 seconds
   */
  readonly publishFrequency?: PublishFrequency;
}
