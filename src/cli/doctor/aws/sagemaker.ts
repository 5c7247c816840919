/* What SageMaker says of endpoints: read-only calls. */
import {
  ContainerMetricsConfig, DescribeEndpointCommand, DescribeEndpointConfigCommand, DescribeInferenceComponentCommand, DescribeModelCommand,
  InferenceComponentSpecificationSummary, paginateListEndpoints, paginateListInferenceComponents, ProductionVariant, SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { Configuration, Container, EndpointDescription } from '../evidence';
import { Failure, failureOf } from '../failure';

/** What SageMaker takes where a configuration says nothing (MetricsConfig reference). */
const DEFAULT_PUBLISH_SECONDS = 60;

export class SageMakerReader {
  public constructor(private readonly client: SageMakerClient) {}

  public endpointNames(): Promise<string[]> {
    return asking('the list of endpoints', 'sagemaker:ListEndpoints', async () => {
      const names: string[] = [];
      for await (const page of paginateListEndpoints({ client: this.client }, { SortBy: 'Name', SortOrder: 'Ascending' })) {
        names.push(...page.Endpoints!.map(({ EndpointName }) => EndpointName!));
      }
      return names;
    });
  }

  /** Undefined when there is no such endpoint. */
  public async endpoint(name: string): Promise<EndpointDescription | undefined> {
    try {
      return await asking(`endpoint '${name}'`, 'sagemaker:DescribeEndpoint', async () => {
        const found = await this.client.send(new DescribeEndpointCommand({ EndpointName: name }));
        return {
          status: found.EndpointStatus!,
          failureReason: found.FailureReason,
          configurationName: found.EndpointConfigName!,
          changedAt: found.LastModifiedTime!,
          instances: (found.ProductionVariants ?? []).reduce((sum, { CurrentInstanceCount }) => sum + (CurrentInstanceCount ?? 0), 0),
        };
      });
    } catch (error) {
      if (error instanceof Failure && error.kind === 'not found') {
        return undefined;
      }
      throw error;
    }
  }

  /** The configuration, and the models that its variants serve by themselves. */
  public configuration(name: string): Promise<{ readonly configuration: Configuration; readonly models: string[] }> {
    return asking(`configuration '${name}'`, 'sagemaker:DescribeEndpointConfig', async () => {
      const found = await this.client.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));
      const variants = found.ProductionVariants ?? [];
      const { EnableDetailedObservability: detailed, MetricPublishFrequencyInSeconds: every } = found.MetricsConfig ?? {};
      return {
        configuration: {
          createdAt: found.CreationTime!,
          detailedObservability: detailed,
          publishSeconds: every ?? DEFAULT_PUBLISH_SECONDS,
          instanceTypes: [...new Set(variants.flatMap(instanceTypesOf))],
        },
        models: variants.flatMap(({ ModelName }) => ModelName ?? []),
      };
    });
  }

  /** The containers of an endpoint: of its inference components and of the models of its variants. Adapters have none. */
  public async containers(endpointName: string, models: readonly string[]): Promise<Container[]> {
    const components = await asking('the inference components', 'sagemaker:ListInferenceComponents', async () => {
      const names: string[] = [];
      for await (const page of paginateListInferenceComponents({ client: this.client }, { EndpointNameEquals: endpointName })) {
        names.push(...page.InferenceComponents!.map(({ InferenceComponentName }) => InferenceComponentName!));
      }
      return names;
    });
    const found: Container[] = [];
    for (const name of components) {
      found.push(...await this.ofComponent(name));
    }
    for (const name of models) {
      found.push(...await this.ofModel(name, name));
    }
    return found;
  }

  private async ofComponent(name: string): Promise<Container[]> {
    const component = await asking(`inference component '${name}'`, 'sagemaker:DescribeInferenceComponent', () =>
      this.client.send(new DescribeInferenceComponentCommand({ InferenceComponentName: name })));
    const copies = component.RuntimeConfig?.CurrentCopyCount;
    const found: Container[] = [];
    for (const specification of component.Specifications ?? [component.Specification]) {
      found.push(...await this.ofSpecification(name, copies, specification));
    }
    return found;
  }

  private async ofSpecification(
    name: string, copies: number | undefined, specification: InferenceComponentSpecificationSummary | undefined,
  ): Promise<Container[]> {
    const { Container: container, ModelName: model } = specification ?? {};
    if (model) {
      return this.ofModel(model, name, copies);
    }
    return container === undefined ? [] : [{
      of: name,
      image: container.DeployedImage?.SpecifiedImage ?? container.DeployedImage?.ResolvedImage,
      environment: container.Environment ?? {},
      metricsPath: pathOf(container.ContainerMetricsConfig),
      copies,
    }];
  }

  private async ofModel(model: string, name: string, copies?: number): Promise<Container[]> {
    const { PrimaryContainer: primary, Containers: several = [] } = await asking(`model '${model}'`, 'sagemaker:DescribeModel', () =>
      this.client.send(new DescribeModelCommand({ ModelName: model })));
    return [...primary ? [primary] : [], ...several].map((container) => ({
      of: name,
      image: container.Image,
      environment: container.Environment ?? {},
      metricsPath: pathOf(container.ContainerMetricsConfig),
      copies,
    }));
  }
}

function instanceTypesOf({ InstanceType: type, InstancePools: pools = [] }: ProductionVariant): string[] {
  return [...type ? [type] : [], ...pools.map(({ InstanceType }) => InstanceType!)];
}

function pathOf(config: ContainerMetricsConfig | undefined): string | undefined {
  return config?.MetricsEndpoints?.[0]?.MetricsEndpointPath;
}

async function asking<T>(what: string, permission: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw failureOf(`SageMaker, ${what}`, permission, error);
  }
}
