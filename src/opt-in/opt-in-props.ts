import { IRole } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import type { EndpointDeployment } from '../endpoint/endpoint-deployment';
import type { IInferenceEndpoint } from '../endpoint/inference-endpoint';
import { PublishFrequency } from '../telemetry/publish-frequency';

/** How an endpoint is opted into detailed observability. */
export interface DetailedObservabilityOptInOptions {
  /**
   * How often metrics are published. Must be the endpoint's own `publishFrequency` where the import states one, because windows of queries
   * are made from that.
   *
   * @default - the endpoint's `publishFrequency` where the import states one, otherwise PublishFrequency.ONE_MINUTE
   */
  readonly publishFrequency?: PublishFrequency;

  /**
   * The execution role that the endpoint's configuration names, of the account of the stack. The opt-in may pass on this role and no other:
   * a configuration that names another one is refused, and the endpoint stays as it is. Import it with `Role.fromRoleArn` where it has a
   * path, such as `/service-role/`: `Role.fromRoleName` makes an ARN without.
   *
   * It is let describe the rollback alarms, unless it was imported as immutable.
   *
   * @default - none: enough for endpoints whose configuration names no role because their models do
   */
  readonly executionRole?: IRole;

  /**
   * The key that the endpoint's configuration names. SageMaker demands that who creates and updates may use it (CreateEndpointConfig
   * reference): a configuration with a key that is not given, or with the ARN of another, is refused, and the endpoint stays as it is.
   *
   * @default - none: the configuration names no key
   */
  readonly encryptionKey?: IKey;

  /**
   * How the update reaches the instances. Blue/green needs room for a second fleet, `EndpointDeployment.rolling` for one batch only.
   * Instance counts and weights always stay.
   *
   * @default - as the endpoint was deployed last, otherwise SageMaker's own: blue/green, all at once, without rollback alarms
   */
  readonly deployment?: EndpointDeployment;

  /**
   * Whether the stack waits until the endpoint is in service on its new configuration, for 50 minutes at most. Without waiting, nothing
   * tells the stack of an update that SageMaker rolled back, and the configuration that was left is removed with the next change of this
   * resource, or its deletion.
   *
   * @default true
   */
  readonly waitForCompletion?: boolean;

  /**
   * Whether the endpoint moves back to the configuration that this resource found when this resource is deleted, also when the creation of
   * the stack fails after this resource was created. What the endpoint's owner has deployed since stays. So does the opt-in when another
   * resource shares it: one that has replaced this one under another id, or an earlier one that was deleted without `revertOnDelete`.
   * Deletion waits for the move, for 50 minutes at most.
   *
   * @default false
   */
  readonly revertOnDelete?: boolean;
}

/** Properties of `DetailedObservabilityOptIn`. */
export interface DetailedObservabilityOptInProps extends DetailedObservabilityOptInOptions {
  /** The endpoint, which another stack or tool owns, in the account and Region of the stack. */
  readonly endpoint: IInferenceEndpoint;
}
