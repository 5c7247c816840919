import { CfnResource, CustomResource, Names, Resource, Stack } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deploymentJson } from './deployment-json';
import { optInCautions } from './opt-in-cautions';
import { DetailedObservabilityOptInOptions, DetailedObservabilityOptInProps } from './opt-in-props';
import { OptInProvider } from './opt-in-provider';
import { CONFIGURATION_ATTRIBUTE, OptInResourceProperties } from './resource-properties';
import { ScopedGrantee } from '../endpoint/execution-grantee';
import { describeAlarm } from '../endpoint/execution-role';
import type { IInferenceEndpoint } from '../endpoint/inference-endpoint';
import { bothCases } from '../endpoint/invocation';
import { RollbackAlarms } from '../endpoint/rollback-alarms';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { checkPublishFrequency } from '../telemetry/publish-frequency-checks';
import { isKnown, Problems, warn } from '../validation';

/**
 * Opts an endpoint into detailed observability that exists already: a custom resource makes a copy of its configuration that differs in the
 * observability alone, and updates the endpoint to it. The original configuration is never changed or deleted.
 *
 * - **Nothing is lost:** the copy is made of everything that SageMaker describes, and compared with the original before the endpoint moves.
 *   A setting that cannot be copied fails the deployment, and the endpoint stays as it is. Instance counts and weights stay, too.
 * - **An endpoint that publishes as wanted** is not updated.
 * - **The update swaps instances**, and blue/green needs room for a second fleet: state a rolling `deployment` where there is none.
 * - **Whoever owns the endpoint** (a stack, Terraform, a notebook) reverts this with the next deployment of another configuration. Change
 *   it there as well.
 * - **Inference components:** what an update of the endpoint does to the components that run on it is documented nowhere. Try it on a test
 *   endpoint.
 * - **Serverless and asynchronous endpoints** have no detailed observability and are refused.
 *
 * Fails, with the endpoint untouched, when the endpoint does not exist or is not InService; and when SageMaker rolls the update back, which
 * leaves it on its old configuration.
 */
export class DetailedObservabilityOptIn extends Construct {
  /**
   * Opts several endpoints in, one after the other, so that not all are being updated at once. When one fails, those after it stay as they
   * are. The stack rolls back, and that keeps the finished updates of new opt-ins unless `revertOnDelete` is set; opt-ins that were there
   * before go back to the frequency that they had.
   *
   * @param scope the construct that opts them in
   * @param id the id of a construct that holds the opt-ins
   * @param endpoints the endpoints, in the order of their updates: at most 12 per stack
   * @param options how, the same for all
   */
  public static all(
    scope: Construct, id: string, endpoints: IInferenceEndpoint[], options: DetailedObservabilityOptInOptions = {},
  ): DetailedObservabilityOptIn[] {
    const parent = new Construct(scope, id);
    const optIns = endpoints.map((endpoint) =>
      // Not by their place in the list: another order must not make other resources.
      new DetailedObservabilityOptIn(parent, Names.nodeUniqueId(endpoint.node), { endpoint, ...options }));
    optIns.slice(1).forEach((optIn, index) => optIn.resource.node.addDependency(optIns[index].resource));
    return optIns;
  }

  /** How often metrics are published. */
  public readonly publishFrequency: PublishFrequency;

  /** The name of the configuration that the endpoint is on when this is deployed. */
  public readonly endpointConfigName: string;

  private readonly resource: CustomResource;
  private readonly rollbackAlarms: RollbackAlarms;
  private readonly executionRole?: iam.IRole;
  private describer?: ScopedGrantee;

