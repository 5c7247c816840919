/* The functions that the provider framework calls. */
import { pendingConfiguration } from './endpoint-state';
import { isTransient, OptInError, reasonOf } from './failure';
import { Flow } from './flow';
import { OptIn } from './opt-in';
import { CustomResourceEvent, requestOf } from './request';
import { Keep, Revert } from './revert';
import { SageMaker } from './sagemaker';
import { CONFIGURATION_ATTRIBUTE } from '../resource-properties';

/** The framework asks for 50 minutes, and says only that they are over. */
const PATIENCE = 48 * 60_000;

export class Handlers {
  public constructor(private readonly sageMaker: SageMaker) {}

  /** Starts what a request asks for. The physical id is the endpoint's name: another one would make CloudFormation delete the first. */
  public async onEvent(event: CustomResourceEvent) {
    const endpointName = event.ResourceProperties.EndpointName;
    const deadline = this.sageMaker.now() + PATIENCE;
    try {
      const target = await this.flowOf(event).start();
      return {
        PhysicalResourceId: event.RequestType === 'Delete' ? event.PhysicalResourceId : endpointName,
        Data: { Deadline: `${deadline}`, ...target !== undefined && { [CONFIGURATION_ATTRIBUTE]: target } },
      };
    } catch (error) {
      throw reasonOf(endpointName, error);
    }
  }

  /** Looks how far it is. What passes is not told as a failure: the framework asks again, until the time is over. */
  public async isComplete(event: CustomResourceEvent) {
    const endpointName = event.ResourceProperties.EndpointName;
    let obstacle: unknown;
    try {
      const ended = await this.flowOf(event).check(event.Data?.EndpointConfigName);
      if (ended !== undefined) {
        return { IsComplete: true, Data: { [CONFIGURATION_ATTRIBUTE]: ended } };
      }
    } catch (error) {
      if (!isTransient(error)) {
        throw reasonOf(endpointName, error);
      }
      obstacle = error;
      console.error(`asked again later: ${(error as Error).name}: ${(error as Error).message}`);
    }
    if (this.sageMaker.now() >= Number(event.Data?.Deadline ?? Infinity)) {
      throw obstacle ? reasonOf(endpointName, obstacle) : await this.lateness(endpointName);
    }
    return { IsComplete: false };
  }

  private flowOf(event: CustomResourceEvent): Flow {
    const request = requestOf(event);
    if (event.RequestType !== 'Delete') {
      return new OptIn(this.sageMaker, request);
    }
    return request.revertOnDelete ? new Revert(this.sageMaker, request) : new Keep(this.sageMaker, request);
  }

  private async lateness(endpointName: string): Promise<Error> {
    try {
      const endpoint = await this.sageMaker.describeEndpoint(endpointName);
      const pending = endpoint && pendingConfiguration(endpoint);
      return new OptInError(endpointName, `was not done within ${PATIENCE / 60_000} minutes: it is ${endpoint?.EndpointStatus ?? 'gone'} on configuration ` +
        `'${endpoint?.EndpointConfigName}'${pending ? ` and moves to '${pending}'` : ''}`);
    } catch (error) {
      return reasonOf(endpointName, error);
    }
  }
}
