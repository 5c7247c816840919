import { Lazy, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CfnEndpoint, CfnEndpointConfig } from 'aws-cdk-lib/aws-sagemaker';
import { Construct, IDependable } from 'constructs';
import { DetailedObservability } from './detailed-observability';
import { EndpointDeployment } from './endpoint-deployment';
import { ScopedGrantee } from './execution-grantee';
import { createExecutionRole, describeAlarm, grantExecution } from './execution-role';
import { InferenceEndpoint } from './inference-endpoint';
import { InstanceFleet } from './instance-fleet';
import { checkEndpointName } from './names';
import { observabilityRegionCautions } from './observability-regions';
import { RollbackAlarms } from './rollback-alarms';
import { PublishFrequency } from '../telemetry/publish-frequency';
import { DEFAULT_VARIANT_NAME } from '../telemetry/scope';
import { Problems, warn } from '../validation';

/**
 * Where the containers of an endpoint run. After the endpoint is deleted, its subnets and security groups stay in use for about
 * 15 minutes (github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1327): deleting them at once fails.
 */
export interface EndpointNetwork {
  /** The VPC. */
  readonly vpc: ec2.IVpc;

  /**
   * The subnets.
   *
   * @default - the VPC's private subnets
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * The security groups.
   *
   * @default - a new one that lets everything out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** Who an endpoint acts as, and what is closed and encrypted. */
export interface EndpointSecurity {
  /**
   * The execution role. What the endpoint needs is added to it in a policy of its own. IAM takes 10,240 characters of such
   * policies per role, which is enough for about 25 models with artifacts of their own; a role that this library makes moves the
   * rest to managed policies.
   *
   * @default - a new role with least privileges
   */
  readonly role?: iam.IRole;

  /**
   * The key of the storage volumes of the instances. Local NVMe storage, which most GPU instances have, is encrypted by the
   * instance's hardware instead (CreateEndpointConfig reference).
   *
   * @default - an AWS managed key
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Whether containers may make no network calls at all, not even to AWS services.
   *
   * @default false
   */
  readonly networkIsolation?: boolean;
}

/** What all provisioned endpoints have in common. */
export interface ProvisionedEndpointProps {
  /**
   * The endpoint's name: 1 to 63 letters, digits and inner dashes, unique in account and Region.
   *
   * @default - CloudFormation chooses one
   */
  readonly endpointName?: string;

  /**
   * What the endpoint reports about itself.
   *
   * @default DetailedObservability.every(PublishFrequency.ONE_MINUTE)
   */
  readonly observability?: DetailedObservability;

  /**
   * How updates reach the instances.
   *
   * @default - SageMaker's own: blue/green, all at once, without rollback alarms
   */
  readonly deployment?: EndpointDeployment;

  /**
   * The VPC that the containers are connected to.
   *
   * @default - none
   */
  readonly network?: EndpointNetwork;

  /**
   * Who the endpoint acts as, and what is closed and encrypted.
   *
   * @default - a new role with least privileges, keys managed by AWS, network calls allowed
   */
  readonly security?: EndpointSecurity;
}

/** What a kind of endpoint adds to the common part. */
interface EndpointParts {
  readonly variant: Omit<CfnEndpointConfig.ProductionVariantProperty, 'variantName'>;
  readonly configuration: Partial<Pick<CfnEndpointConfig, 'vpcConfig' | 'enableNetworkIsolation'>>;
  /** Whether something else than the template decides how many instances there are, asked when all is known. */
  readonly retainInstanceCount: () => boolean;
}

/** An endpoint that this app provisions: role, endpoint configuration and endpoint, with one production variant. */
export abstract class ProvisionedEndpoint extends InferenceEndpoint implements ec2.IConnectable {
  /** The name of the only production variant. */
  public readonly variantName = DEFAULT_VARIANT_NAME;

  /** The role that SageMaker assumes for the endpoint. */
  public readonly role: iam.IRole;

  /** What the endpoint reports about itself. */
  public readonly observability: DetailedObservability;

  /** The instances behind the endpoint. */
  public readonly instances: InstanceFleet;

  /**
   * Who takes the permissions of the endpoint and of what runs on it.
   * @internal
   */
  public readonly _grantee: iam.IPrincipal;

  private readonly vpcConnections?: ec2.Connections;
  private readonly deployment?: EndpointDeployment;
  private readonly rollbackAlarms: RollbackAlarms;
  private endpoint!: CfnEndpoint;

  protected constructor(scope: Construct, id: string, props: ProvisionedEndpointProps, instances: InstanceFleet) {
    super(scope, id, { physicalName: props.endpointName });
    this.observability = props.observability ?? DetailedObservability.every(PublishFrequency.ONE_MINUTE);
    this.instances = instances;
    this.deployment = props.deployment;
    this.rollbackAlarms = new RollbackAlarms(this, props.deployment !== undefined);
    this.vpcConnections = props.network && connections(this, props.network);
    this.role = props.security?.role ?? createExecutionRole(this, 'Role');
    this._grantee = props.security?.role ? new ScopedGrantee(this, this.role) : this.role;
  }

  /** How often metrics are published. */
  public get publishFrequency(): PublishFrequency | undefined {
    return this.observability.publishFrequency;
  }

  /** Whether engine, GPU, host and placement series are published. */
  public get detailedObservability(): boolean | undefined {
    return this.observability.enabled;
  }

