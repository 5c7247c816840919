import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sagemaker from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { IInferenceComponent, ImportedInferenceComponent } from './inference-component-base';
import { grantInvocation, IInvokable, retainLogs, sageMakerArn } from './invocation';
import { IMeasuredEndpoint, MeasuredEndpoint } from './measured-endpoint';
import { checkComponentName, checkEndpointName, checkInstanceType } from './names';
import { DetailedObservabilityOptIn } from '../opt-in/detailed-observability-opt-in';
import { DetailedObservabilityOptInOptions } from '../opt-in/opt-in-props';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { checkPublishFrequency, slowestOf } from '../telemetry/publish-frequency-checks';
import { DEFAULT_VARIANT_NAME, IObservedEndpoint } from '../telemetry/scope';
import { ServingEngine } from '../telemetry/serving-engine';
import { InvalidPropertiesError, Problems } from '../validation';

/** A real-time endpoint, provisioned by this library or imported. Everything that watches works on both. */
export interface IInferenceEndpoint extends sagemaker.IEndpoint, IMeasuredEndpoint, IObservedEndpoint {
  /** How often metrics are published, or undefined when an import does not say: then 300 seconds are assumed. */
  readonly publishFrequency?: PublishFrequency;

  /** Whether engine, GPU, host and placement series are published, or undefined when an import does not say. */
  readonly detailedObservability?: boolean;

  /** Whether classic metrics exist per instance and container too, or undefined when an import does not say. */
  readonly enhancedMetrics?: boolean;

  /** The instance types that the endpoint may run on, or undefined when an import does not say. */
  readonly instanceTypes?: string[];

  /** The inference components on the endpoint, as far as they are known. */
  readonly inferenceComponents: IInferenceComponent[];

  /** The log group that SageMaker writes the containers' output to: `/aws/sagemaker/Endpoints/NAME`. */
  readonly logGroupName: string;
}

/** A real-time endpoint that another stack or tool owns. */
export interface IImportedInferenceEndpoint extends IInferenceEndpoint {
  /**
   * Opts the endpoint into detailed observability: updates it to a copy of its configuration that differs in the observability alone.
   * `DetailedObservabilityOptIn` says what that means for the endpoint. Throws when called twice, and as `DetailedObservabilityOptIn` does.
   *
   * @param options how
   */
  optIntoDetailedObservability(options?: DetailedObservabilityOptInOptions): DetailedObservabilityOptIn;
}

/** What is known of an endpoint that another stack or tool owns. */
export interface InferenceEndpointAttributes {
  /** The endpoint's name. */
  readonly endpointName: string;

  /**
   * The production variant meant. An endpoint with several variants is imported once per variant.
   *
   * @default 'AllTraffic'
   */
  readonly variantName?: string;

  /**
   * The engines behind the endpoint.
   *
   * @default - unknown: queries ask for the series of every engine
   */
  readonly engines?: ServingEngine[];

  /**
   * How often metrics are published.
   *
   * @default - unknown: windows are wide enough for 300 seconds
   */
  readonly publishFrequency?: PublishFrequency;

  /**
   * Whether detailed observability is on.
   *
   * @default - unknown
   */
  readonly detailedObservability?: boolean;

  /**
   * Whether enhanced metrics are on.
   *
   * @default - unknown
   */
  readonly enhancedMetrics?: boolean;

  /**
   * The names of the inference components on the endpoint.
   *
   * @default - none are known
   */
  readonly inferenceComponentNames?: string[];

  /**
   * The instance types that the endpoint may run on.
   *
   * @default - unknown
   */
  readonly instanceTypes?: string[];

  /**
   * The Region of the endpoint.
   *
   * @default - the stack's
   */
  readonly region?: string;

  /**
   * The account of the endpoint.
   *
   * @default - the stack's
   */
  readonly account?: string;
}

/** A real-time endpoint. */
export abstract class InferenceEndpoint extends MeasuredEndpoint implements IInferenceEndpoint {
  /**
   * An endpoint that another stack or tool owns, of which only the name is known. Its variant is taken to be `AllTraffic`.
   *
   * @param scope the construct that uses it
   * @param id its id there
   * @param endpointName the endpoint's name
   */
  public static fromEndpointName(scope: Construct, id: string, endpointName: string): IImportedInferenceEndpoint {
    return new ImportedInferenceEndpoint(scope, id, { endpointName });
  }

  /**
   * An endpoint that another stack or tool owns.
   *
   * @param scope the construct that uses it
   * @param id its id there
   * @param attributes what is known of it
   */
  public static fromEndpointAttributes(scope: Construct, id: string, attributes: InferenceEndpointAttributes): IImportedInferenceEndpoint {
    return new ImportedInferenceEndpoint(scope, id, attributes);
  }

  /** The endpoint's ARN. */
  public abstract readonly endpointArn: string;

  /** The engines whose own series reach CloudWatch: empty when none does, undefined when an import does not say. */
  public abstract readonly engines?: ServingEngine[];

  /** How often metrics are published, or undefined when an import does not say. */
  public abstract readonly publishFrequency?: PublishFrequency;

