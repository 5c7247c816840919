import { CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { driverCautions } from './driver-cautions';
import { lateEnvironment } from './environment';
import { drainEnvironment } from './graceful-shutdown';
import { FixedInstanceFleet } from './instance-fleet';
import { createModel } from './model-resource';
import { ProvisionedEndpoint, ProvisionedEndpointProps } from './provisioned-endpoint';
import { ServedModel } from './served-model';
import { CapacityBounds, ScalableInstances } from '../scaling';
import { scalingOf } from '../scaling/capacity-registry';
import { DEFAULT_METRICS_PATH, ServingEngine } from '../telemetry/serving-engine';
import { Caution, Problems, warn } from '../validation';

/** Properties of an endpoint with one model. */
export interface SingleModelEndpointProps extends ProvisionedEndpointProps {
  /** The model. */
  readonly model: ServedModel;

  /** The instances that serve it: at least one, because such an endpoint cannot shrink to none. */
  readonly instances: FixedInstanceFleet;
}

/** The limit of a model's container (ContainerDefinition reference). */
const MAX_ENVIRONMENT_ENTRIES = 100;

/**
 * An endpoint whose instances serve one model on their own.
 *
 * It has one production variant and no managed instance scaling, which SageMaker accepts for component endpoints only
 * (github.com/hashicorp/terraform-provider-aws/pull/45926).
 *
 * @resource AWS::SageMaker::Endpoint
 */
export class SingleModelEndpoint extends ProvisionedEndpoint {
  /** The model. */
  public readonly model: ServedModel;

  /** Creates the endpoint with its role, model and configuration. */
  public constructor(scope: Construct, id: string, props: SingleModelEndpointProps) {
    super(scope, id, props, props.instances);
    this.model = props.model;
    const { network, security } = props;
    const problems = new Problems();
    this._checkCommon(problems, props);
    this.model._check(problems, MAX_ENVIRONMENT_ENTRIES, this.environment);
    if (this.model._modelName !== undefined && (network || security?.networkIsolation)) {
      problems.add(
        'network and networkIsolation of a single-model endpoint belong to its model, which exists already: ' +
        'expected neither together with ServedModel.fromModelName, got: ' + (network ? 'network' : 'networkIsolation'));
    }
    if (this.model._container?.metrics) {
      problems.add(
        'model: metrics cannot be set on a single-model endpoint: CloudFormation gives models no metrics path. ' +
        "Expected an engine that serves '/metrics' on port 8080, or an inference component, got: metrics");
    }
    problems.throwIfAny(this);

    const modelName = this.model._modelName ?? this.createModel(props).attrModelName;
    this._provision(props, {
      variant: {
        ...this.instances._render(),
        modelName,
        containerStartupHealthCheckTimeoutInSeconds: this.model._containerTimeout.toSeconds(),
        modelDataDownloadTimeoutInSeconds: this.model._downloadTimeout.toSeconds(),
      },
      configuration: {},
      retainInstanceCount: () => scalingOf(this) !== undefined,
    });
    warn(this, [...this.model._cautions(), ...driverCautions(this.model, this.instances), ...this.silentEngineCautions()]);
    this.node.addValidation({ validate: () => this.validateScaled() });
  }

  /** The engine whose own series reach CloudWatch: none when SageMaker cannot scrape it. */
  public get engines(): ServingEngine[] | undefined {
    return this.publishesEngineMetrics ? [this.model.engine] : [];
  }

  /**
   * Lets Application Auto Scaling move the number of instances between two bounds. Updates of the endpoint then keep the number that it
   * has (github.com/aws/aws-cdk/issues/23151 and hashicorp/terraform-provider-aws/issues/48990), unless `retainVariantProperties` of the
   * deployment says otherwise.
   *
   * Instances that are taken away finish the answers that they have begun, as `InferenceComponent.autoScaleCopies` describes.
   *
   * @param bounds the bounds: at least one instance, because such an endpoint cannot shrink to none
   */
  public autoScaleInstances(bounds: CapacityBounds): ScalableInstances {
    return new ScalableInstances(this, 'ScalableInstances', { endpoint: this, ...bounds });
  }

  /** @internal */
  public get _hostsComponents(): boolean {
    return false;
  }

  private get publishesEngineMetrics(): boolean {
    return this.observability.enabled && this.model.engine.metricsPath === DEFAULT_METRICS_PATH && !this.model._metricsSwitchedOff;
  }

  /** As far as is known now: scaling may come later. */
  private get environment(): { [key: string]: string } {
    return this.model._environment(this.observability.enabled, scalingOf(this) ? drainEnvironment(this.model) : {});
  }

  /** What scaling, which may come later, makes wrong. */
  private validateScaled(): string[] {
    const problems = new Problems();
    this.model._check(problems, MAX_ENVIRONMENT_ENTRIES, this.environment);
    const scaling = scalingOf(this);
    if (scaling) {
      const { minCapacity: min, maxCapacity: max } = scaling;
      problems.number('instances: count of an autoscaled endpoint', this.instances.minInstances, { min, max });
    }
    return problems.found;
  }

  private createModel(props: SingleModelEndpointProps): CfnModel {
    return createModel(this, this.model._container!, {
      environment: lateEnvironment(() => this.environment),
      role: this.role,
      grantee: this._grantee,
      outliving: this._outliving,
      vpcConfig: this._vpcConfig(props.network),
      enableNetworkIsolation: props.security?.networkIsolation,
    });
  }

  private silentEngineCautions(): Caution[] {
    const { name, metricsPath } = this.model.engine;
    if (!this.observability.enabled || this.publishesEngineMetrics) {
      return [];
    }
    const reason = this.model._metricsSwitchedOff
      ? 'its environment switches them off'
      : `SageMaker scrapes '${DEFAULT_METRICS_PATH}' on port 8080 and it serves ${metricsPath ? `'${metricsPath}'` : 'nothing there'}`;
    return [{
      id: 'engineWithoutMetrics',
      message:
        `no series of the engine '${name}' are expected from this endpoint: ${reason}. GPU and host series exist nevertheless. ` +
        'Host the model as an inference component to state a metrics path',
    }];
  }
}
