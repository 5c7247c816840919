/* The Lambda functions behind DetailedObservabilityOptIn, as the provider framework calls them. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { isTransient, reasonOf } from './failure';
import { Flow } from './flow';
import { OptIn } from './opt-in';
import { keepRawResponses } from './raw-response';
import { CustomResourceEvent, requestOf } from './request';
import { Keep, Revert } from './revert';
import { SageMaker } from './sagemaker';
import { CONFIGURATION_ATTRIBUTE } from '../resource-properties';

const ATTEMPTS = 8;
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

const sageMaker = new SageMaker(
  keepRawResponses(new SageMakerClient({
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout: REQUEST_TIMEOUT, throwOnRequestTimeout: true },
  })),
  (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
);

/** Starts what a request asks for. The physical id is the endpoint's name: another one would make CloudFormation delete the first. */
export async function onEvent(event: CustomResourceEvent) {
  const endpointName = event.ResourceProperties.EndpointName;
  try {
    const target = await flowOf(event).start();
    return {
      PhysicalResourceId: event.RequestType === 'Delete' ? event.PhysicalResourceId : endpointName,
      Data: target === undefined ? undefined : { [CONFIGURATION_ATTRIBUTE]: target },
    };
  } catch (error) {
    throw reasonOf(endpointName, error);
  }
}

/** Looks how far it is. What passes is not told as a failure: the framework asks again, for an hour at most. */
export async function isComplete(event: CustomResourceEvent) {
  try {
    const ended = await flowOf(event).check(event.Data?.EndpointConfigName);
    return ended === undefined ? { IsComplete: false } : { IsComplete: true, Data: { [CONFIGURATION_ATTRIBUTE]: ended } };
  } catch (error) {
    if (isTransient(error)) {
      console.error(`asked again later: ${(error as Error).name}: ${(error as Error).message}`);
      return { IsComplete: false };
    }
    throw reasonOf(event.ResourceProperties.EndpointName, error);
  }
}

function flowOf(event: CustomResourceEvent): Flow {
  const request = requestOf(event);
  if (event.RequestType !== 'Delete') {
    return new OptIn(sageMaker, request);
  }
  return request.revertOnDelete ? new Revert(sageMaker, request) : new Keep(sageMaker, request);
}
