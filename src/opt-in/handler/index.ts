/* The Lambda functions behind DetailedObservabilityOptIn. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { Handlers } from './handlers';
import { keepRawResponses } from './raw-response';
import { CustomResourceEvent } from './request';
import { SageMaker } from './sagemaker';

const ATTEMPTS = 8;
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

const handlers = new Handlers(new SageMaker(
  keepRawResponses(new SageMakerClient({
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout: REQUEST_TIMEOUT, throwOnRequestTimeout: true },
  })),
  { now: Date.now, sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)) },
));

export const onEvent = (event: CustomResourceEvent) => handlers.onEvent(event);
export const isComplete = (event: CustomResourceEvent) => handlers.isComplete(event);
