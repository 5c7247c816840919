import { Duration } from 'aws-cdk-lib';
import { AlarmRule, AlarmState, CompositeAlarm, IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmSeverity } from './alarm-severity';

/**
 * A composite alarm takes at most 100 children and 10,240 characters. A child is `ALARM("...") OR ` around an ARN whose name is chosen at
 * deployment and may have 255 characters, so the characters are the narrower limit.
 */
const MOST_CHARACTERS = 10_240;
const LONGEST_CHILD = 'ALARM("arn:aws-us-gov:cloudwatch:us-gov-west-1:111122223333:alarm:") OR '.length + 255;
/** The event of an update may come a little after the first alarm; after its end the new copies warm up. */
const SUPPRESSOR_WAIT = Duration.minutes(1);
const SUPPRESSOR_EXTENSION = Duration.minutes(5);
const MOST_CHILDREN = Math.min(100, Math.floor(MOST_CHARACTERS / LONGEST_CHILD));

/** For each severity that has alarms a composite alarm that fires when any of them does. */
export function severityComposites(
  scope: Construct, alarmsOf: (severity: AlarmSeverity) => readonly IAlarm[], suppressor: IAlarm | undefined,
): Map<AlarmSeverity, CompositeAlarm> {
  const all = Object.values(AlarmSeverity).map((severity) => ({ severity, alarms: alarmsOf(severity) }));
  return new Map(all.filter(({ alarms }) => alarms.length > 0)
    .map(({ severity, alarms }) => [severity, anyOf(scope, severity[0].toUpperCase() + severity.slice(1), severity, alarms, suppressor)]));
}

/** More alarms than fit into one composite are bundled by composites of their own. */
function anyOf(
  scope: Construct, id: string, severity: AlarmSeverity, alarms: readonly IAlarm[], suppressor?: IAlarm,
): CompositeAlarm {
  const children = alarms.length <= MOST_CHILDREN ? alarms : bundles(alarms).map((bundle, index) =>
    anyOf(scope, `${id}${index + 1}`, severity, bundle));
  return new CompositeAlarm(scope, id, {
    alarmDescription: `Something ${severity} is wrong: see which of the alarms below this one fires.`,
    alarmRule: AlarmRule.anyOf(...children.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    actionsSuppressor: suppressor,
    ...suppressor ? { actionsSuppressorWaitPeriod: SUPPRESSOR_WAIT, actionsSuppressorExtensionPeriod: SUPPRESSOR_EXTENSION } : {},
  });
}

function bundles(alarms: readonly IAlarm[]): IAlarm[][] {
  return Array.from({ length: Math.ceil(alarms.length / MOST_CHILDREN) }, (_, index) =>
    alarms.slice(index * MOST_CHILDREN, (index + 1) * MOST_CHILDREN));
}