  /** Whether engine, GPU, host and placement series are published, or undefined when an import does not say. */
  public abstract readonly detailedObservability?: boolean;

  /** Whether classic metrics exist per instance and container too, or undefined when an import does not say. */
  public abstract readonly enhancedMetrics?: boolean;

  /** The instance types that the endpoint may run on, or undefined when an import does not say. */
  public abstract readonly instanceTypes?: string[];

  private readonly components: IInferenceComponent[] = [];
  private readonly adapters: IInvokable[] = [];
  private readonly invokers: iam.IGrantable[] = [];

  /** The inference components on the endpoint, as far as they are known. */
  public get inferenceComponents(): IInferenceComponent[] {
    return [...this.components];
  }

  /** The longest interval at which anything on the endpoint is published, its components included; undefined when unknown. */
  public get slowestPublishFrequency(): PublishFrequency | undefined {
    return slowestOf(this.publishFrequency, this.components.map(({ slowestPublishFrequency }) => slowestPublishFrequency));
  }

  /** A reference to this endpoint for other constructs. */
  public get endpointRef(): sagemaker.EndpointReference {
    return { endpointArn: this.endpointArn };
  }

  /** The log group that SageMaker writes the containers' output to: `/aws/sagemaker/Endpoints/NAME`. */
  public get logGroupName(): string {
    return `/aws/sagemaker/Endpoints/${this.endpointName}`;
  }

  /**
   * Sets how long the containers' output is kept: by a custom resource, because SageMaker creates the log group itself.
   *
   * @param retention how long
   */
  public retainLogs(retention: logs.RetentionDays): void {
    retainLogs(this, this.logGroupName, retention);
  }

  /**
   * Lets a principal invoke the endpoint and every inference component and adapter on it, also those added later; response
   * streams included.
   *
   * @param grantee who may invoke
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    this.invokers.push(grantee);
    return grantInvocation(grantee, [
      this.endpointArn, ...[...this.components, ...this.adapters].map(({ inferenceComponentArn }) => inferenceComponentArn),
    ]);
  }

  /** @internal */
  public _register(component: IInferenceComponent): void {
    this.components.push(component);
    this.invokers.forEach((grantee) => component.grantInvoke(grantee));
  }

  /** @internal */
  public _registerAdapter(adapter: IInvokable): void {
    this.adapters.push(adapter);
    this.invokers.forEach((grantee) => adapter.grantInvoke(grantee));
  }
}

class ImportedInferenceEndpoint extends InferenceEndpoint implements IImportedInferenceEndpoint {
  public readonly endpointName: string;
  public readonly endpointArn: string;
  public readonly variantName: string;
  public readonly engines?: ServingEngine[];
  public readonly publishFrequency?: PublishFrequency;
  public readonly detailedObservability?: boolean;
  public readonly enhancedMetrics?: boolean;
  public readonly instanceTypes?: string[];

  public constructor(scope: Construct, id: string, attributes: InferenceEndpointAttributes) {
    super(scope, id, { region: attributes.region, account: attributes.account });
    const { endpointName, variantName = DEFAULT_VARIANT_NAME, region, account, inferenceComponentNames = [] } = attributes;
    const problems = new Problems();
    checkEndpointName(problems, 'endpointName', endpointName);
    checkEndpointName(problems, 'variantName', variantName);
    checkPublishFrequency(problems, 'publishFrequency', attributes.publishFrequency);
    attributes.instanceTypes?.forEach((type) => checkInstanceType(problems, 'an entry of instanceTypes', type));
    inferenceComponentNames.forEach((name) => checkComponentName(problems, 'an entry of inferenceComponentNames', name));
    problems.throwIfAny(this);

    this.endpointName = endpointName;
    this.endpointArn = sageMakerArn(this, 'endpoint', endpointName, { region, account });
    this.variantName = variantName;
    this.engines = attributes.engines;
    this.publishFrequency = attributes.publishFrequency;
    this.detailedObservability = attributes.detailedObservability;
    this.enhancedMetrics = attributes.enhancedMetrics;
    this.instanceTypes = attributes.instanceTypes;
    const [engine] = attributes.engines?.length === 1 ? attributes.engines : [];
    inferenceComponentNames.forEach((inferenceComponentName, index) => this._register(new ImportedInferenceComponent(this, `Component${index}`, {
      inferenceComponentName,
      engine,
      engines: attributes.engines,
      publishFrequency: attributes.publishFrequency,
      slowestPublishFrequency: attributes.publishFrequency,
      endpointArn: this.endpointArn,
      region,
      account,
    })));
  }

  public optIntoDetailedObservability(options: DetailedObservabilityOptInOptions = {}): DetailedObservabilityOptIn {
    const id = 'DetailedObservability';
    if (this.node.tryFindChild(id)) {
      throw new InvalidPropertiesError(this, ['optIntoDetailedObservability may be called once, got a second call']);
    }
    return new DetailedObservabilityOptIn(this, id, { endpoint: this, ...options });
  }
}
