import { Lazy } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnInferenceComponent } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IConstruct } from 'constructs';
import { ComponentPlan } from './component-plan';
import { createComponentResource } from './component-resource';
import { describeAlarm } from './execution-role';
import { checkHost } from './host-check';
import { InferenceComponentAdapter, InferenceComponentAdapterOptions } from './inference-component-adapter';
import { IInferenceComponent, ImportedInferenceComponent, InferenceComponentBase } from './inference-component-base';
import { InferenceComponentAttributes, InferenceComponentProps } from './inference-component-props';
import { IInferenceEndpoint, InferenceEndpoint } from './inference-endpoint';
import { checkComponentName } from './names';
import { RollbackAlarms } from './rollback-alarms';
import { CapacityBounds, ScalableCopies } from '../scaling';
import { scalingOf } from '../scaling/capacity-registry';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { checkPublishFrequency, slowestOf } from '../telemetry/publish-frequency-checks';
import { ServingEngine } from '../telemetry/serving-engine';
import { isKnown, Problems, warn } from '../validation';

/**
 * Copies of one model on the instances of an endpoint.
 *
 * Callers name the component in their requests: hand them `inferenceComponentName`.
 *
 * @resource AWS::SageMaker::InferenceComponent
 */
export class InferenceComponent extends InferenceComponentBase {
  /**
   * A component that another stack or tool owns, of which only the name is known. `grantInvoke` then grants the component alone:
   * grant its endpoint too.
   *
   * @param scope the construct that uses it
   * @param id its id there
   * @param inferenceComponentName the component's name
   */
  public static fromInferenceComponentName(scope: Construct, id: string, inferenceComponentName: string): IInferenceComponent {
    return InferenceComponent.fromInferenceComponentAttributes(scope, id, { inferenceComponentName });
  }

  /**
   * A component that another stack or tool owns.
   *
   * @param scope the construct that uses it
   * @param id its id there
   * @param attributes what is known of it
   */
  public static fromInferenceComponentAttributes(
    scope: Construct, id: string, attributes: InferenceComponentAttributes,
  ): IInferenceComponent {
    const { inferenceComponentName, endpoint, engine } = attributes;
    const publishFrequency = attributes.publishFrequency ?? endpoint?.publishFrequency;
    const component = new ImportedInferenceComponent(scope, id, {
      inferenceComponentName,
      engine,
      publishFrequency,
      slowestPublishFrequency: endpoint ? slowestOf(endpoint.publishFrequency, [publishFrequency]) : publishFrequency,
      endpointArn: endpoint?.endpointArn,
      region: endpoint?.env.region,
      account: endpoint?.env.account,
    });
    const problems = new Problems();
    checkComponentName(problems, 'inferenceComponentName', inferenceComponentName);
    checkPublishFrequency(problems, 'publishFrequency', attributes.publishFrequency);
    problems.throwIfAny(component);
    return component;
  }

  /** The endpoint whose instances host the copies. */
  public readonly endpoint: IInferenceEndpoint;

  /** The engine that serves the model. */
  public readonly engine?: ServingEngine;

  /** How often the container's own metrics are published, or undefined when the endpoint is imported and does not say. */
  public readonly publishFrequency?: PublishFrequency;

  /** The longest interval at which anything about the component is published, its endpoint's included; undefined when unknown. */
  public readonly slowestPublishFrequency?: PublishFrequency;

  /** The component's ARN. */
  public readonly inferenceComponentArn: string;

  /** The component's name, which callers send along with a request. */
  public readonly inferenceComponentName: string;

  protected readonly endpointArn?: string;
  private readonly props: InferenceComponentProps;
  private readonly resource: CfnInferenceComponent;
  private readonly rollbackAlarms: RollbackAlarms;
  private alarmPolicy?: iam.Policy;
  private readonly plan: ComponentPlan;
  private readonly adapters: IConstruct[] = [];

  /** Creates the component on an endpoint. `endpoint.addInferenceComponent` is the shorter way. */
  public constructor(scope: Construct, id: string, props: InferenceComponentProps) {
    super(scope, id);
    this.props = props;
    this.endpoint = props.endpoint;
    this.endpointArn = props.endpoint.endpointArn;
    this.engine = props.model.engine;
    this.publishFrequency = props.model._container?.metrics?.publishFrequency ?? props.endpoint.publishFrequency;
    this.plan = new ComponentPlan(props, () => this.adapters.length > 0, () => scalingOf(this) !== undefined);
    this.slowestPublishFrequency = this.plan.slowestPublishFrequency;
    this.rollbackAlarms = new RollbackAlarms(this, props.deployment !== undefined);
    this.check();

    const { resource, name } = createComponentResource(this, {
      givenName: props.inferenceComponentName,
      endpoint: props.endpoint,
      outliving: this.plan.host?._outliving,
      endpointName: props.endpoint.endpointName,
      variantName: props.endpoint.variantName,
      runtimeConfig: { copyCount: props.copies ?? Lazy.number({ produce: () => this.copies }) },
      deploymentConfig: this.rollbackAlarms.configure(props.deployment?._render()),
      ...this.plan.render(this),
    });
    this.resource = resource;
    this.inferenceComponentArn = resource.ref;
    this.inferenceComponentName = name;

    if (props.endpoint instanceof InferenceEndpoint) {
      props.endpoint._register(this);
    }
    props.deployment?.rollbackAlarms.forEach((alarm) => this.addRollbackAlarm(alarm));
    warn(this, [...this.plan.cautions(), ...props.deployment?._cautions() ?? []]);
    this.node.addValidation({
      validate: () => {
        warn(this, this.plan.lateCautions(this.fewestCopies));
        return [...this.lateProblems(), ...this.rollbackAlarms.validate(resource)];
      },
    });
  }

