/**
 * What the custom resource hands to its handler. CloudFormation turns numbers and booleans into strings on the way, so the
 * deployment travels as JSON.
 */
export interface OptInResourceProperties {
  readonly EndpointName: string;
  readonly MetricPublishFrequencyInSeconds: string;
  /** What the names of all configurations begin with that the stack's opt-ins make. */
  readonly ConfigurationPrefix: string;
  /** The only role that may be passed on. */
  readonly ExecutionRoleArn?: string;
  /** The only key that may be used. */
  readonly EncryptionKeyArn?: string;
  /** DeploymentConfig of UpdateEndpoint, as JSON. */
  readonly DeploymentConfig?: string;
  readonly WaitForCompletion: string;
  readonly RevertOnDelete: string;
}

/** The attribute that holds the name of the configuration which the endpoint is on. */
export const CONFIGURATION_ATTRIBUTE = 'EndpointConfigName';

/** What the names of all configurations begin with that opt-ins make, of whatever stack. */
export const CONFIGURATION_FAMILY = 'detailed-';
