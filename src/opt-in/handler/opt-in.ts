/* Opts an endpoint in: a configuration of the same settings with detailed observability, and an update to it. */
import type { DescribeEndpointConfigCommandOutput, MetricPublishFrequencyInSeconds, Tag } from '@aws-sdk/client-sagemaker';
import { cloneOf, configurationName, lostMetrics, lostSettings, Settings } from './clone';
import { Configurations, MarkedConfiguration } from './configurations';
import { isBusy, pendingConfiguration, requireInService } from './endpoint-state';
import { isRefusal, OptInError } from './failure';
import { Flow, NOTHING } from './flow';
import { markTag, tagsToCopy } from './mark';
import { isOnItsWay, requireThatItMoves, startMove } from './move';
import { refuseOtherFrequencies, refuseOtherKinds, refuseUncopyable } from './refusals';
import { OptInRequest } from './request';
import { Configuration, Endpoint, SageMaker } from './sagemaker';

/** Configurations of later days have detailed observability unless they say otherwise (MetricsConfig reference). */
const DEFAULT_SINCE = Date.UTC(2026, 5, 18);
const DEFAULT_FREQUENCY = 60;
const MAX_TAGS = 50;

/** The configuration to move to, and whether this request made it. */
interface Target {
  readonly name: string;
  readonly isNew: boolean;
}

export class OptIn implements Flow {
  private readonly configurations: Configurations;
  private sent = false;

  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {
    this.configurations = new Configurations(sageMaker, request);
  }

  public async start(): Promise<string | undefined> {
    refuseOtherFrequencies(this.request);
    const endpoint = await this.sageMaker.describeEndpoint(this.request.endpointName);
    // The way back of a stack must not fail for an endpoint that is gone, and looks like any other change.
    if (endpoint === undefined && this.request.isKnown) {
      console.error(`endpoint '${this.request.endpointName}' is gone: there is nothing to opt in`);
      return NOTHING;
    }
    this.requireEndpoint(endpoint);
    if (isBusy(endpoint) && (this.request.isUpdate || await this.ownUpdateRuns(endpoint))) {
      return undefined;
    }
    requireInService(endpoint);
    await this.configurations.sweep(endpoint);
    try {
      return await this.begin(endpoint);
    } catch (error) {
      // SageMaker may have accepted the update, and a resource without a physical id would never be deleted.
      if (this.sent && !isRefusal(error)) {
        return undefined;
      }
      throw error;
    }
  }

  public async check(target: string | undefined): Promise<string | undefined> {
    if (target === NOTHING || target !== undefined && !this.request.waitForCompletion) {
      return target;
    }
    const endpoint = await this.sageMaker.describeEndpoint(this.request.endpointName);
    this.requireEndpoint(endpoint);
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

  private requireEndpoint(endpoint: Endpoint | undefined): asserts endpoint is Endpoint {
    if (endpoint === undefined) {
      throw new OptInError(this.request.endpointName, 'does not exist in this account and Region');
    }
  }

  /** An update of this resource may still run: after a stack was rolled back in the middle, or when an event is delivered twice. */
  private async ownUpdateRuns(endpoint: Endpoint): Promise<boolean> {
    const pending = pendingConfiguration(endpoint);
    return pending !== undefined && await this.configurations.own(pending) !== undefined;
  }

  /** Where this request has moved the endpoint when its first event came twice, or got no answer. */
  private async begunEarlier(): Promise<string | undefined> {
    return (await this.configurations.allOwn()).find(({ mark }) => mark.request === this.request.id)?.name;
  }

  /**
   * Returns the configuration that the endpoint is on already or has been told to move to, or undefined when its description may be too
   * old to tell.
   */
  private async begin(endpoint: Endpoint): Promise<string | undefined> {
    if (await this.configurations.moveUnseen(endpoint)) {
      return undefined;
    }
    const current = await this.sageMaker.describeConfiguration(endpoint.EndpointConfigName!);
    if (current === undefined) {
      throw new OptInError(this.request.endpointName, `is on configuration '${endpoint.EndpointConfigName}', which was deleted: nothing can be cloned`);
    }
    refuseOtherKinds(this.request, current.described);
    const marked = await this.configurations.marked(endpoint.EndpointConfigName!);
    if (this.isAsWanted(current.described)) {
      if (marked) {
        await this.configurations.adopt(marked);
      }
      return endpoint.EndpointConfigName!;
    }
    refuseUncopyable(this.request, current);
    if (marked && this.request.isCreate) {
      await this.configurations.keep(marked);
    }
    const { name, isNew } = await this.configure(endpoint, current, this.originOf(endpoint, marked));
    try {
      this.sent = true;
      await startMove(this.sageMaker, this.request, endpoint, name);
    } catch (error) {
      if (isNew && isRefusal(error) && !await isOnItsWay(this.sageMaker, endpoint.EndpointName!, name)) {
        await this.configurations.discard(name);
      }
      throw error;
    }
    return name;
  }

  /** What this resource found: a change of what is its own alone leads back to where that does. */
  private originOf(endpoint: Endpoint, marked: MarkedConfiguration | undefined): string {
    const isOwn = this.request.isUpdate && marked?.mark.owners.join() === this.request.owner;
    return isOwn ? marked!.mark.original : endpoint.EndpointConfigName!;
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
    const copied = tagsToCopy(await this.sageMaker.tagsOf(current.described.EndpointConfigArn!));
    if (copied.length >= MAX_TAGS) {
      throw new OptInError(endpointName, `has ${MAX_TAGS} tags on its configuration '${endpoint.EndpointConfigName}': expected at most ${MAX_TAGS - 1}, because the copy needs one more`);
    }
    const name = configurationName(prefix, endpointName, { owner, settings, original, tags: copied });
    const mark = { owners: [owner], original, request: id, before: endpoint.LastModifiedTime!.getTime(), noted: this.sageMaker.now() };
    const created = await this.sageMaker.createConfiguration({ ...settings, EndpointConfigName: name, Tags: [...copied, markTag(mark)] });
    try {
      const made = await this.sageMaker.describeCreated(name);
      const earlier = created ? undefined : await this.madeEarlier(name);
      await this.requireSame(current, made, settings, copied);
      if (earlier) {
        await this.configurations.noteMove(earlier, endpoint);
      }
      return { name, isNew: created || earlier!.mark.request === id };
    } catch (error) {
      if (created) {
        await this.configurations.discard(name);
      }
      throw error;
    }
  }

  private async madeEarlier(name: string): Promise<MarkedConfiguration> {
    const marked = await this.configurations.marked(name);
    if (marked === undefined) {
      throw new OptInError(this.request.endpointName, `needs the configuration '${name}', which exists and was made by something else`);
    }
    return marked;
  }

  /** What SageMaker stored must be what the endpoint has, or the endpoint stays where it is. */
  private async requireSame(current: Configuration, made: Configuration, settings: Settings, tags: readonly Tag[]): Promise<void> {
    const lost = [
      ...lostSettings(current.raw, made.raw),
      ...lostMetrics(settings.MetricsConfig!, made.raw),
      ...(await this.sageMaker.missingTags(made.described.EndpointConfigArn!, tags)).map((key) => `tag ${key}`),
    ];
    if (lost.length > 0) {
      throw new OptInError(this.request.endpointName, `stays as it is, because its copied configuration differs in: ${lost.join(', ')}`);
    }
  }
}