  /**
   * Throws when the endpoint belongs to this app, to another account or Region, or is opted in twice; when the frequency is none of
   * SageMaker's or contradicts the import; and when the deployment makes no sense.
   */
  public constructor(scope: Construct, id: string, props: DetailedObservabilityOptInProps) {
    super(scope, id);
    const { endpoint, executionRole, deployment, waitForCompletion = true, revertOnDelete = false } = props;
    this.publishFrequency = props.publishFrequency ?? endpoint.publishFrequency ?? PublishFrequency.ONE_MINUTE;
    this.check(props);

    const provider = OptInProvider.of(this);
    provider.register(this, endpoint.endpointName);
    const permissions = this.grant(provider, props);
    this.executionRole = executionRole;
    this.rollbackAlarms = new RollbackAlarms(this, deployment !== undefined);

    const configured = this.rollbackAlarms.configure(deployment?._render());
    const properties: OptInResourceProperties = {
      EndpointName: endpoint.endpointName,
      MetricPublishFrequencyInSeconds: `${this.publishFrequency}`,
      ConfigurationPrefix: provider.configurationPrefix,
      ExecutionRoleArn: executionRole?.roleArn,
      DeploymentConfig: configured && deploymentJson(this, configured),
      WaitForCompletion: `${waitForCompletion}`,
      RevertOnDelete: `${revertOnDelete}`,
    };
    this.resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::SageMakerDetailedObservabilityOptIn',
      serviceToken: provider.serviceToken,
      properties,
    });
    // Permissions go last, because deletion may need them.
    this.resource.node.addDependency(permissions.policy);
    this.endpointConfigName = this.resource.getAttString(CONFIGURATION_ATTRIBUTE);
    deployment?.rollbackAlarms.forEach((alarm) => this.addRollbackAlarm(alarm));

    warn(this, optInCautions(Stack.of(this), props));
    this.node.addValidation({ validate: () => this.rollbackAlarms.validate(this.resource.node.defaultChild as CfnResource) });
  }

  /**
   * Lets an alarm roll the update back, as the alarms given with `deployment` do. Throws without a `deployment`.
   *
   * @param alarm an alarm on a metric
   */
  public addRollbackAlarm(alarm: IAlarm): void {
    this.rollbackAlarms.add(alarm);
    if (this.executionRole) {
      this.describer ??= this.describerFor(this.executionRole);
      this.describer.addToPrincipalPolicy(describeAlarm(alarm));
    }
  }

  /** Only where there is an alarm: a policy without statements is none. */
  private describerFor(role: iam.IRole): ScopedGrantee {
    const describer = new ScopedGrantee(new Construct(this, 'ExecutionRole'), role);
    this.resource.node.addDependency(describer.policy);
    return describer;
  }

  private check({ endpoint, publishFrequency, deployment }: DetailedObservabilityOptInProps): void {
    const problems = new Problems();
    const { region, account } = Stack.of(this);
    const whereabouts = { region: [region, endpoint.env.region], account: [account, endpoint.env.account] };
    if (Resource.isOwnedResource(endpoint)) {
      problems.add(`endpoint must be an imported one, got '${endpoint.node.path}', which this app provisions: set its property observability instead`);
    }
    for (const [what, [here, there]] of Object.entries(whereabouts)) {
      if (isKnown(here) && isKnown(there) && here !== there) {
        problems.add(`endpoint must be in the ${what} of the stack, ${here}, got: ${there}. Opt it in from a stack there`);
      }
    }
    checkPublishFrequency(problems, 'publishFrequency', publishFrequency);
    if (isKnown(publishFrequency) && isKnown(endpoint.publishFrequency) && publishFrequency !== endpoint.publishFrequency) {
      problems.add(`publishFrequency must be the one that the endpoint was imported with, ${endpoint.publishFrequency} seconds, got: ${publishFrequency} seconds`);
    }
    if (endpoint.detailedObservability === false) {
      problems.add('endpoint must not be imported with detailedObservability false, because it is on after the opt-in: expected true or nothing, got: false');
    }
    if (deployment?.retainVariantProperties === false) {
      problems.add('deployment: retainVariantProperties must not be false, because instance counts and weights of the endpoint always stay, got: false');
    }
    deployment?._check(problems);
    problems.throwIfAny(this);
  }

  /** What this opt-in needs of its own, in a policy that is deleted after it. */
  private grant({ role }: OptInProvider, { endpoint, executionRole, encryptionKey }: DetailedObservabilityOptInProps): ScopedGrantee {
    const grantee = new ScopedGrantee(this, role);
    grantee.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['sagemaker:DescribeEndpoint', 'sagemaker:UpdateEndpoint'],
      resources: [...new Set(bothCases(endpoint.endpointArn))],
    }));
    if (executionRole) {
      grantee.addToPrincipalPolicy(new iam.PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [executionRole.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      }));
    }
    encryptionKey?.grant(grantee, 'kms:CreateGrant', 'kms:DescribeKey');
    return grantee;
  }
}
