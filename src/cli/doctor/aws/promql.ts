/* CloudWatch's PromQL API: the HTTP API of Prometheus, signed by the AWS SDK. */
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsCredentialIdentity, HashConstructor, RetryErrorType, RetryStrategyV2 } from '@smithy/types';
import { Clock, RateLimit, SYSTEM_CLOCK } from './rate-limit';
import { SIGNING_SERVICE } from '../../../account/promql-endpoint';
import { Failure, failureOf } from '../failure';

/** A row of an answer: its newest value, or undefined where it is a histogram, and all of its points in a range. */
export interface Row {
  readonly labels: { readonly [label: string]: string };
  readonly value?: number;
  readonly points: ReadonlyArray<readonly [seconds: number, value: number]>;
}

interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the requests need, taken from a client of the SDK. */
export interface PromQlSettings {
  readonly url: string;
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentialIdentity>;
  readonly sha256: HashConstructor;
  readonly retries: () => Promise<RetryStrategyV2>;
  readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly limit: RateLimit;
  readonly clock?: Clock;
}

export const PROMQL_PERMISSIONS = 'cloudwatch:GetMetricData and cloudwatch:ListMetrics';

/** Longer queries do not go into the address. */
const LONGEST_ADDRESS = 2000;
const WHAT = 'CloudWatch PromQL';

type Parameters = Record<string, string>;

export class PromQlApi {
  private readonly signer: SignatureV4;

  public constructor(private readonly settings: PromQlSettings) {
    const { credentials, region, sha256 } = settings;
    this.signer = new SignatureV4({ service: SIGNING_SERVICE, region, credentials, sha256 });
  }

  /** The rows of a query at a moment. Throws a `Failure` of the kind `refused` when the query is wrong. */
  public query(query: string, at: Date): Promise<Row[]> {
    return this.ask('query', { query, time: seconds(at) });
  }

  /** The rows of a query between two moments. */
  public queryRange(query: string, start: Date, end: Date, stepSeconds: number): Promise<Row[]> {
    return this.ask('query_range', { query, start: seconds(start), end: seconds(end), step: `${stepSeconds}` });
  }

  private async ask(path: string, parameters: Parameters): Promise<Row[]> {
    try {
      const strategy = await this.settings.retries();
      let token = await strategy.acquireInitialRetryToken(WHAT);
      for (;;) {
        const outcome = await this.once(path, parameters);
        if ('rows' in outcome) {
          strategy.recordSuccess(token);
          return outcome.rows;
        }
        if (outcome.retry === undefined) {
          throw outcome.error;
        }
        try {
          token = await strategy.refreshRetryTokenForRetry(token, { errorType: outcome.retry });
        } catch {
          throw outcome.error;
        }
        await (this.settings.clock ?? SYSTEM_CLOCK).sleep(token.getRetryDelay());
      }
    } catch (error) {
      throw failureOf(WHAT, PROMQL_PERMISSIONS, error);
    }
  }

  private async once(path: string, parameters: Parameters): Promise<{ rows: Row[] } | { error: Error; retry?: RetryErrorType }> {
    await this.settings.limit.turn();
    let answer: HttpAnswer;
    try {
      const signed = await this.signer.sign(this.request(path, parameters));
      answer = await this.settings.send(new HttpRequest(signed));
    } catch (error) {
      const isNetwork = failureOf(WHAT, PROMQL_PERMISSIONS, error).kind === 'network';
      return { error: error as Error, ...isNetwork && { retry: 'TRANSIENT' as const } };
    }
    return readAnswer(answer);
  }

  private request(path: string, parameters: Parameters): HttpRequest {
    const { protocol, hostname, port, host, pathname } = new URL(this.settings.url);
    const encoded = new URLSearchParams(parameters).toString();
    const isLong = encoded.length > LONGEST_ADDRESS;
    return new HttpRequest({
      protocol,
      hostname,
      ...port && { port: Number(port) },
      method: isLong ? 'POST' : 'GET',
      path: `${pathname.replace(/\/$/, '')}/api/v1/${path}`,
      headers: { host, ...isLong && { 'content-type': 'application/x-www-form-urlencoded', 'content-length': `${Buffer.byteLength(encoded)}` } },
      ...isLong ? { body: encoded } : { query: parameters },
    });
  }
}

function readAnswer({ status, headers, body }: HttpAnswer): { rows: Row[] } | { error: Error; retry?: RetryErrorType } {
  const content = parsed(body);
  if (status === 200 && content?.status === 'success') {
    return { rows: rowsOf(content.data) };
  }
  const type = String(headers['x-amzn-errortype'] ?? content?.__type ?? content?.errorType ?? `HTTP ${status}`).replace(/^.*#|:.*$/g, '');
  const message = String(content?.message ?? content?.Message ?? content?.error ?? body.slice(0, 200));
  const error = Object.assign(new Error(message), { name: type, $metadata: { httpStatusCode: status } });
  const failure = failureOf(WHAT, PROMQL_PERMISSIONS, error);
  if (failure.kind === 'throttled') {
    return { error, retry: 'THROTTLING' };
  }
  if (status >= 500) {
    return { error, retry: 'TRANSIENT' };
  }
  const isOfQuery = status === 400 || status === 422;
  return { error: isOfQuery && ['other', 'not found'].includes(failure.kind) ? new Failure('refused', message.split('\n', 1)[0], 'Correct the query.') : error };
}

function parsed(body: string): any {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function rowsOf({ resultType, result }: any): Row[] {
  if (resultType !== 'vector' && resultType !== 'matrix') {
    return [];
  }
  return result.map(({ metric, value, values = [] }: any): Row => ({
    labels: metric,
    ...value && { value: Number(value[1]) },
    points: values.map(([at, number]: [number, string]) => [at, Number(number)] as const),
  }));
}

function seconds(at: Date): string {
  return (at.getTime() / 1000).toFixed(3);
}
