import { CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import { CompositeAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { IConstruct } from 'constructs';
import { InvalidPropertiesError, warn } from '../validation';

/** SageMaker watches at most ten alarms (AutoRollbackConfig reference). */
const MAX_ALARMS = 10;

/** The alarms that guard the deployments of an endpoint or component. More may come until synth. */
export class RollbackAlarms {
  private readonly alarms: IAlarm[] = [];

  public constructor(private readonly owner: IConstruct, private readonly hasDeployment: boolean) {}

  public add(alarm: IAlarm): void {
    if (!this.hasDeployment) {
      throw new InvalidPropertiesError(this.owner, [
        'a rollback alarm needs a deployment that it can stop: expected the property deployment, got: undefined',
      ]);
    }
    if (alarm instanceof CompositeAlarm) {
      throw new InvalidPropertiesError(this.owner, [
        `a rollback alarm must watch a metric, because SageMaker documents no other for it: got the composite alarm '${alarm.node.path}'`,
      ]);
    }
    this.alarms.push(alarm);
  }

  /** The configuration of a deployment, with the alarms that are known at synth. */
  public configure<T extends object>(deployment: T | undefined): T | undefined {
    return deployment && {
      ...deployment,
      autoRollbackConfiguration: Lazy.any({
        produce: (): CfnEndpoint.AutoRollbackConfigProperty | undefined =>
          this.alarms.length > 0 ? { alarms: this.alarms.map(({ alarmName }) => ({ alarmName })) } : undefined,
      }),
    };
  }

  /** What is wrong at synth. Warns when nothing guards a deployment. */
  public validate(guarded: CfnResource): string[] {
    if (this.hasDeployment && this.alarms.length === 0) {
      // On the resource: CDK finds acknowledgements that came first on the constructs above only.
      warn(guarded, [{
        id: 'deploymentWithoutRollbackAlarms',
        message:
          'the deployment has no rollback alarms: SageMaker shifts traffic step by step but nothing makes it go back when the new ' +
          'version is unhealthy. Give the deployment rollbackAlarms, or call addRollbackAlarm',
      }]);
    }
    return [
      ...this.alarms.length > MAX_ALARMS ? [`deployment: at most ${MAX_ALARMS} rollback alarms are watched, got: ${this.alarms.length}`] : [],
      ...this.cycles(guarded),
    ];
  }

  /**
   * The alarms that cannot exist before what they guard, which cannot exist before them: CloudFormation refuses the cycle at
   * deployment only, so it is reported at synth (github.com/aws/aws-cdk/pull/25346).
   */
  private cycles(guarded: CfnResource): string[] {
    const stack = Stack.of(guarded);
    const guardedId = stack.resolve(guarded.logicalId);
    const resources = new Map(stack.node.findAll()
      .filter((child): child is CfnResource => CfnResource.isCfnResource(child) && Stack.of(child) === stack)
      .map((child) => [stack.resolve(child.logicalId), child]));
    const reachesGuarded = (ids: string[], seen: Set<string>): boolean => ids.some((id) => {
      const resource = resources.get(id);
      if (id === guardedId || resource === undefined || seen.has(id)) {
        return id === guardedId;
      }
      return reachesGuarded(namesIn(stack.resolve(resource._toCloudFormation())), seen.add(id));
    });
    return this.alarms
      .filter(({ alarmName }) => reachesGuarded(namesIn(stack.resolve(alarmName)), new Set()))
      .map((alarm) =>
        `deployment: the rollback alarm '${alarm.node.path}' needs what it guards, which needs the alarm: CloudFormation refuses ` +
        'the cycle. Expected: a literal name for the endpoint, or a literal alarmName for the alarm and the same name handed in ' +
        'here with Alarm.fromAlarmName');
  }
}

/** The logical ids that a template names by Ref, Fn::GetAtt or DependsOn. */
function namesIn(template: unknown): string[] {
  if (Array.isArray(template)) {
    return template.flatMap(namesIn);
  }
  if (typeof template !== 'object' || template === null) {
    return [];
  }
  return Object.entries(template).flatMap(([key, value]) => {
    switch (key) {
      case 'Ref':
      case 'DependsOn':
        return [value].flat();
      case 'Fn::GetAtt':
        return [value[0]];
      default:
        return namesIn(value);
    }
  });
}
