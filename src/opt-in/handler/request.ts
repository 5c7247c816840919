/* What CloudFormation and the provider framework send, and what it means. */
import { createHash } from 'crypto';
import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import { OptInResourceProperties } from '../resource-properties';

export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: OptInResourceProperties;
  /** What onEvent returned, in the events of isComplete. */
  readonly Data?: { readonly EndpointConfigName?: string };
}

/** One request of CloudFormation. */
export interface OptInRequest {
  readonly id: string;
  readonly endpointName: string;
  readonly frequency: number;
  readonly prefix: string;
  readonly executionRoleArn?: string;
  readonly deployment?: DeploymentConfig;
  readonly waitForCompletion: boolean;
  readonly revertOnDelete: boolean;
  /**
   * Which resource of which stack asks, and for which endpoint: marks the configurations that it makes. A resource that is given another
   * endpoint is deleted for the first one in the end, and must not take the configurations of the second for leftovers.
   */
  readonly owner: string;
}

const OWNER_LENGTH = 16;

export function requestOf(event: CustomResourceEvent): OptInRequest {
  const properties = event.ResourceProperties;
  const owner = [event.StackId, event.LogicalResourceId, properties.EndpointName].join('|');
  return {
    id: event.RequestId,
    endpointName: properties.EndpointName,
    frequency: Number(properties.MetricPublishFrequencyInSeconds),
    prefix: properties.ConfigurationPrefix,
    executionRoleArn: properties.ExecutionRoleArn,
    deployment: properties.DeploymentConfig === undefined ? undefined : JSON.parse(properties.DeploymentConfig),
    waitForCompletion: properties.WaitForCompletion !== 'false',
    revertOnDelete: properties.RevertOnDelete === 'true',
    owner: createHash('sha256').update(owner).digest('hex').slice(0, OWNER_LENGTH),
  };
}
