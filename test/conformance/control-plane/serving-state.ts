/* The models and inference components of a SageMaker account, as they are described. */
import { Json, Refusal } from './json';

const ACCOUNT = 'arn:aws:sagemaker:eu-central-1:111122223333';
const CREATED = Date.UTC(2026, 10, 1) / 1000;

interface ComponentState {
  readonly endpointName: string;
  readonly container: Json;
  readonly copies: number;
}

export class ServingState {
  private readonly models = new Map<string, Json>();
  private readonly components = new Map<string, ComponentState>();

  public addModel(name: string, container: Json): void {
    this.models.set(name, container);
  }

  public addComponent(name: string, endpointName: string, container: Json, copies = 1): void {
    this.components.set(name, { endpointName, container, copies });
  }

  public call(operation: string, input: Json): Json {
    switch (operation) {
      case 'ListInferenceComponents': return this.listComponents(input);
      case 'DescribeInferenceComponent': return this.describeComponent(input);
      case 'DescribeModel': return this.describeModel(input);
      default: throw new Refusal('UnknownOperationException', operation);
    }
  }

  private listComponents({ EndpointNameEquals: endpoint }: Json): Json {
    return {
      InferenceComponents: [...this.components].filter(([, { endpointName }]) => endpointName === endpoint).map(([name]) => {
        const { Specification, RuntimeConfig, FailureReason, ...summary } = this.describeComponent({ InferenceComponentName: name });
        return summary;
      }),
    };
  }

  private describeComponent({ InferenceComponentName: name }: Json): Json {
    const found = this.components.get(name);
    if (!found) {
      throw new Refusal('ValidationException', `Could not find inference component "${name}".`);
    }
    const { endpointName, copies, container: { Image: image, ...container } } = found;
    return {
      InferenceComponentName: name,
      InferenceComponentArn: `${ACCOUNT}:inference-component/${name}`,
      EndpointName: endpointName,
      EndpointArn: `${ACCOUNT}:endpoint/${endpointName}`,
      VariantName: 'AllTraffic',
      InferenceComponentStatus: 'InService',
      CreationTime: CREATED,
      LastModifiedTime: CREATED,
      Specification: { Container: { DeployedImage: { SpecifiedImage: image }, ...container } },
      RuntimeConfig: { DesiredCopyCount: copies, CurrentCopyCount: copies },
    };
  }

  private describeModel({ ModelName: name }: Json): Json {
    const container = this.models.get(name);
    if (!container) {
      throw new Refusal('ValidationException', `Could not find model "${name}".`);
    }
    return { ModelName: name, ModelArn: `${ACCOUNT}:model/${name}`, CreationTime: CREATED, PrimaryContainer: container };
  }
}
