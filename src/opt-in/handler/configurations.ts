/* The configurations that opt-ins make: how they are told from others, whose they are, and which of them may go. */
import { changedSince } from './endpoint-state';
import { OptInError } from './failure';
import { KEPT, Mark, markIn, markTag, MOST_OWNERS } from './mark';
import { OptInRequest } from './request';
import { Endpoint, SageMaker } from './sagemaker';
import { CONFIGURATION_FAMILY } from '../resource-properties';

/** A configuration that an opt-in made. */
export interface MarkedConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly mark: Mark;
}

/** How long a description may lag behind an update that was accepted, with a good margin. */
const LAG = 120_000;

export class Configurations {
  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {}

  /** The configuration of a name, if an opt-in of any stack made it. Names alone prove nothing, and tags may have been copied. */
  public async marked(name: string): Promise<MarkedConfiguration | undefined> {
    if (!name.startsWith(CONFIGURATION_FAMILY)) {
      return undefined;
    }
    const configuration = await this.sageMaker.describeConfiguration(name);
    return configuration && this.read(name, configuration.described.EndpointConfigArn!);
  }

  /** The configuration of a name, if an opt-in of this stack made it and this resource is one of its owners. */
  public async own(name: string): Promise<MarkedConfiguration | undefined> {
    const marked = this.isOfStack(name) ? await this.marked(name) : undefined;
    return marked && this.owns(marked) ? marked : undefined;
  }

  /** All configurations that this resource owns. */
  public async allOwn(): Promise<MarkedConfiguration[]> {
    return (await this.list(this.request.prefix)).filter((marked) => this.owns(marked));
  }

  /** The owners of a configuration besides this resource. */
  public othersOf({ mark: { owners } }: MarkedConfiguration): string[] {
    return owners.filter((owner) => owner !== this.request.owner);
  }

  /** Whether an earlier request of this resource has moved the endpoint, and its description may be too old to show that. */
  public async moveUnseen(endpoint: Endpoint): Promise<boolean> {
    return (await this.allOwn()).some(({ mark }) =>
      mark.request !== this.request.id && !changedSince(endpoint, mark.before) && this.sageMaker.now() - mark.noted < LAG);
  }

  /** Notes that this request is about to move the endpoint to or from a configuration, which this resource owns then. */
  public async noteMove(marked: MarkedConfiguration, endpoint: Endpoint): Promise<void> {
    await this.note(marked, {
      owners: [...new Set([...marked.mark.owners, this.request.owner])],
      request: this.request.id,
      before: endpoint.LastModifiedTime!.getTime(),
      noted: this.sageMaker.now(),
    });
  }

  /** Becomes an owner of what the endpoint was found on, if an opt-in of this stack made it: no other may be tagged. */
  public async adopt(marked: MarkedConfiguration): Promise<void> {
    const { owner, id, isCreate, endpointName } = this.request;
    if (!this.isOfStack(marked.name)) {
      return;
    }
    const owners = [...new Set([...this.withKept(marked), owner])];
    if (owners.length > MOST_OWNERS) {
      throw new OptInError(endpointName, `is on configuration '${marked.name}', which ${MOST_OWNERS} opt-ins share already: expected at most ${MOST_OWNERS}`);
    }
    if (owners.join() !== marked.mark.owners.join()) {
      await this.note(marked, { owners, ...isCreate && { request: id } });
    }
  }

  /** Makes sure that what an earlier resource of the same name left opted in is not taken for this resource's own. */
  public async keep(marked: MarkedConfiguration): Promise<void> {
    if (this.owns(marked) && this.isOfStack(marked.name)) {
      await this.note(marked, { owners: this.withKept(marked) });
    }
  }

  /** Leaves a configuration to its other owners. */
  public async leave(marked: MarkedConfiguration): Promise<void> {
    await this.note(marked, { owners: this.othersOf(marked) });
  }

  /** Where the way back leads from a configuration: what no other resource wants on the way is passed over. */
  public async originOf({ mark: { original } }: MarkedConfiguration): Promise<string> {
    const passed = await this.marked(original);
    return passed && this.othersOf(passed).length === 0 ? this.originOf(passed) : original;
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
   * since a move was noted: its description may be a moment old. What others own, or are to go back to, stays; `leaving` it, this resource
   * is no owner any more. What cannot be deleted now stays for the next request: it costs nothing.
   */
  public async sweep(endpoint: Endpoint | undefined, leaving = false): Promise<void> {
    if (endpoint !== undefined && (endpoint.EndpointStatus !== 'InService' || endpoint.PendingDeploymentSummary !== undefined)) {
      return;
    }
    try {
      const unused = (await this.list(this.request.prefix)).filter((marked) => (this.owns(marked) || this.isAbandoned(marked))
        && (endpoint === undefined || marked.name !== endpoint.EndpointConfigName && changedSince(endpoint, marked.mark.before)));
      const needed = unused.length > 0 ? originsBut(unused, await this.list(CONFIGURATION_FAMILY)) : new Set();
      for (const marked of unused) {
        if (!needed.has(marked.name) && this.othersOf(marked).length === 0) {
          await this.sageMaker.deleteConfiguration(marked.name);
        } else if (leaving) {
          await this.leave(marked);
        }
      }
    } catch (error) {
      console.error(`configurations of endpoint '${this.request.endpointName}' stay: ${(error as Error).message}`);
    }
  }

  private owns({ mark }: MarkedConfiguration): boolean {
    return mark.owners.includes(this.request.owner);
  }

  /** Whether nobody owns it, and it was made for this endpoint as its name tells. */
  private isAbandoned({ name, mark }: MarkedConfiguration): boolean {
    return mark.owners.length === 0 && name.endsWith(this.request.suffix);
  }

  /** The owners, with what this resource owned before it was created now told from what it owns. */
  private withKept({ mark }: MarkedConfiguration): string[] {
    const { owner, id, isCreate } = this.request;
    return mark.owners.map((other) => isCreate && mark.request !== id && other === owner ? KEPT : other);
  }

  private isOfStack(name: string): boolean {
    return name.startsWith(this.request.prefix);
  }

  private async list(prefix: string): Promise<MarkedConfiguration[]> {
    const found: MarkedConfiguration[] = [];
    for (const { name, arn } of await this.sageMaker.configurationsNamed(prefix)) {
      const marked = await this.read(name, arn);
      if (marked) {
        found.push(marked);
      }
    }
    return found;
  }

  private async read(name: string, arn: string): Promise<MarkedConfiguration | undefined> {
    const mark = markIn(await this.sageMaker.tagsIfThere(arn));
    return mark && { name, arn, mark };
  }

  private async note({ arn, mark }: MarkedConfiguration, changes: Partial<Mark>): Promise<void> {
    await this.sageMaker.tag(arn, markTag({ ...mark, ...changes }));
  }
}

/** What all but some configurations are to go back to, directly or in several steps. */
function originsBut(unused: readonly MarkedConfiguration[], all: readonly MarkedConfiguration[]): Set<string> {
  const names = unused.map(({ name }) => name);
  const origins = new Set<string>();
  for (const { mark } of all.filter(({ name }) => !names.includes(name))) {
    for (let origin: string | undefined = mark.original; origin !== undefined && !origins.has(origin);) {
      origins.add(origin);
      const name: string = origin;
      origin = all.find((marked) => marked.name === name)?.mark.original;
    }
  }
  return origins;
}
