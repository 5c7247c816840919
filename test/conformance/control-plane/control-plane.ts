/* The control plane of SageMaker on loopback: its JSON protocol over a state, with scripted faults on the way. */
import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo } from 'net';
import { Json, Refusal, SageMakerState } from './sagemaker-state';

/** What happens to a call. */
export type FaultKind =
  | 'throttled' | 'refused' | 'not found' | 'internal error'
  /** The connection breaks before SageMaker acts. */
  | 'dropped'
  /** SageMaker acts, and the connection breaks. */
  | 'answer lost'
  /** SageMaker acts and does not answer. */
  | 'answer late';

export interface Fault {
  readonly operation: string;
  /** What the body of the call holds: faults of one scenario must not meet another. */
  readonly holding: string;
  readonly kind: FaultKind;
  times: number;
}

/** A call and its answer, as they went over the wire. */
export interface Exchange {
  readonly operation: string;
  readonly status: number;
  readonly request: Json;
  readonly response: Json;
}

const REFUSALS: Partial<Record<FaultKind, Refusal>> = {
  'throttled': new Refusal('ThrottlingException', 'Rate exceeded'),
  'refused': new Refusal('AccessDeniedException', 'User is not authorized to perform this action'),
  'not found': new Refusal('ValidationException', 'Could not find endpoint configuration.'),
  'internal error': new Refusal('InternalFailure', 'We encountered an internal error.', 500),
};
const LIFETIME = 600_000;

export class ControlPlane {
  /** Listens on a port of the system's choice. Ends by itself after ten minutes at the latest. */
  public static async start(): Promise<ControlPlane> {
    const plane = new ControlPlane();
    await new Promise<void>((resolve) => plane.server.listen(0, '127.0.0.1', resolve));
    return plane;
  }

  public readonly state = new SageMakerState();
  public readonly exchanges: Exchange[] = [];
  public readonly faults: Fault[] = [];
  private refusal?: Refusal;
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));
  private readonly end = setTimeout(() => void this.stop(), LIFETIME).unref();

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on every call is refused. */
  public refuseAll(refusal: Refusal): void {
    this.refusal = refusal;
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
    const operation = String(request.headers['x-amz-target']).replace(/^SageMaker\./, '');
    const fault = this.faults.find(({ operation: faulty, holding, times }) => faulty === operation && times > 0 && body.includes(holding));
    if (fault) {
      fault.times--;
    }
    if (fault?.kind === 'dropped') {
      request.socket.destroy();
      return;
    }
    const { status, content } = this.answer(operation, JSON.parse(body), this.refusal ?? (fault && REFUSALS[fault.kind]));
    if (fault?.kind === 'answer lost') {
      request.socket.destroy();
    } else if (fault?.kind !== 'answer late') {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(content));
    }
  }

  private answer(operation: string, request: Json, refusal: Refusal | undefined): { readonly status: number; readonly content: Json } {
    try {
      if (refusal) {
        throw refusal;
      }
      const content = this.state.call(operation, request);
      this.exchanges.push({ operation, status: 200, request, response: content });
      return { status: 200, content };
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      const content = { __type: error.type, message: error.message };
      this.exchanges.push({ operation, status: error.status, request, response: content });
      return { status: error.status, content };
    }
  }
}