  /** The engines whose own series reach CloudWatch: several where an instance type runs another one, none where none does. */
  public get engines(): ServingEngine[] | undefined {
    return this.plan.publishingEngines;
  }

  /**
   * The number of copies in the template: the one given, or else the fewest that autoscaling may leave, and at least 1, because SageMaker
   * refuses to create a component without any.
   */
  public get copies(): number {
    const fewest = scalingOf(this)?.minCapacity ?? 1;
    return this.props.copies ?? (isKnown(fewest) ? Math.max(1, fewest) : fewest);
  }

  /**
   * Lets Application Auto Scaling move the number of copies between two bounds. The template then holds the fewest copies, at least 1,
   * and a deployment that changes it undoes what autoscaling decided.
   *
   * Copies that are taken away finish the answers that they have begun within 25 seconds, where the container is AWS's for vLLM 0.20 or
   * newer (`SM_VLLM_SHUTDOWN_TIMEOUT`): SageMaker kills it 5 seconds later. Other containers may break answers off.
   *
   * @param bounds the bounds
   */
  public autoScaleCopies(bounds: CapacityBounds): ScalableCopies {
    const fleet = this.plan.host?.instances;
    return new ScalableCopies(this, 'ScalableCopies', {
      component: this,
      instances: fleet && { min: fleet.minInstances, max: fleet.maxInstances },
      ...bounds,
    });
  }

  /**
   * Adds an adapter (LoRA) of this component's model. It uses the copies of this component: it has no image, resources or
   * copies of its own. On vLLM the container is told to load adapters at run time.
   *
   * @param id the adapter's construct id
   * @param options the adapter's artifacts
   */
  public addAdapter(id: string, options: InferenceComponentAdapterOptions): InferenceComponentAdapter {
    return new InferenceComponentAdapter(this, id, { ...options, base: this, endpoint: this.endpoint });
  }

  /**
   * Lets an alarm roll back updates, as the alarms given with `deployment` do. Throws without a `deployment`.
   *
   * The endpoint's role may look at the alarm by a policy of the component: as a part of the role's own policy, which the
   * endpoint waits for, an alarm that watches the endpoint would be a cycle.
   *
   * @param alarm an alarm that can exist before the component: its metrics name the component literally, so it can
   */
  public addRollbackAlarm(alarm: cloudwatch.IAlarm): void {
    this.rollbackAlarms.add(alarm);
    if (!this.plan.host) {
      return;
    }
    if (!this.alarmPolicy) {
      this.alarmPolicy = new iam.Policy(this, 'RollbackAlarms');
      this.plan.host.role.attachInlinePolicy(this.alarmPolicy);
      this.resource.node.addDependency(this.alarmPolicy);
    }
    this.alarmPolicy.addStatements(describeAlarm(alarm));
  }

  /**
   * The accelerators that a number of copies reserves on instances of a type, 0 when unknown.
   * @internal
   */
  public _acceleratorsOn(instanceType: string, copies: number): number {
    return this.plan.acceleratorsOn(instanceType, copies);
  }

  /**
   * The most copies that there may be.
   * @internal
   */
  public get _mostCopies(): number {
    return scalingOf(this)?.maxCapacity ?? this.copies;
  }

  private get fewestCopies(): number {
    return scalingOf(this)?.minCapacity ?? this.copies;
  }

  /** @internal */
  public _adaptedBy(adapter: IConstruct): void {
    this.adapters.push(adapter);
    warn(adapter, this.plan.adapterCautions());
  }

  private check(): void {
    const { endpoint, inferenceComponentName, deployment } = this.props;
    const problems = new Problems();
    checkComponentName(problems, 'inferenceComponentName', inferenceComponentName);
    problems.number('copies', this.props.copies, { min: 1, unit: 'copies' });
    deployment?._check(problems);
    checkHost(problems, this, endpoint);
    this.plan.check(problems);
    problems.throwIfAny(this);
  }

  private lateProblems(): string[] {
    const problems = new Problems();
    this.plan.checkEnvironment(problems);
    const scaling = scalingOf(this);
    if (scaling) {
      problems.number('copies of an autoscaled component', this.props.copies, { min: scaling.minCapacity, max: scaling.maxCapacity });
    }
    return problems.found;
  }
}
