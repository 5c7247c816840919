import { createHash } from 'crypto';
import * as path from 'path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeFramework, acknowledgeWildcards } from './opt-in-findings';
import { CONFIGURATION_FAMILY } from './resource-properties';
import { sageMakerArn } from '../endpoint/invocation';
import { placeInDeployment } from '../endpoint/names';
import { InvalidPropertiesError } from '../validation';

const HANDLER = path.join(__dirname, '..', '..', 'assets', 'opt-in-handler');
const HASH_LENGTH = 8;

/**
 * IAM takes 10,240 characters of inline policies per role (IAM quotas), and an opt-in needs up to 950 of them. There is room for one whose
 * endpoint changes: its policy for the first is deleted last.
 */
const MOST_OPT_INS = 8;

/** CloudFormation gives up after an hour: the reason of a time-out arrives before that. */
const PATIENCE = Duration.minutes(50);

/** The functions behind the opt-ins of a stack, and the role that they share. */
export class OptInProvider extends Construct {
  /** The provider of a construct's stack. */
  public static of(scope: IConstruct): OptInProvider {
    const id = 'DetailedObservabilityOptInProvider';
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(id) as OptInProvider | undefined ?? new OptInProvider(stack, id);
  }

  /** What the names of all configurations begin with that opt-ins of the stack make: its role may make no others. */
  public readonly configurationPrefix: string;

  /** The role of the functions. */
  public readonly role: iam.Role;

  /** What a custom resource names. */
  public readonly serviceToken: string;

  private optIns = 0;

  private constructor(stack: Stack, id: string) {
    super(stack, id);
    const hash = createHash('sha256').update(JSON.stringify(placeInDeployment(stack))).digest('hex').slice(0, HASH_LENGTH);
    this.configurationPrefix = `${CONFIGURATION_FAMILY}${hash}-`;
    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new iam.Role(this, 'Role', {
      description: 'Opts SageMaker endpoints into detailed observability',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(this.role);
    this.permissions().forEach((statement) => this.role.addToPolicy(statement));

    const code = lambda.Code.fromAsset(HANDLER);
    const handler = (name: string, handlerName: string, timeout: Duration) => new lambda.Function(this, name, {
      description: 'Opts SageMaker endpoints into detailed observability',
      runtime: lambda.Runtime.NODEJS_24_X,
      code,
      handler: `index.${handlerName}`,
      role: this.role,
      timeout,
      memorySize: 256,
      logGroup,
    });
    const onEventHandler = handler('OnEvent', 'onEvent', Duration.minutes(15));
    const isCompleteHandler = handler('IsComplete', 'isComplete', Duration.minutes(10));
    const provider = new Provider(this, 'Provider', {
      onEventHandler,
      isCompleteHandler,
      queryInterval: Duration.seconds(30),
      totalTimeout: PATIENCE,
      logGroup,
    });
    this.serviceToken = provider.serviceToken;
    acknowledgeWildcards(this.role, this.configurationPrefix);
    acknowledgeFramework(provider, [onEventHandler, isCompleteHandler]);
  }

  /** Counts an opt-in. Throws when the role has no room for another. */
  public count(optIn: IConstruct): void {
    if (this.optIns >= MOST_OPT_INS) {
      throw new InvalidPropertiesError(optIn, [
        `a stack must have at most ${MOST_OPT_INS} opt-ins, because the policies of their role have no room for more, got: ${MOST_OPT_INS + 1}. ` +
        'Put the others into another stack',
      ]);
    }
    this.optIns++;
  }

  /** What every opt-in needs: an imported endpoint does not say which configuration it is on. */
  private permissions(): iam.PolicyStatement[] {
    const configurations = sageMakerArn(this, 'endpoint-config', '*', {});
    return [
      // UpdateEndpoint is authorised on the endpoint and on the configuration (github.com/aws/aws-cdk/issues/11594).
      new iam.PolicyStatement({
        actions: ['sagemaker:DescribeEndpointConfig', 'sagemaker:ListTags', 'sagemaker:UpdateEndpoint'],
        resources: [configurations],
      }),
      new iam.PolicyStatement({
        actions: ['sagemaker:AddTags', 'sagemaker:CreateEndpointConfig', 'sagemaker:DeleteEndpointConfig'],
        resources: [sageMakerArn(this, 'endpoint-config', `${this.configurationPrefix}*`, {})],
      }),
      // Lists have no resource (service authorization reference).
      new iam.PolicyStatement({ actions: ['sagemaker:ListEndpointConfigs'], resources: ['*'] }),
    ];
  }
}
