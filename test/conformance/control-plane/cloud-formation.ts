/* CloudFormation and the provider framework, as far as the handler of a custom resource sees them. */

export type Properties = Record<string, string>;

export interface Handler {
  onEvent(event: unknown): Promise<{ PhysicalResourceId?: string; Data?: Record<string, string> }>;
  isComplete(event: unknown): Promise<{ IsComplete: boolean; Data?: Record<string, string> }>;
}

/** What CloudFormation shows of a request. */
export interface Ended {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly reason?: string;
  readonly physicalId?: string;
  readonly data?: Record<string, string>;
}

type RequestType = 'Create' | 'Update' | 'Delete';
type Event = Record<string, unknown> & { readonly PhysicalResourceId?: string };

/** More polls than an hour has. */
const MOST_POLLS = 120;

/** A request that has begun: its end may never come, when the stack is rolled back in the middle. */
export class Running {
  private polls = 0;

  public constructor(private readonly handler: Handler, public readonly event: Event) {}

  /** Asks once whether the request is complete. */
  public async poll(): Promise<Ended | undefined> {
    try {
      const answer = await this.handler.isComplete(wire(this.event));
      if (answer.IsComplete) {
        return { status: 'SUCCESS', physicalId: this.event.PhysicalResourceId, data: { ...this.event.Data as object, ...answer.Data } };
      }
      if (answer.Data && Object.keys(answer.Data).length > 0) {
        throw new Error('"Data" is not allowed if "IsComplete" is "False"');
      }
    } catch (error) {
      return { status: 'FAILED', reason: (error as Error).message, physicalId: this.event.PhysicalResourceId };
    }
    return ++this.polls >= MOST_POLLS ? { status: 'FAILED', reason: 'Operation timed out', physicalId: this.event.PhysicalResourceId } : undefined;
  }

  public async end(): Promise<Ended> {
    for (;;) {
      const ended = await this.poll();
      if (ended) {
        return ended;
      }
    }
  }
}

let requests = 0;

/** A custom resource of a stack. */
export class CustomResourceStack {
  private physicalId?: string;

  public constructor(
    private readonly handler: Handler, private readonly name: string, public properties: Properties, private readonly logicalId = 'OptIn',
  ) {}

  /** The same resource of another name in the template, with other properties or the same. */
  public renamed(logicalId: string, properties = this.properties): CustomResourceStack {
    return new CustomResourceStack(this.handler, this.name, properties, logicalId);
  }

  /** Sends a request, with the properties given or those of the stack. */
  public async begin(type: RequestType, properties = this.properties): Promise<Running | Ended> {
    return this.send(this.event(type, properties));
  }

  /** Sends an event that may have been sent before. The framework does not hand on the deletion of what onEvent failed to create. */
  public async send(event: Event): Promise<Running | Ended> {
    if (event.RequestType === 'Delete' && event.PhysicalResourceId === undefined) {
      return { status: 'SUCCESS' };
    }
    try {
      const answer = await this.handler.onEvent(wire(event));
      this.physicalId = answer.PhysicalResourceId ?? this.physicalId;
      return new Running(this.handler, wire({ ...event, ...answer }));
    } catch (error) {
      return { status: 'FAILED', reason: (error as Error).message };
    }
  }

  public event(type: RequestType, properties = this.properties): Event {
    return {
      RequestType: type,
      RequestId: `${this.name}-${++requests}`,
      StackId: `arn:aws:cloudformation:eu-central-1:111122223333:stack/${this.name}/1`,
      LogicalResourceId: this.logicalId,
      ResourceProperties: properties,
      ...this.physicalId && { PhysicalResourceId: this.physicalId },
    };
  }

  public async create(): Promise<Ended> {
    return end(await this.begin('Create'));
  }

  public async update(properties: Properties): Promise<Ended> {
    const ended = await end(await this.begin('Update', properties));
    if (ended.status === 'SUCCESS') {
      this.properties = properties;
    }
    return ended;
  }

  public async delete(): Promise<Ended> {
    return end(await this.begin('Delete'));
  }
}

export function end(begun: Running | Ended): Promise<Ended> | Ended {
  return begun instanceof Running ? begun.end() : begun;
}

/** What of a value survives the way between functions. */
function wire<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
