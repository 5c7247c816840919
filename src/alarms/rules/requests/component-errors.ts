import { ofComponents } from './of-components';
import { ClassicMetrics } from '../../../telemetry/classic-metrics';
import { AlarmRule } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const componentErrors: AlarmRule = {
  id: 'component-errors',
  severity: AlarmSeverity.WARNING,
  title: 'The requests of a component fail with 5XX',
  meaning: 'The containers of this component fail, although it may be a small share of all requests of the endpoint. Requests that reach no ' +
    'container are not counted.',
  panel: 'Error mix',
  remedy: 'Look at the logs of the component, and whether one copy or all of them fail.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 60,
  threshold: { value: 5, unit: 'percent of the requests of a component', min: 0, max: 100 },
  // The average of this metric is the share of requests, from 0 to 1.
  watch: (context, threshold) => ofComponents(context, {
    metric: ClassicMetrics.ERRORS_5XX, statistic: 'AVG', label: 'Requests that fail with 5XX, from 0 to 1', threshold: threshold / 100, periods: 5,
  }),
};
