/*
 * CloudWatch on loopback: its control API with the shapes of the SDK's own model (GetOTelEnrichment, DescribeAlarms; nothing here was seen
 * in an account), and in front of the HTTP API of Prometheus what CloudWatch adds: signatures, exact names, throttling.
 */
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { Exchange } from '../control-plane/control-plane';
import { Json, Refusal } from '../control-plane/json';

/** A request to the PromQL API as it came. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly arrived: number;
}

export interface DeployedQuery {
  readonly name: string;
  readonly query: string;
}

export interface CloudWatchState {
  readonly enrichment?: 'Running' | 'Stopped';
  readonly alarms?: readonly DeployedQuery[];
  /** Which request to the PromQL API, counted from 0, is throttled. */
  readonly isThrottled?: (index: number) => boolean;
  /** What every call is refused with. */
  readonly refusal?: Refusal;
  /** Operations that the user may not call. */
  readonly denied?: readonly string[];
}

const TARGET = /^GraniteServiceVersion20100801\./;
const LIFETIME = 600_000;
const CREATED = Date.UTC(2026, 10, 1) / 1000;
/** A selector without a name of its own, or one that matches the name. */
const INEXACT = /__name__|(?:^|[\s(,])\{(?!")/;

export class CloudWatch {
  public static async start(prometheus: string, state: CloudWatchState): Promise<CloudWatch> {
    const cloudWatch = new CloudWatch(prometheus, state);
    await new Promise<void>((resolve) => cloudWatch.server.listen(0, '127.0.0.1', resolve));
    return cloudWatch;
  }

  public readonly exchanges: Exchange[] = [];
  public readonly requests: SignedRequest[] = [];
  /** The most requests to the PromQL API that were open at a time. */
  public mostAtATime = 0;
  private atATime = 0;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private readonly end = setTimeout(() => void this.stop(), LIFETIME).unref();

  private constructor(private readonly prometheus: string, private readonly state: CloudWatchState) {}

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    clearTimeout(this.end);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks).toString('utf-8');
    const isPromQl = request.url!.startsWith('/api/v1/');
    try {
      if (this.state.refusal) {
        throw this.state.refusal;
      }
      const { status, content } = isPromQl
        ? await this.query(request, body)
        : { status: 200, content: JSON.stringify(this.call(String(request.headers['x-amz-target']).replace(TARGET, ''), JSON.parse(body))) };
      response.writeHead(status, { 'content-type': isPromQl ? 'application/json' : 'application/x-amz-json-1.0' }).end(content);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      response.writeHead(error.status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': error.type })
        .end(JSON.stringify({ __type: error.type, message: error.message }));
    }
  }

  private call(operation: string, request: Json): Json {
    if (this.state.denied?.includes(operation)) {
      throw new Refusal('AccessDeniedException', `User is not authorized to perform: cloudwatch:${operation}`);
    }
    const response = operation === 'GetOTelEnrichment' ? { Status: this.state.enrichment ?? 'Running' } : this.describeAlarms(operation, request);
    this.exchanges.push({ operation, status: 200, request, response });
    return response;
  }

  /** A page holds fewer alarms than asked for, so that paging is needed. */
  private describeAlarms(operation: string, { NextToken: token = '0' }: Json): Json {
    if (operation !== 'DescribeAlarms') {
      throw new Refusal('UnknownOperationException', operation);
    }
    const alarms = [{ name: 'classic', query: '' }, ...this.state.alarms ?? []];
    const from = Number(token);
    return {
      MetricAlarms: alarms.slice(from, from + 10).map(({ name, query }) => ({
        AlarmName: name,
        AlarmArn: `arn:aws:cloudwatch:eu-central-1:111122223333:alarm:${name}`,
        StateValue: 'OK',
        StateUpdatedTimestamp: CREATED,
        ActionsEnabled: true,
        ...query === ''
          ? { Namespace: 'AWS/SageMaker', MetricName: 'Invocations', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1 }
          : { EvaluationCriteria: { PromQLCriteria: { Query: query, PendingPeriod: 120, RecoveryPeriod: 120 } }, EvaluationInterval: 60 },
      })),
      CompositeAlarms: [],
      ...from + 10 < alarms.length && { NextToken: `${from + 10}` },
    };
  }

  private async query(request: IncomingMessage, body: string): Promise<{ readonly status: number; readonly content: string }> {
    const index = this.requests.length;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    this.requests.push({ method: request.method!, url: `${this.url}${request.url}`, headers, body, arrived: performance.now() });
    if (!/^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/eu-central-1\/monitoring\/aws4_request, /.test(headers.authorization ?? '')) {
      throw new Refusal('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
    }
    if (this.state.isThrottled?.(index)) {
      throw new Refusal('ThrottlingException', 'Rate exceeded', 429);
    }
    const query = new URLSearchParams(request.method === 'POST' ? body : new URL(request.url!, this.url).search).get('query') ?? '';
    if (INEXACT.test(query.replace(/"[^"]*"/g, '"x"'))) {
      throw new Refusal('ValidationException', 'Every selector needs an exact metric name');
    }
    this.atATime++;
    this.mostAtATime = Math.max(this.mostAtATime, this.atATime);
    try {
      const { method } = request;
      const answer = await fetch(new URL(request.url!, this.prometheus), {
        method, ...method === 'POST' && { body, headers: { 'content-type': String(request.headers['content-type']) } },
      });
      return { status: answer.status, content: await answer.text() };
    } finally {
      this.atATime--;
    }
  }
}
