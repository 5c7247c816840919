/* What the status of an endpoint means for an update of it. */
import { OptInError } from './failure';
import { Endpoint } from './sagemaker';

/** SageMaker leaves these by itself; RollingBack too ends InService, on the old configuration. */
const PASSING = ['Updating', 'SystemUpdating', 'RollingBack'];

export function isBusy({ EndpointStatus: status }: Endpoint): boolean {
  return PASSING.includes(status!);
}

/** The configuration that the endpoint is moving to, as far as SageMaker says. */
export function pendingConfiguration({ PendingDeploymentSummary: pending }: Endpoint): string | undefined {
  return pending?.EndpointConfigName;
}

/** Throws unless the endpoint can be updated, or has been. */
export function requireInService(endpoint: Endpoint): void {
  const { EndpointName: name, EndpointStatus: status, EndpointConfigName: configuration, FailureReason: reason } = endpoint;
  if (status !== 'InService') {
    throw new OptInError(name!, `must be InService, got: ${status} on configuration '${configuration}'${reason ? ` (${reason})` : ''}`);
  }
}

/** Whether the endpoint has changed after a moment that was noted. */
export function changedSince({ LastModifiedTime: modified }: Endpoint, before: number): boolean {
  return modified!.getTime() > before;
}
