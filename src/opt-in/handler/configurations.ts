/* The configurations that opt-ins make: how they are told from others, and which of them may go. */
import { changedSince } from './endpoint-state';
import { Mark, markIn, markTag } from './mark';
import { OptInRequest } from './request';
import { Endpoint, SageMaker } from './sagemaker';

/** A configuration that an opt-in made. */
export interface MarkedConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly mark: Mark;
}

export class Configurations {
  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {}

  /** The configuration of a name, if an opt-in of this stack made it. Names alone prove nothing, and tags may have been copied. */
  public async marked(name: string): Promise<MarkedConfiguration | undefined> {
    if (!name.startsWith(this.request.prefix)) {
      return undefined;
    }
    const configuration = await this.sageMaker.describeConfiguration(name);
    const arn = configuration?.described.EndpointConfigArn;
    const mark = arn === undefined ? undefined : markIn(await this.sageMaker.tagsOf(arn));
    return arn !== undefined && mark !== undefined ? { name, arn, mark } : undefined;
  }

  /** The configuration of a name, if this resource made it. */
  public async own(name: string): Promise<MarkedConfiguration | undefined> {
    const marked = await this.marked(name);
    return marked?.mark.owner === this.request.owner ? marked : undefined;
  }

  /** All configurations that this resource made. */
  public async allOwn(): Promise<MarkedConfiguration[]> {
    const names = await this.sageMaker.configurationsNamed(this.request.prefix);
    const own: MarkedConfiguration[] = [];
    for (const name of names) {
      const configuration = await this.own(name);
      if (configuration) {
        own.push(configuration);
      }
    }
    return own;
  }

  /** Notes that this request is about to move the endpoint to or from a configuration. */
  public async noteMove({ arn, mark }: MarkedConfiguration, endpoint: Endpoint): Promise<void> {
    await this.sageMaker.tag(arn, markTag({ ...mark, request: this.request.id, before: endpoint.LastModifiedTime!.getTime() }));
  }

  /** Takes over what another resource of this stack made: it stood elsewhere in the app before. */
  public async adopt({ arn, mark }: MarkedConfiguration): Promise<void> {
    if (mark.owner !== this.request.owner) {
      await this.sageMaker.tag(arn, markTag({ ...mark, owner: this.request.owner }));
    }
  }

  /** Deletes a configuration that the endpoint never moved to. What went wrong before is what has to be told. */
  public async discard(name: string): Promise<void> {
    try {
      await this.sageMaker.deleteConfiguration(name);
    } catch (error) {
      console.error(`configuration '${name}' stays: ${(error as Error).message}`);
    }
  }

  /**
   * Deletes what this resource made and the endpoint does not use, which can be told at rest only, and not before the endpoint has changed
   * since a move was noted: its description may be a moment old. What cannot be deleted now stays for the next request: it costs nothing.
   */
  public async sweep(endpoint: Endpoint | undefined): Promise<void> {
    if (endpoint !== undefined && (endpoint.EndpointStatus !== 'InService' || endpoint.PendingDeploymentSummary !== undefined)) {
      return;
    }
    try {
      for (const { name, mark } of await this.allOwn()) {
        if (endpoint === undefined || name !== endpoint.EndpointConfigName && changedSince(endpoint, mark.before)) {
          await this.sageMaker.deleteConfiguration(name);
        }
      }
    } catch (error) {
      console.error(`configurations of endpoint '${this.request.endpointName}' stay: ${(error as Error).message}`);
    }
  }
}
