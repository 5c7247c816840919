/* Opts an endpoint in: a configuration of the same settings with detailed observability, and an update to it. */
import type { CreateEndpointConfigCommandInput, DescribeEndpointConfigCommandOutput, MetricsConfig } from '@aws-sdk/client-sagemaker';
import { MetricPublishFrequencyInSeconds } from '@aws-sdk/client-sagemaker';
import { cloneOf, configurationName, droppedSettings, lostMetrics, lostSettings } from './clone';
import { Configurations } from './configurations';
import { isBusy, pendingConfiguration, requireInService } from './endpoint-state';
import { isRefusal, OptInError } from './failure';
import { Flow } from './flow';
import { markTag, tagsToCopy } from './mark';
import { requireThatItMoves, startMove } from './move';
import { OptInRequest } from './request';
import { Configuration, Endpoint, SageMaker } from './sagemaker';

/** Configurations of later days have detailed observability unless they say otherwise (MetricsConfig reference). */
const DEFAULT_SINCE = Date.UTC(2026, 5, 18);
const DEFAULT_FREQUENCY = 60;
const MAX_TAGS = 50;
const FREQUENCIES = Object.values(MetricPublishFrequencyInSeconds).filter((value) => typeof value === 'number');

/** The configuration to move to, and whether this call created it. */
interface Target {
  readonly name: string;
  readonly created: boolean;
}

export class OptIn implements Flow {
  private readonly configurations: Configurations;

  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {
    this.configurations = new Configurations(sageMaker, request);
  }

  public async start(): Promise<string | undefined> {
    const { frequency, endpointName } = this.request;
    if (!FREQUENCIES.includes(frequency)) {
      throw new OptInError(endpointName, `cannot publish metrics every ${frequency} seconds: expected one of ${FREQUENCIES.join(', ')}`);
    }
    const endpoint = await this.endpoint();
    if (isBusy(endpoint) && await this.ownUpdateRuns(endpoint)) {
      return undefined;
    }
    requireInService(endpoint);
    return this.begin(endpoint);
  }

  public async check(target: string | undefined): Promise<string | undefined> {
    if (!this.request.waitForCompletion && target !== undefined) {
      return target;
    }
    const endpoint = await this.endpoint();
    if (isBusy(endpoint)) {
      return undefined;
    }
    requireInService(endpoint);
    const begun = target ?? await this.begunEarlier();
    if (begun !== undefined && begun !== endpoint.EndpointConfigName) {
      requireThatItMoves(this.request, endpoint, begun, await this.configurations.own(begun));
    }
    // Without a target it is not known whether an update was sent: SageMaker refuses the second of two.
    const expected = target ?? await this.begin(endpoint);
    if (endpoint.EndpointConfigName === expected) {
      await this.configurations.sweep(endpoint);
      return expected;
    }
    return this.request.waitForCompletion ? undefined : expected;
  }

  private async endpoint(): Promise<Endpoint> {
    const endpoint = await this.sageMaker.describeEndpoint(this.request.endpointName);
    if (endpoint === undefined) {
      throw new OptInError(this.request.endpointName, 'does not exist in this account and Region');
    }
    return endpoint;
  }

  /** An update of this resource may still run: after a stack was rolled back in the middle, or when an event is delivered twice. */
  private async ownUpdateRuns(endpoint: Endpoint): Promise<boolean> {
    const pending = pendingConfiguration(endpoint);
    return pending !== undefined && await this.configurations.own(pending) !== undefined;
  }

  /** Where this request has moved the endpoint when its first event came twice. */
  private async begunEarlier(): Promise<string | undefined> {
    return (await this.configurations.allOwn()).find(({ mark }) => mark.request === this.request.id)?.name;
  }

  /** Returns the configuration that the endpoint is on already or has been told to move to. */
  private async begin(endpoint: Endpoint): Promise<string> {
    const current = await this.sageMaker.describeConfiguration(endpoint.EndpointConfigName!);
    if (current === undefined) {
      throw new OptInError(this.request.endpointName, `is on configuration '${endpoint.EndpointConfigName}', which was deleted: nothing can be cloned`);
    }
    this.refuseOtherKinds(current.described);
    const marked = await this.configurations.marked(endpoint.EndpointConfigName!);
    if (this.isAsWanted(current.described)) {
      if (marked) {
        await this.configurations.adopt(marked);
      }
      return endpoint.EndpointConfigName!;
    }
    this.refuseOtherRoles(current.described);
    this.refuseUnknownSettings(current);
    const { name, created } = await this.configure(endpoint, current, marked?.mark.original ?? endpoint.EndpointConfigName!);
    try {
      await startMove(this.sageMaker, this.request, endpoint, name);
    } catch (error) {
      if (created && isRefusal(error)) {
        await this.configurations.discard(name);
      }
      throw error;
    }
    return name;
  }

