import { Duration } from 'aws-cdk-lib';
import { NO_COMPONENTS, ofEveryComponent } from './of-components';
import { ClassicMetrics } from '../../../telemetry/classic-metrics';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, notWatched, Watch } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

/** The metric names the component and nothing else, so that nothing short of an alarm for each can tell those of an endpoint. */
function failures(context: AlarmContext, threshold: number): Watch {
  if (!context.hasComponents) {
    return NO_COMPONENTS;
  }
  if (context.isEverything) {
    return ofEveryComponent(context, {
      metric: ClassicMetrics.NO_CAPACITY_FAILURES, statistic: 'SUM', label: 'Calls that found no copy', threshold, periods: 1,
    });
  }
  const components = context.componentsThatMustHaveCopies;
  return components.length === 0 ? notWatched('no components are known that must have copies') : {
    kind: 'per-component',
    components: components.map((component) => ({
      component,
      condition: { metric: component.metricNoCapacityInvocationFailures({ period: Duration.minutes(1) }), threshold, periods: 1 },
    })),
  };
}

export const callsWithoutCopy: AlarmRule = {
  id: 'calls-without-copy',
  severity: AlarmSeverity.CRITICAL,
  title: 'Calls found no copy',
  meaning: 'A component was called that has no copies: each of these calls failed.',
  panel: 'Zone distribution',
  remedy: 'Look at the status of the component and at capacity errors. If it may have no copies on purpose, say so in the expectations.',
  pace: 'normal',
  pendingSeconds: 0,
  recoverySeconds: 0,
  threshold: { value: 0, unit: 'calls in a minute', min: 0 },
  isOptIn: true,
  watch: failures,
};
