/* What a SageMaker account holds, as far as an opt-in and the doctor see it. Time is virtual: it advances by a second with each call. */

import { Json, Refusal } from './json';
import { ServingState } from './serving-state';

export type { Json } from './json';
export { Refusal } from './json';

/** How an update ends: SageMaker tells of none of them. */
export type UpdateOutcome = 'updated' | 'rolled back' | 'rolled back in the open' | 'rollback failed' | 'failed';

interface PendingUpdate {
  readonly target: string;
  readonly input: Json;
  /** How many descriptions still show the update. */
  looks: number;
}

export interface EndpointState {
  readonly name: string;
  status: string;
  configuration: string;
  modified: number;
  instanceCounts: Record<string, number>;
  lastDeployment?: Json;
  failureReason?: string;
  pending?: PendingUpdate;
  /** How the next updates end; the last one again and again. */
  outcomes: UpdateOutcome[];
  /** How many descriptions after an update still show the time before it. */
  lag: number;
  stale?: Json;
  updates: Json[];
}

export interface ConfigurationState {
  readonly settings: Json;
  readonly created: number;
  tags: Json[];
}

const REGION_AND_ACCOUNT = 'eu-central-1:111122223333';
const START = Date.UTC(2026, 10, 1) / 1000;
const LOOKS = 2;

export class SageMakerState {
  public readonly endpoints = new Map<string, EndpointState>();
  public readonly configurations = new Map<string, ConfigurationState>();
  public readonly serving = new ServingState();
  /** Members that are dropped when a configuration of such a name is made. */
  public readonly dropped = new Map<string, string>();
  private clock = START;

  public addConfiguration(name: string, settings: Json, tags: Json[] = [], created = Date.UTC(2025, 0, 1) / 1000): void {
    this.configurations.set(name, { settings, tags, created });
  }

  public addEndpoint(name: string, configuration: string, changes: Partial<EndpointState> = {}): EndpointState {
    const variants: Json[] = this.configurations.get(configuration)!.settings.ProductionVariants;
    const endpoint: EndpointState = {
      name,
      configuration,
      status: 'InService',
      modified: this.clock,
      // More than the configuration says, as after scaling out.
      instanceCounts: countsOf(variants, 2),
      outcomes: ['updated'],
      lag: 0,
      updates: [],
      ...changes,
    };
    this.endpoints.set(name, endpoint);
    return endpoint;
  }

  /** Answers a call. */
  public call(operation: string, input: Json): Json {
    this.clock++;
    switch (operation) {
      case 'DescribeEndpoint': return this.describeEndpoint(input);
      case 'UpdateEndpoint': return this.updateEndpoint(input);
      case 'DescribeEndpointConfig': return this.describeConfiguration(input);
      case 'CreateEndpointConfig': return this.createConfiguration(input);
      case 'DeleteEndpointConfig': return this.deleteConfiguration(input);
      case 'ListEndpointConfigs': return this.listConfigurations(input);
      case 'ListTags': return { Tags: this.tagged(input).tags };
      case 'AddTags': return this.addTags(input);
      case 'ListEndpoints': return this.listEndpoints(input);
      default: return this.serving.call(operation, input);
    }
  }

  private describeEndpoint({ EndpointName: name }: Json): Json {
    const endpoint = this.endpoint(name);
    if (endpoint.stale && endpoint.lag-- > 0) {
      return endpoint.stale;
    }
    if (endpoint.pending && endpoint.pending.looks-- <= 0) {
      this.settle(endpoint);
    }
    return this.description(endpoint);
  }

  private description(endpoint: EndpointState): Json {
    const { name, status, configuration, modified, pending, lastDeployment, failureReason, instanceCounts } = endpoint;
    const settings = this.configurations.get(configuration)?.settings;
    return {
      EndpointName: name,
      EndpointArn: `arn:aws:sagemaker:${REGION_AND_ACCOUNT}:endpoint/${name.toLowerCase()}`,
      EndpointConfigName: configuration,
      EndpointStatus: status,
      CreationTime: START,
      LastModifiedTime: modified + 0.25,
      ProductionVariants: Object.entries(instanceCounts)
        .map(([VariantName, count]) => ({ VariantName, CurrentInstanceCount: count, DesiredInstanceCount: count })),
      ...settings?.MetricsConfig && { MetricsConfig: settings.MetricsConfig },
      ...lastDeployment && { LastDeploymentConfig: lastDeployment },
      ...failureReason && { FailureReason: failureReason },
      ...pending && { PendingDeploymentSummary: { EndpointConfigName: pending.target, StartTime: modified } },
    };
  }

  private updateEndpoint(input: Json): Json {
    const endpoint = this.endpoint(input.EndpointName);
    if (endpoint.status !== 'InService') {
      throw new Refusal('ValidationException', `Cannot update in-progress endpoint "${endpoint.name}".`);
    }
    this.configuration(input.EndpointConfigName);
    endpoint.stale = this.description(endpoint);
    endpoint.updates.push(input);
    endpoint.status = 'Updating';
    endpoint.modified = this.clock;
    endpoint.pending = { target: input.EndpointConfigName, input, looks: LOOKS };
    return { EndpointArn: `arn:aws:sagemaker:${REGION_AND_ACCOUNT}:endpoint/${endpoint.name.toLowerCase()}` };
  }

