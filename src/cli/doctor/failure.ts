/* What keeps the doctor from seeing something, in words that say what to do about it. */

export type FailureKind = 'credentials' | 'network' | 'denied' | 'throttled' | 'refused' | 'not found' | 'other';

/** A question that was not answered. */
export class Failure extends Error {
  public constructor(public readonly kind: FailureKind, message: string, public readonly advice: string) {
    super(message);
    this.name = 'Failure';
  }

  /** Whether no other question would be answered either. */
  public get isFatal(): boolean {
    return this.kind === 'credentials';
  }
}

interface SdkError extends Error {
  readonly code?: string;
  readonly errors?: readonly SdkError[];
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const CREDENTIALS = new RegExp([
  'ExpiredToken', 'RequestExpired', 'CredentialsProviderError', 'TokenProviderError', 'UnrecognizedClient', 'InvalidClientTokenId',
  'InvalidSignature', 'SignatureDoesNotMatch', 'MissingAuthenticationToken', 'IncompleteSignature', 'security token included in the request',
].join('|'), 'i');
const THROTTLED = /throttl|TooManyRequests|RequestLimitExceeded|SlowDown|Rate exceeded/i;
const DENIED = /AccessDenied|not authorized|UnauthorizedOperation/i;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_TLS|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)|^(TimeoutError|AbortError)$/;
const MISSING = /could not find|does not exist|not found/i;

/** What an error of the SDK means for a user. Stack traces and bodies stay out of it. */
export function failureOf(what: string, permission: string, error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  const { name, message, code, errors, $metadata } = error as SdkError;
  const text = `${name}: ${message}`;
  const codes = [name, code, ...errors?.map((inner) => inner.code) ?? []];
  if (CREDENTIALS.test(text)) {
    return new Failure('credentials', `${what}: AWS did not accept the credentials (${name})`,
      'Get new credentials (for example `aws sso login`), check --profile, and check that the clock of this machine is right.');
  }
  if (codes.some((found) => found !== undefined && NETWORK.test(found))) {
    return new Failure('network', `${what}: no connection (${codes.find((found) => found !== undefined && NETWORK.test(found))})`,
      'Check the network, the proxy and --region: a Region without the service has no such host.');
  }
  if (THROTTLED.test(text) || $metadata?.httpStatusCode === 429) {
    return new Failure('throttled', `${what}: still throttled after several attempts`,
      'Try again in a few minutes; other readers of the account share the limit.');
  }
  if (DENIED.test(text)) {
    return new Failure('denied', `${what}: access denied`, `Allow ${permission}.`);
  }
  return MISSING.test(message)
    ? new Failure('not found', `${what}: ${firstLine(message)}`, 'Check the name, --region and --profile.')
    : new Failure('other', `${what}: ${name}: ${firstLine(message)}`, 'Try again; report it if it stays.');
}

/** Some messages go on with the whole request, signature included. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0].slice(0, 300);
}
