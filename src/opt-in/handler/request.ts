/* What CloudFormation and the provider framework send, and what it means. */
import { createHash } from 'crypto';
import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import { nameSuffix } from './clone';
import { OptInResourceProperties } from '../resource-properties';

export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: OptInResourceProperties;
  /** What onEvent returned, in the events of isComplete. */
  readonly Data?: { readonly EndpointConfigName?: string; readonly Deadline?: string };
}

/** One request of CloudFormation. */
export interface OptInRequest {
  readonly id: string;
  readonly isCreate: boolean;
  readonly isUpdate: boolean;
  /** Whether the resource has had this endpoint before, which is known when the request begins. */
  readonly isKnown: boolean;
  readonly endpointName: string;
  readonly frequency: number;
  readonly prefix: string;
  /** What the names of the configurations for this endpoint end with. */
  readonly suffix: string;
  readonly executionRoleArn?: string;
  readonly encryptionKeyArn?: string;
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
    isCreate: event.RequestType === 'Create',
    isUpdate: event.RequestType === 'Update',
    isKnown: event.RequestType === 'Update' && event.PhysicalResourceId === properties.EndpointName,
    endpointName: properties.EndpointName,
    frequency: Number(properties.MetricPublishFrequencyInSeconds),
    prefix: properties.ConfigurationPrefix,
    suffix: nameSuffix(properties.ConfigurationPrefix, properties.EndpointName),
    executionRoleArn: properties.ExecutionRoleArn,
    encryptionKeyArn: properties.EncryptionKeyArn,
    deployment: properties.DeploymentConfig === undefined ? undefined : JSON.parse(properties.DeploymentConfig),
    waitForCompletion: properties.WaitForCompletion !== 'false',
    revertOnDelete: properties.RevertOnDelete === 'true',
    owner: createHash('sha256').update(owner).digest('hex').slice(0, OWNER_LENGTH),
  };
}