  private settle(endpoint: EndpointState): void {
    const { target, input } = endpoint.pending!;
    const outcome = endpoint.outcomes.length > 1 ? endpoint.outcomes.shift()! : endpoint.outcomes[0];
    endpoint.modified = this.clock;
    if (outcome === 'rolled back in the open' && endpoint.status === 'Updating') {
      endpoint.outcomes.unshift(outcome);
      endpoint.status = 'RollingBack';
      return;
    }
    endpoint.pending = undefined;
    endpoint.status = { 'rollback failed': 'UpdateRollbackFailed', 'failed': 'Failed' }[outcome as string] ?? 'InService';
    if (endpoint.status !== 'InService') {
      endpoint.failureReason = 'The primary container did not pass the ping health check.';
    }
    if (outcome === 'updated') {
      endpoint.configuration = target;
      endpoint.lastDeployment = input.DeploymentConfig ?? (input.RetainDeploymentConfig ? endpoint.lastDeployment : undefined);
      if (!input.RetainAllVariantProperties) {
        const variants: Json[] = this.configuration(target).settings.ProductionVariants;
        endpoint.instanceCounts = countsOf(variants, 0);
      }
    }
  }

  private describeConfiguration({ EndpointConfigName: name }: Json): Json {
    const { settings, created } = this.configuration(name);
    return { EndpointConfigName: name, EndpointConfigArn: arnOf(name), CreationTime: created + 0.123, ...settings };
  }

  private createConfiguration({ EndpointConfigName: name, Tags: tags = [], ...settings }: Json): Json {
    if (this.configurations.has(name)) {
      throw new Refusal('ValidationException', `Cannot create already existing endpoint configuration "${arnOf(name)}".`);
    }
    for (const [prefix, member] of this.dropped) {
      if (name.startsWith(prefix)) {
        delete settings[member];
      }
    }
    this.addConfiguration(name, settings, tags, this.clock);
    return { EndpointConfigArn: arnOf(name) };
  }

  /** SageMaker does not refuse to delete what an endpoint uses. */
  private deleteConfiguration({ EndpointConfigName: name }: Json): Json {
    this.configuration(name);
    this.configurations.delete(name);
    return {};
  }

  /** One page holds one configuration, so that paging is needed. */
  private listConfigurations({ NameContains: part, NextToken: token = '0' }: Json): Json {
    const names = [...this.configurations.keys()].filter((name) => name.includes(part)).sort();
    const index = Number(token);
    return {
      EndpointConfigs: names.slice(index, index + 1)
        .map((name) => {
          const { created } = this.configurations.get(name)!;
          return { EndpointConfigName: name, EndpointConfigArn: arnOf(name), CreationTime: created };
        }),
      ...index + 1 < names.length && { NextToken: `${index + 1}` },
    };
  }

  /** One page holds one endpoint, so that paging is needed. */
  private listEndpoints({ NextToken: token = '0' }: Json): Json {
    const names = [...this.endpoints.keys()].sort();
    const index = Number(token);
    return {
      Endpoints: names.slice(index, index + 1).map((name) => {
        const { EndpointName, EndpointArn, CreationTime, LastModifiedTime, EndpointStatus } = this.description(this.endpoint(name));
        return { EndpointName, EndpointArn, CreationTime, LastModifiedTime, EndpointStatus };
      }),
      ...index + 1 < names.length && { NextToken: `${index + 1}` },
    };
  }

  private addTags({ ResourceArn: arn, Tags: tags }: Json): Json {
    const configuration = this.tagged({ ResourceArn: arn });
    const keys = (tags as Json[]).map(({ Key }) => Key);
    configuration.tags = [...configuration.tags.filter(({ Key }) => !keys.includes(Key)), ...tags];
    return { Tags: configuration.tags };
  }

  private tagged({ ResourceArn: arn }: Json): ConfigurationState {
    const found = [...this.configurations].find(([name]) => arnOf(name) === arn);
    if (!found) {
      throw new Refusal('ResourceNotFound', `Could not find ${arn}.`);
    }
    return found[1];
  }

  private endpoint(name: string): EndpointState {
    const endpoint = this.endpoints.get(name);
    if (!endpoint) {
      throw new Refusal('ValidationException', `Could not find endpoint "${name}".`);
    }
    return endpoint;
  }

  private configuration(name: string): ConfigurationState {
    const configuration = this.configurations.get(name);
    if (!configuration) {
      throw new Refusal('ValidationException', `Could not find endpoint configuration "${arnOf(name)}".`);
    }
    return configuration;
  }
}

function arnOf(configuration: string): string {
  return `arn:aws:sagemaker:${REGION_AND_ACCOUNT}:endpoint-config/${configuration.toLowerCase()}`;
}

/** How many instances the variants of a configuration have, with some more than it says. */
function countsOf(variants: readonly Json[], more: number): Record<string, number> {
  return Object.fromEntries(variants.map(({ VariantName, InitialInstanceCount }) => [VariantName, (InitialInstanceCount ?? 1) + more]));
}
