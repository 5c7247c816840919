/* Moves an endpoint to another configuration, and tells how that ended. */
import { MarkedConfiguration } from './configurations';
import { changedSince, pendingConfiguration } from './endpoint-state';
import { OptInError } from './failure';
import { OptInRequest } from './request';
import { Endpoint, SageMaker } from './sagemaker';

/**
 * Starts the update of an endpoint. Instance counts and weights stay, as does the last deployment configuration unless the resource
 * states one. A call whose answer was lost has succeeded when the endpoint is on its way.
 */
export async function startMove(sageMaker: SageMaker, { deployment }: OptInRequest, endpoint: Endpoint, target: string): Promise<void> {
  try {
    await sageMaker.updateEndpoint({
      EndpointName: endpoint.EndpointName,
      EndpointConfigName: target,
      RetainAllVariantProperties: true,
      ...deployment ? { DeploymentConfig: deployment } : endpoint.LastDeploymentConfig ? { RetainDeploymentConfig: true } : {},
    });
  } catch (error) {
    if (!await isOnItsWay(sageMaker, endpoint.EndpointName!, target)) {
      throw error;
    }
  }
}

/** Whether the endpoint is on a configuration or moves to it, as far as can be seen. */
export async function isOnItsWay(sageMaker: SageMaker, endpointName: string, target: string): Promise<boolean> {
  try {
    const endpoint = await sageMaker.describeEndpoint(endpointName);
    return endpoint !== undefined && [endpoint.EndpointConfigName, pendingConfiguration(endpoint)].includes(target);
  } catch {
    return false;
  }
}

/**
 * Judges an endpoint that is in service on another configuration than wanted: SageMaker rolls back without an error
 * (github.com/hashicorp/terraform-provider-aws/issues/48997). Throws unless the move of this request is still to be seen, which a
 * description that is a moment old does not show.
 */
export function requireThatItMoves(
  request: OptInRequest, endpoint: Endpoint, target: string, noted: MarkedConfiguration | undefined,
): void {
  if (noted?.mark.request === request.id && !changedSince(endpoint, noted.mark.before)) {
    return;
  }
  const { EndpointConfigName: name, FailureReason: reason } = endpoint;
  throw new OptInError(request.endpointName,
    `is InService on configuration '${name}', expected '${target}': SageMaker rolled the update back, or something else updated the endpoint` +
    `${reason ? ` (${reason})` : ''}`);
}
