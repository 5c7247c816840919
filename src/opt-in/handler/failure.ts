/* Errors: which of them pass, and what becomes the reason in the event of CloudFormation. */

/** A reason to stop: its message is shown in the event of CloudFormation. */
export class OptInError extends Error {
  public constructor(endpointName: string, problem: string) {
    super(`Endpoint '${endpointName}' ${problem}`);
    this.name = 'OptInError';
  }
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly code?: string;
}

const THROTTLING = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;
const CONNECTION = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)|^TimeoutError$|^AbortError$/;

/** Whether the same call may succeed later: throttling, errors of the service, time-outs, lost connections, and an update that runs. */
export function isTransient(error: unknown): boolean {
  const { name, code, $metadata } = error as ServiceError;
  return isUpdating(error) || THROTTLING.test(name) || ($metadata?.httpStatusCode ?? 0) >= 500
    || CONNECTION.test(name) || CONNECTION.test(code ?? '');
}

/**
 * Whether SageMaker refused an update without any doubt: it was sent once, and the answer says so. An update that runs may be the same,
 * sent by an event that came twice.
 */
export function isRefusal(error: unknown): boolean {
  const { $metadata } = error as ServiceError;
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 && $metadata?.attempts === 1 && !isUpdating(error);
}

/** Whether a permission is missing, which passes when its policy was made a moment ago (github.com/aws/aws-cdk/issues/37675). */
export function isDenied(error: unknown): boolean {
  return /^AccessDenied/.test((error as ServiceError).name);
}

/** SageMaker refuses an update while another runs with a ValidationException with this text. */
function isUpdating(error: unknown): boolean {
  const { name, message } = error as ServiceError;
  return name === 'ValidationException' && /in-progress endpoint/i.test(message);
}

/** SageMaker reports what does not exist as a ValidationException with this text, and tags of it as ResourceNotFound. */
export function isNotFound(error: unknown): boolean {
  const { name, message } = error as ServiceError;
  return name === 'ResourceNotFound' || (name === 'ValidationException' && /could not find/i.test(message));
}

/** SageMaker reports a name that is taken as a ValidationException with this text. */
export function alreadyExists(error: unknown): boolean {
  const { name, message } = error as ServiceError;
  return name === 'ValidationException' && /already exist/i.test(message);
}

/** The error that CloudFormation shows: it names the endpoint. */
export function reasonOf(endpointName: string, error: unknown): Error {
  return error instanceof OptInError ? error : new OptInError(endpointName, `could not be dealt with: ${(error as Error).name}: ${(error as Error).message}`);
}
