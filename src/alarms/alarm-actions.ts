import { Token } from 'aws-cdk-lib';
import { IAlarm, IAlarmAction, PromQLAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

interface Unsupported {
  readonly what: string;
  readonly pattern: RegExp;
  /** Whether a composite alarm can do it. */
  readonly composite: boolean;
}

/** What PromQL alarms cannot do (CloudWatch user guide, "PromQL alarms"). */
const UNSUPPORTED: readonly Unsupported[] = [
  { what: 'actions on EC2 instances', pattern: /^arn:[^:]*:(automate:[^:]*:ec2|swf:.*AWS_EC2)/, composite: false },
  { what: 'EC2 Auto Scaling groups', pattern: /^arn:[^:]*:autoscaling:[^:]*:[^:]*:scalingPolicy:[^:]*:autoScalingGroupName/, composite: false },
  { what: 'OpsItems', pattern: /^arn:[^:]*:ssm:[^:]*:[^:]*:opsitem:/, composite: true },
  { what: 'incidents', pattern: /^arn:[^:]*:ssm-incidents:/, composite: true },
  { what: 'investigations', pattern: /^arn:[^:]*:aiops:/, composite: false },
];

/** What is wrong with an action on an alarm. */
export function actionProblem(scope: Construct, alarm: IAlarm, action: IAlarmAction): string | undefined {
  if (!(alarm instanceof PromQLAlarm)) {
    return undefined;
  }
  const { alarmActionArn: arn } = action.bind(scope, alarm);
  const found = UNSUPPORTED.find(({ pattern }) => pattern.test(readable(arn)));
  return found && `PromQL alarms do not support ${found.what}: expected SNS, Lambda or Application Auto Scaling, got: ${readable(arn)}` +
    (found.composite ? '. A composite alarm does: use compositeOf(severity)' : '');
}

/** An ARN with asterisks in the place of what is known at deployment only. */
function readable(arn: string): string {
  return Token.isUnresolved(arn) ? arn.replace(/\$\{Token\[[^\]]*\]\}/g, '*') : arn;
}