  /** Detailed observability exists for real-time endpoints only (monitoring-cloudwatch-enhanced-metrics.html). */
  private refuseOtherKinds(described: DescribeEndpointConfigCommandOutput): void {
    const { AsyncInferenceConfig: asynchronous, ProductionVariants: variants = [], ShadowProductionVariants: shadows = [] } = described;
    const kind = asynchronous ? 'asynchronous' : [...variants, ...shadows].some(({ ServerlessConfig }) => ServerlessConfig) ? 'serverless' : undefined;
    if (kind) {
      throw new OptInError(this.request.endpointName, `is ${kind}: detailed observability exists for real-time endpoints only`);
    }
  }

  private refuseOtherRoles({ ExecutionRoleArn: role }: DescribeEndpointConfigCommandOutput): void {
    const { endpointName, executionRoleArn } = this.request;
    if (role !== undefined && role !== executionRoleArn) {
      throw new OptInError(endpointName, `has the execution role ${role}, which must be passed on: expected it as executionRole, got: ${executionRoleArn}`);
    }
  }

  private refuseUnknownSettings(current: Configuration): void {
    const dropped = droppedSettings(current);
    if (dropped.length > 0) {
      throw new OptInError(this.request.endpointName, `is on configuration '${current.described.EndpointConfigName}' with members that the SDK of this handler ` +
        `does not know and would drop: ${dropped.join(', ')}. Expected a version of cdk-sagemaker-insights with a newer SDK`);
    }
  }

  private isAsWanted({ MetricsConfig: metrics, CreationTime: created }: DescribeEndpointConfigCommandOutput): boolean {
    return (metrics?.EnableDetailedObservability ?? created!.getTime() >= DEFAULT_SINCE)
      && (metrics?.MetricPublishFrequencyInSeconds ?? DEFAULT_FREQUENCY) === this.request.frequency;
  }

  /** Makes the wanted configuration unless an earlier request did, and makes sure that it has every setting. */
  private async configure(endpoint: Endpoint, current: Configuration, original: string): Promise<Target> {
    const { prefix, owner, endpointName, frequency, id } = this.request;
    const settings = cloneOf(current.described, {
      EnableDetailedObservability: true,
      MetricPublishFrequencyInSeconds: frequency as MetricPublishFrequencyInSeconds,
    });
    const name = configurationName(prefix, owner, endpointName, settings);
    const mark = { owner, original, request: id, before: endpoint.LastModifiedTime!.getTime() };
    const tags = [...tagsToCopy(await this.sageMaker.tagsOf(current.described.EndpointConfigArn!)), markTag(mark)];
    if (tags.length > MAX_TAGS) {
      throw new OptInError(endpointName, `has ${MAX_TAGS} tags on its configuration '${endpoint.EndpointConfigName}': expected at most ${MAX_TAGS - 1}, because the copy needs one more`);
    }
    const input: CreateEndpointConfigCommandInput = { ...settings, EndpointConfigName: name, Tags: tags };
    const created = await this.sageMaker.createConfiguration(input) !== undefined;
    try {
      const made = await this.sageMaker.describeCreated(name);
      this.requireEverySetting(current, made, settings.MetricsConfig!);
      if (!created) {
        await this.reuse(name, endpoint);
      }
    } catch (error) {
      if (created) {
        await this.configurations.discard(name);
      }
      throw error;
    }
    return { name, created };
  }

  private async reuse(name: string, endpoint: Endpoint): Promise<void> {
    const own = await this.configurations.own(name);
    if (own === undefined) {
      throw new OptInError(this.request.endpointName, `needs the configuration '${name}', which exists and was made by something else`);
    }
    await this.configurations.noteMove(own, endpoint);
  }

  /** What SageMaker stored must be what the endpoint has, or the endpoint stays where it is. */
  private requireEverySetting(current: Configuration, made: Configuration, metrics: MetricsConfig): void {
    const lost = [...lostSettings(current.raw, made.raw), ...lostMetrics(metrics, made.raw)];
    if (lost.length > 0) {
      throw new OptInError(this.request.endpointName, `stays as it is, because its copied configuration differs in: ${lost.join(', ')}`);
    }
  }
}
