/* Deletes an opt-in: the endpoint stays as it is, or goes back to the configuration that it had before. */
import { lostSettings } from './clone';
import { Configurations, MarkedConfiguration } from './configurations';
import { isBusy, requireInService } from './endpoint-state';
import { isTransient, OptInError } from './failure';
import { Flow, NOTHING } from './flow';
import { requireThatItMoves, startMove } from './move';
import { OptInRequest } from './request';
import { Endpoint, SageMaker } from './sagemaker';

/**
 * Leaves the endpoint on its configuration, and that to its other owners: the last stays one, so that nobody who comes later opts the
 * endpoint out. Never fails: a stack must always be deletable.
 */
export class Keep implements Flow {
  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {}

  public async start(): Promise<string | undefined> {
    return undefined;
  }

  public async check(): Promise<string | undefined> {
    try {
      const endpoint = await this.sageMaker.describeEndpoint(this.request.endpointName);
      const configurations = new Configurations(this.sageMaker, this.request);
      const kept = endpoint && await configurations.own(endpoint.EndpointConfigName!);
      if (kept && configurations.othersOf(kept).length > 0) {
        await configurations.leave(kept);
      }
      await configurations.sweep(endpoint);
      return endpoint?.EndpointConfigName ?? NOTHING;
    } catch (error) {
      console.error(`endpoint '${this.request.endpointName}' stays as it is, unseen: ${(error as Error).message}`);
      return NOTHING;
    }
  }
}

/** Moves the endpoint back, unless its owner has moved it already or another opt-in wants it where it is. */
export class Revert implements Flow {
  private readonly configurations: Configurations;

  public constructor(private readonly sageMaker: SageMaker, private readonly request: OptInRequest) {
    this.configurations = new Configurations(sageMaker, request);
  }

  public async start(): Promise<string | undefined> {
    try {
      const endpoint = await this.endpoint();
      if (endpoint === undefined || isBusy(endpoint) || await this.configurations.moveUnseen(endpoint)) {
        return undefined;
      }
      const left = await this.configurations.own(endpoint.EndpointConfigName!);
      return left && this.isLastOwnerOf(left) ? await this.begin(endpoint, left) : undefined;
    } catch (error) {
      if (isTransient(error)) {
        return undefined;
      }
      throw error;
    }
  }

  public async check(target: string | undefined): Promise<string | undefined> {
    const endpoint = await this.endpoint();
    if (endpoint === undefined) {
      await this.configurations.sweep(undefined, true);
      return NOTHING;
    }
    if (isBusy(endpoint) || await this.configurations.moveUnseen(endpoint)) {
      return undefined;
    }
    const left = await this.configurations.own(endpoint.EndpointConfigName!);
    if (left === undefined || !this.isLastOwnerOf(left)) {
      if (left) {
        await this.configurations.leave(left);
      }
      await this.configurations.sweep(endpoint, true);
      return endpoint.EndpointConfigName;
    }
    requireInService(endpoint);
    if (target !== undefined || left.mark.request === this.request.id) {
      requireThatItMoves(this.request, endpoint, await this.configurations.originOf(left), left);
    }
    if (target === undefined) {
      await this.begin(endpoint, left);
    }
    return undefined;
  }

  private isLastOwnerOf(left: MarkedConfiguration): boolean {
    return this.configurations.othersOf(left).length === 0;
  }

  /** The endpoint, unless it is gone or going. */
  private async endpoint(): Promise<Endpoint | undefined> {
    const endpoint = await this.sageMaker.describeEndpoint(this.request.endpointName);
    return endpoint?.EndpointStatus === 'Deleting' ? undefined : endpoint;
  }

  private async begin(endpoint: Endpoint, left: MarkedConfiguration): Promise<string> {
    requireInService(endpoint);
    const origin = await this.configurations.originOf(left);
    await this.requireOrigin(left.name, origin);
    await this.configurations.noteMove(left, endpoint);
    await startMove(this.sageMaker, this.request, endpoint, origin);
    return origin;
  }

  /** Something of the same name may have been made since. */
  private async requireOrigin(name: string, origin: string): Promise<void> {
    const original = await this.sageMaker.describeConfiguration(origin);
    const current = await this.sageMaker.describeConfiguration(name);
    const problem = original === undefined ? 'was deleted' : changes(lostSettings(original.raw, current!.raw));
    if (problem) {
      throw new OptInError(this.request.endpointName, `cannot go back to configuration '${origin}', which ${problem}. ` +
        'Deploy with revertOnDelete false before deleting, to leave the endpoint as it is');
    }
  }
}

function changes(paths: readonly string[]): string | undefined {
  return paths.length > 0 ? `differs in: ${paths.join(', ')}` : undefined;
}
