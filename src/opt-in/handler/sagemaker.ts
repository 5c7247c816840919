/* The calls of SageMaker, in the terms of the handler. */
import {
  AddTagsCommand, CreateEndpointConfigCommand, CreateEndpointConfigCommandInput, DeleteEndpointConfigCommand, DescribeEndpointCommand,
  DescribeEndpointCommandOutput, DescribeEndpointConfigCommand, DescribeEndpointConfigCommandOutput, EndpointConfigSummary,
  paginateListEndpointConfigs, paginateListTags, SageMakerClient, Tag, UpdateEndpointCommand, UpdateEndpointCommandInput,
} from '@aws-sdk/client-sagemaker';
import { alreadyExists, isDenied, isNotFound } from './failure';
import { Raw, rawResponse } from './raw-response';

export type Endpoint = DescribeEndpointCommandOutput;

/** A configuration as the SDK read it and as it came over the wire. */
export interface Configuration {
  readonly described: DescribeEndpointConfigCommandOutput;
  readonly raw: Raw;
}

/** Waits between attempts at what passes by itself: half a minute in all. */
const PATIENCE_SECONDS = [1, 2, 4, 8, 16];

/** Time, as far as the handler needs it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Calls that are denied are tried again: CloudFormation may have made the permission a moment ago. */
export class SageMaker {
  public constructor(private readonly client: SageMakerClient, private readonly clock: Clock) {}

  public now(): number {
    return this.clock.now();
  }

  public describeEndpoint(endpointName: string): Promise<Endpoint | undefined> {
    return undefinedIfNotFound(() => this.permitted(() => this.client.send(new DescribeEndpointCommand({ EndpointName: endpointName }))));
  }

  public async describeConfiguration(name: string): Promise<Configuration | undefined> {
    const described = await undefinedIfNotFound(() =>
      this.permitted(() => this.client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }))));
    return described && { described, raw: rawResponse(described) };
  }

  /** Waits for a configuration that was created a moment ago. */
  public async describeCreated(name: string): Promise<Configuration> {
    return this.patiently(isNotFound, async () => {
      const configuration = await this.describeConfiguration(name);
      if (configuration === undefined) {
        throw Object.assign(new Error(`Could not find endpoint configuration "${name}"`), { name: 'ValidationException' });
      }
      return configuration;
    });
  }

  /** Creates a configuration. Returns whether there was none of this name. */
  public async createConfiguration(input: CreateEndpointConfigCommandInput): Promise<boolean> {
    try {
      await this.permitted(() => this.client.send(new CreateEndpointConfigCommand(input)));
      return true;
    } catch (error) {
      if (alreadyExists(error)) {
        return false;
      }
      throw error;
    }
  }

  public async deleteConfiguration(name: string): Promise<void> {
    await undefinedIfNotFound(() => this.permitted(() => this.client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name }))));
  }

  public configurationsNamed(prefix: string): Promise<{ readonly name: string; readonly arn: string }[]> {
    return this.permitted(async () => {
      const found: EndpointConfigSummary[] = [];
      for await (const page of paginateListEndpointConfigs({ client: this.client }, { NameContains: prefix })) {
        found.push(...page.EndpointConfigs!);
      }
      return found
        .map(({ EndpointConfigName: name, EndpointConfigArn: arn }) => ({ name: name!, arn: arn! }))
        .filter(({ name }) => name.startsWith(prefix));
    });
  }

  public tagsOf(arn: string): Promise<Tag[]> {
    return this.permitted(async () => {
      const tags: Tag[] = [];
      for await (const page of paginateListTags({ client: this.client }, { ResourceArn: arn })) {
        tags.push(...page.Tags!);
      }
      return tags;
    });
  }

  /** The tags of something that may be gone. */
  public async tagsIfThere(arn: string): Promise<Tag[]> {
    return await undefinedIfNotFound(() => this.tagsOf(arn)) ?? [];
  }

  /** Which of some tags are missing, or have another value, on what was created a moment ago. */
  public async missingTags(arn: string, wanted: readonly Tag[]): Promise<string[]> {
    const missing = async () => {
      const tags = await this.tagsIfThere(arn);
      return wanted.filter(({ Key, Value }) => !tags.some((tag) => tag.Key === Key && tag.Value === Value)).map(({ Key }) => Key!);
    };
    let left = await missing();
    for (let attempt = 0; left.length > 0 && attempt < PATIENCE_SECONDS.length; attempt++) {
      await this.clock.sleep(PATIENCE_SECONDS[attempt] * 1000);
      left = await missing();
    }
    return left;
  }

  public async tag(arn: string, tag: Tag): Promise<void> {
    await this.permitted(() => this.client.send(new AddTagsCommand({ ResourceArn: arn, Tags: [tag] })));
  }

  /** Updates an endpoint to a configuration that may have been created a moment ago. */
  public async updateEndpoint(input: UpdateEndpointCommandInput): Promise<void> {
    await this.patiently((error) => isNotFound(error) || isDenied(error), () => this.client.send(new UpdateEndpointCommand(input)));
  }

  private permitted<T>(call: () => Promise<T>): Promise<T> {
    return this.patiently(isDenied, call);
  }

  /** Calls again and again while an error passes by itself. */
  private async patiently<T>(passes: (error: unknown) => boolean, call: () => Promise<T>): Promise<T> {
    for (const seconds of PATIENCE_SECONDS) {
      try {
        return await call();
      } catch (error) {
        if (!passes(error)) {
          throw error;
        }
      }
      await this.clock.sleep(seconds * 1000);
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
