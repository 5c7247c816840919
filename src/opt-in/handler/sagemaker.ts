/* The calls of SageMaker, in the terms of the handler. */
import {
  AddTagsCommand, CreateEndpointConfigCommand, CreateEndpointConfigCommandInput, DeleteEndpointConfigCommand, DescribeEndpointCommand,
  DescribeEndpointCommandOutput, DescribeEndpointConfigCommand, DescribeEndpointConfigCommandOutput, paginateListEndpointConfigs,
  paginateListTags, SageMakerClient, Tag, UpdateEndpointCommand, UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import { alreadyExists, isNotFound } from './failure';
import { Raw, rawResponse } from './raw-response';

export type Endpoint = DescribeEndpointCommandOutput;

/** A configuration as the SDK read it and as it came over the wire. */
export interface Configuration {
  readonly described: DescribeEndpointConfigCommandOutput;
  readonly raw: Raw;
}

/** Waits between attempts to find what was created a moment ago: half a minute in all. */
const PATIENCE_SECONDS = [1, 2, 4, 8, 16];

export class SageMaker {
  public constructor(private readonly client: SageMakerClient, private readonly sleep: (milliseconds: number) => Promise<void>) {}

  public describeEndpoint(endpointName: string): Promise<Endpoint | undefined> {
    return undefinedIfNotFound(() => this.client.send(new DescribeEndpointCommand({ EndpointName: endpointName })));
  }

  public async describeConfiguration(name: string): Promise<Configuration | undefined> {
    const described = await undefinedIfNotFound(() => this.client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name })));
    return described && { described, raw: rawResponse(described) };
  }

  /** Waits for a configuration that was created a moment ago. */
  public async describeCreated(name: string): Promise<Configuration> {
    return this.whileNotFound(async () => {
      const configuration = await this.describeConfiguration(name);
      if (configuration === undefined) {
        throw Object.assign(new Error(`Could not find endpoint configuration "${name}"`), { name: 'ValidationException' });
      }
      return configuration;
    });
  }

  /** Creates a configuration. Returns its ARN, or undefined when there is one of this name. */
  public async createConfiguration(input: CreateEndpointConfigCommandInput): Promise<string | undefined> {
    try {
      return (await this.client.send(new CreateEndpointConfigCommand(input))).EndpointConfigArn;
    } catch (error) {
      if (alreadyExists(error)) {
        return undefined;
      }
      throw error;
    }
  }

  public async deleteConfiguration(name: string): Promise<void> {
    await undefinedIfNotFound(() => this.client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
  }

  public async configurationsNamed(prefix: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateListEndpointConfigs({ client: this.client }, { NameContains: prefix })) {
      names.push(...page.EndpointConfigs!.map(({ EndpointConfigName }) => EndpointConfigName!));
    }
    return names.filter((name) => name.startsWith(prefix));
  }

  public async tagsOf(arn: string): Promise<Tag[]> {
    const tags: Tag[] = [];
    for await (const page of paginateListTags({ client: this.client }, { ResourceArn: arn })) {
      tags.push(...page.Tags!);
    }
    return tags;
  }

  public async tag(arn: string, tag: Tag): Promise<void> {
    await this.client.send(new AddTagsCommand({ ResourceArn: arn, Tags: [tag] }));
  }

  /** Updates an endpoint to a configuration that may have been created a moment ago. */
  public async updateEndpoint(input: UpdateEndpointCommandInput): Promise<void> {
    await this.whileNotFound(() => this.client.send(new UpdateEndpointCommand(input)));
  }

  private async whileNotFound<T>(call: () => Promise<T>): Promise<T> {
    for (const seconds of PATIENCE_SECONDS) {
      try {
        return await call();
      } catch (error) {
        if (!isNotFound(error)) {
          throw error;
        }
      }
      await this.sleep(seconds * 1000);
    }
    return call();
  }
}

async function undefinedIfNotFound<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}
