/* An account behind the mocked client of SageMaker: what the handler finds in it, and what it does to it. */
import {
  AddTagsCommand, CreateEndpointConfigCommand, DeleteEndpointConfigCommand, DescribeEndpointCommand, DescribeEndpointConfigCommand,
  ListEndpointConfigsCommand, ListTagsCommand, ProductionVariant, SageMakerClient, UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { mockClient } from 'aws-sdk-client-mock';
import { noteRawResponse } from '../../../src/opt-in/handler/raw-response';
import { requestOf } from '../../../src/opt-in/handler/request';
import { SageMaker } from '../../../src/opt-in/handler/sagemaker';
import { OptInResourceProperties } from '../../../src/opt-in/resource-properties';

export const PREFIX = 'detailed-01234567-';
const MARK = 'cdk-sagemaker-insights:opt-in';
export const STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/opt-ins/1';
/** A time before detailed observability was the default. */
export const EARLY = Date.UTC(2025, 0, 1);
/** When the endpoint changed last. */
export const MODIFIED = Date.UTC(2026, 10, 1);

/** When the handler runs, by its own clock. */
export const NOW = MODIFIED + 3_600_000;

export const VARIANT: ProductionVariant = {
  VariantName: 'AllTraffic', ModelName: 'chat', InstanceType: 'ml.g6.12xlarge', InitialInstanceCount: 1, InitialVariantWeight: 1,
};

export interface Stored {
  settings: any;
  tags: { Key: string; Value: string }[];
  created: number;
  /** What the SDK does not know of it. */
  unknown?: object;
}

export function serviceError(name: string, message: string, httpStatusCode = 400, attempts = 1): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode, attempts } });
}

export const THROTTLED = () => serviceError('ThrottlingException', 'Rate exceeded', 400, 8);
export const DENIED = () => serviceError('AccessDeniedException', 'not authorized');
export const IN_PROGRESS = () => serviceError('ValidationException', 'Cannot update in-progress endpoint "arn".');
export const NOT_FOUND = () => serviceError('ValidationException', 'Could not find "it".');

export function arnOf(name: string): string {
  return `arn:aws:sagemaker:eu-central-1:111122223333:endpoint-config/${name.toLowerCase()}`;
}

export class Account {
  public endpoint: any = {
    EndpointName: 'Chat', EndpointConfigName: 'original', EndpointStatus: 'InService', LastModifiedTime: new Date(MODIFIED),
  };
  public readonly configurations = new Map<string, Stored>();
  /** The calls that changed something. */
  public readonly changes: [string, any][] = [];
  /** Errors of the next calls, by operation. */
  public readonly errors: Record<string, (Error | undefined)[]> = {};
  public readonly slept: number[] = [];
  /** What the handler's clock shows. */
  public now = NOW;
  public readonly sageMaker: SageMaker;
  /** What SageMaker makes of the settings of a new configuration. */
  public onCreate?: (settings: any) => any;
  /** What becomes of the tags of a new configuration. */
  public onTag?: (tags: any[]) => any[];

