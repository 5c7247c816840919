import { CfnResource, Stack } from 'aws-cdk-lib';
import { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Caution, Problems } from '../validation';

/** SageMaker watches at most ten alarms (AutoRollbackConfig reference). */
const MAX_ALARMS = 10;

export function checkRollbackAlarms(problems: Problems, alarms: readonly IAlarm[]): void {
  if (alarms.length > MAX_ALARMS) {
    problems.add(`deployment: at most ${MAX_ALARMS} rollback alarms are watched, got: ${alarms.length}`);
  }
}

export function rollbackCautions(alarms: readonly IAlarm[]): Caution[] {
  return alarms.length > 0 ? [] : [{
    id: 'deploymentWithoutRollbackAlarms',
    message:
      'the deployment has no rollback alarms: SageMaker shifts traffic step by step but nothing makes it go back when the new ' +
      'version is unhealthy. Give the deployment rollbackAlarms',
  }];
}

export function renderRollbackAlarms(alarms: readonly IAlarm[]): { readonly alarms: CfnEndpoint.AlarmProperty[] } | undefined {
  return alarms.length === 0 ? undefined : { alarms: alarms.map(({ alarmName }) => ({ alarmName })) };
}

/**
 * The alarms whose own template names what they guard while that names them: CloudFormation refuses the cycle at deployment
 * only, so it is reported at synth (github.com/aws/aws-cdk/pull/25346).
 */
export function rollbackCycles(guarded: CfnResource, alarms: readonly IAlarm[]): string[] {
  const stack = Stack.of(guarded);
  const guardedId = stack.resolve(guarded.logicalId);
  return alarms
    .filter((alarm) => {
      const resource = alarm.node.defaultChild;
      return CfnResource.isCfnResource(resource) && Stack.of(resource) === stack &&
        references(stack.resolve(resource._toCloudFormation()), guardedId);
    })
    .map((alarm) =>
      `deployment: the rollback alarm '${alarm.node.path}' refers to what it guards, which refers to the alarm: CloudFormation ` +
      'refuses the cycle. Expected: a literal name for the endpoint or component, or a literal alarmName for the alarm and the ' +
      'same name handed in here with Alarm.fromAlarmName');
}

function references(template: unknown, logicalId: string): boolean {
  if (Array.isArray(template)) {
    return template.some((item) => references(item, logicalId));
  }
  if (typeof template !== 'object' || template === null) {
    return false;
  }
  return Object.entries(template).some(([key, value]) =>
    (key === 'Ref' && value === logicalId) ||
    (key === 'Fn::GetAtt' && Array.isArray(value) && value[0] === logicalId) ||
    references(value, logicalId));
}