  /** Whether classic metrics exist per instance and container too. */
  public get enhancedMetrics(): boolean | undefined {
    return this.observability.enhancedMetrics;
  }

  /** The instance types that the endpoint may run on. */
  public get instanceTypes(): string[] | undefined {
    return this.instances.instanceTypes;
  }

  /** The endpoint's ARN. */
  public get endpointArn(): string {
    return this.getResourceArnAttribute(this.endpoint.ref, { service: 'sagemaker', resource: 'endpoint', resourceName: this.physicalName });
  }

  /** The endpoint's name: literal where one was given, so that an alarm which names it does not depend on it. */
  public get endpointName(): string {
    return Token.isUnresolved(this.physicalName) ? this.getResourceNameAttribute(this.endpoint.attrEndpointName) : this.physicalName;
  }

  /** The network connections of the containers. Throws when the endpoint has no `network`. */
  public get connections(): ec2.Connections {
    if (!this.vpcConnections) {
      throw new Error(`[${this.node.path}] an endpoint without network has no connections: expected the property network, got: undefined`);
    }
    return this.vpcConnections;
  }

  /**
   * Lets an alarm roll back deployments, as the alarms given with `deployment` do. Throws without a `deployment`.
   *
   * @param alarm an alarm that can exist before the endpoint: with a literal name of endpoint or alarm it can
   */
  public addRollbackAlarm(alarm: cloudwatch.IAlarm): void {
    this.rollbackAlarms.add(alarm);
    this._grantee.addToPrincipalPolicy(describeAlarm(alarm));
  }

  /**
   * Whether inference components can be placed on it.
   * @internal
   */
  public abstract get _hostsComponents(): boolean;

  /**
   * What must outlive the endpoint and everything on it: the role and its policies.
   * @internal
   */
  public get _outliving(): IDependable[] {
    return this._grantee instanceof ScopedGrantee ? [this.role, this._grantee.policy] : [this.role];
  }

  /** @internal */
  protected _checkCommon(problems: Problems, { network }: ProvisionedEndpointProps): void {
    const name = this.physicalName;
    checkEndpointName(problems, 'endpointName', Token.isUnresolved(name) ? undefined : name);
    this.observability._check(problems);
    this.instances._check(problems);
    this.deployment?._check(problems);
    if (network) {
      const { subnetIds } = network.vpc.selectSubnets(network.vpcSubnets);
      checkCount(problems, 'network: the subnets', subnetIds, 16);
      checkCount(problems, 'network: securityGroups', this.connections.securityGroups, 5);
    }
  }

  /** @internal */
  protected _vpcConfig(network: EndpointNetwork | undefined): CfnEndpointConfig.VpcConfigProperty | undefined {
    return network && {
      subnets: network.vpc.selectSubnets(network.vpcSubnets).subnetIds,
      securityGroupIds: this.connections.securityGroups.map(({ securityGroupId }) => securityGroupId),
    };
  }

  /**
   * Creates configuration and endpoint. Deletion runs the other way round: the endpoint goes first, and the role with its
   * policies last, because SageMaker still needs it while the endpoint goes (DeleteEndpoint reference).
   * @internal
   */
  protected _provision(props: ProvisionedEndpointProps, parts: EndpointParts): void {
    const { network, security } = props;
    grantExecution(this, this._grantee, {
      network: network && { subnets: network.vpc.selectSubnets(network.vpcSubnets).subnets, connections: this.connections },
      encryptionKey: security?.encryptionKey,
    });

    this.deployment?.rollbackAlarms.forEach((alarm) => this.addRollbackAlarm(alarm));

    const configuration = new CfnEndpointConfig(this, 'Config', {
      executionRoleArn: this.role.roleArn,
      kmsKeyId: security?.encryptionKey?.keyArn,
      metricsConfig: this.observability._render(),
      productionVariants: [{ variantName: this.variantName, ...parts.variant }],
      ...parts.configuration,
    });
    this.endpoint = new CfnEndpoint(this, 'Resource', {
      endpointName: this.physicalName,
      endpointConfigName: configuration.attrEndpointConfigName,
      deploymentConfig: this.rollbackAlarms.configure(this.deployment?._render()),
      retainAllVariantProperties: this.deployment?.retainVariantProperties
        ?? Lazy.any({ produce: () => parts.retainInstanceCount() || undefined }),
    });
    configuration.node.addDependency(...this._outliving);
    this.endpoint.node.addDependency(...this._outliving);

    warn(this, [
      ...this.deployment?._cautions() ?? [],
      ...this.observability.enabled ? observabilityRegionCautions(Stack.of(this)) : [],
    ]);
    this.node.addValidation({ validate: () => this.rollbackAlarms.validate(this.endpoint) });
  }
}

/** A VPC configuration takes 1 to 16 subnets and 1 to 5 security groups (VpcConfig reference). */
function checkCount(problems: Problems, what: string, list: readonly unknown[], max: number): void {
  if (!Token.isUnresolved(list) && (list.length < 1 || list.length > max)) {
    problems.add(`${what} must be 1 to ${max}, got: ${list.length}`);
  }
}

function connections(scope: Construct, network: EndpointNetwork): ec2.Connections {
  return new ec2.Connections({
    securityGroups: network.securityGroups ?? [new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc: network.vpc,
      description: 'Containers of a SageMaker endpoint',
    })],
  });
}