  public constructor() {
    const mock = mockClient(SageMakerClient);
    const client = new SageMakerClient({ region: 'eu-central-1' });
    this.sageMaker = new SageMaker(client, { now: () => this.now, sleep: async (milliseconds) => void this.slept.push(milliseconds) });
    this.add('original', { ProductionVariants: [VARIANT] });
    const on = (command: any, operation: string, answer: (input: any) => any) => mock.on(command).callsFake((input: any) => {
      const error = this.errors[operation]?.shift();
      if (error) {
        throw error;
      }
      return answer(input);
    });
    on(DescribeEndpointCommand, 'DescribeEndpoint', () => ({ ...this.endpoint ?? fail(NOT_FOUND()) }));
    on(DescribeEndpointConfigCommand, 'DescribeEndpointConfig', ({ EndpointConfigName: name }) => this.describe(name));
    on(CreateEndpointConfigCommand, 'CreateEndpointConfig', ({ EndpointConfigName: name, Tags: tags, ...settings }) => {
      this.changes.push(['create', name]);
      if (this.configurations.has(name)) {
        throw serviceError('ValidationException', `Cannot create already existing endpoint configuration "${name}".`);
      }
      this.add(name, this.onCreate?.(settings) ?? settings, { tags: this.onTag?.(tags) ?? tags, created: MODIFIED });
      return { EndpointConfigArn: arnOf(name) };
    });
    on(DeleteEndpointConfigCommand, 'DeleteEndpointConfig', ({ EndpointConfigName: name }) => {
      this.changes.push(['delete', name]);
      this.configurations.delete(name);
      return {};
    });
    on(UpdateEndpointCommand, 'UpdateEndpoint', (input) => {
      this.changes.push(['update', input]);
      return {};
    });
    // A page holds one thing.
    on(ListEndpointConfigsCommand, 'ListEndpointConfigs', ({ NameContains: part, NextToken: token = '0' }) => {
      const names = [...this.configurations.keys()].filter((name) => name.includes(part));
      const index = Number(token);
      return {
        EndpointConfigs: names.slice(index, index + 1).map((name) => ({ EndpointConfigName: name, EndpointConfigArn: arnOf(name) })),
        NextToken: index + 1 < names.length ? `${index + 1}` : undefined,
      };
    });
    on(ListTagsCommand, 'ListTags', ({ ResourceArn: arn, NextToken: token = '0' }) => {
      const { tags } = this.byArn(arn);
      const index = Number(token);
      return { Tags: tags.slice(index, index + 1), NextToken: index + 1 < tags.length ? `${index + 1}` : undefined };
    });
    on(AddTagsCommand, 'AddTags', ({ ResourceArn: arn, Tags: [tag] }) => {
      this.changes.push(['tag', tag.Value]);
      const stored = this.byArn(arn);
      stored.tags = [...stored.tags.filter(({ Key }) => Key !== tag.Key), tag];
      return {};
    });
  }

  public add(name: string, settings: object, changes: Partial<Stored> = {}): void {
    this.configurations.set(name, { settings, tags: [], created: EARLY, ...changes });
  }

  /** A configuration that an opt-in made. */
  public addCopy(name: string, owners: string, { original = 'original', before = MODIFIED - 1, request = 'earlier', noted = MODIFIED } = {}): void {
    const metrics = { EnableDetailedObservability: true, MetricPublishFrequencyInSeconds: 10 };
    this.add(name, { ProductionVariants: [VARIANT], MetricsConfig: metrics }, {
      tags: [{ Key: MARK, Value: `owners=${owners} original=${original} request=${request} before=${before} noted=${noted}` }],
    });
  }

  public markOf(name: string): string | undefined {
    return this.configurations.get(name)!.tags.find(({ Key }) => Key === MARK)?.Value;
  }

  /** Lets an operation be denied for good, after some calls that are not. */
  public deny(operation: string, after = 0): void {
    this.errors[operation] = [...Array.from({ length: after }, () => undefined), ...Array.from({ length: 100 }, DENIED)];
  }

  /** What was done, without the particulars. */
  public get done(): string[] {
    return this.changes.map(([what]) => what);
  }

  private describe(name: string): object {
    const { settings, created, unknown } = this.configurations.get(name) ?? fail(NOT_FOUND());
    const common = { EndpointConfigName: name, EndpointConfigArn: arnOf(name), ...settings };
    const output = { ...common, CreationTime: new Date(created), $metadata: {} };
    noteRawResponse(output, { ...common, CreationTime: created / 1000, ...unknown });
    return output;
  }

  private byArn(arn: string): Stored {
    return [...this.configurations].find(([name]) => arnOf(name) === arn)?.[1] ?? fail(serviceError('ResourceNotFound', 'none'));
  }
}

function fail(error: Error): never {
  throw error;
}

export function propertiesWith(changes: Partial<OptInResourceProperties> = {}): OptInResourceProperties {
  return {
    EndpointName: 'Chat',
    MetricPublishFrequencyInSeconds: '10',
    ConfigurationPrefix: PREFIX,
    WaitForCompletion: 'true',
    RevertOnDelete: 'false',
    ...changes,
  };
}

export function eventWith(changes: Partial<OptInResourceProperties> = {}, type: 'Create' | 'Update' | 'Delete' = 'Create') {
  return {
    RequestType: type,
    RequestId: 'request',
    StackId: STACK,
    LogicalResourceId: 'OptIn',
    PhysicalResourceId: 'Chat',
    ResourceProperties: propertiesWith(changes),
  };
}

export function requestWith(changes: Partial<OptInResourceProperties> = {}, type: 'Create' | 'Update' | 'Delete' = 'Create') {
  return requestOf(eventWith(changes, type));
}
