import { AlarmReading, listOf } from '../../template';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { numberIn } from '../checked-app';

const SHORT_SECONDS = [10, 20, 30];
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86400;
const WEEK_SECONDS = 7 * DAY_SECONDS;

interface Problem {
  readonly property: string;
  readonly expected: string;
  readonly given: string;
}

/** Source: the PutMetricAlarm reference, EvaluationInterval, Period and EvaluationPeriods. */
export const illegalInterval: CheckRule = {
  id: 'illegal-interval',
  severity: CheckSeverity.ERROR,
  why: 'CloudWatch refuses the alarm at deployment and the stack rolls back; AWS CDK does not look at it.',
  fix: 'Choose 10, 20 or 30 seconds or whole minutes, and a pending and a recovery period of at most a day.',
  limits: 'Does not judge numbers that only the deployment knows, nor whether a metric is published often enough for a short interval.',
  find: (app) => app.alarms.flatMap((alarm) => problemsOf(alarm).map(({ property, expected, given }) => ({
    resource: app.resourceOf(alarm), property, message: `${property} of the alarm ${alarm.name} must be ${expected}, got: ${given}`,
  }))),
};

function problemsOf({ properties, kind }: AlarmReading): Problem[] {
  if (kind === 'composite') {
    return [];
  }
  const criteria = properties.EvaluationCriteria?.PromQLCriteria;
  return criteria === undefined ? ofMetrics(properties) : [
    ...step('EvaluationInterval', properties.EvaluationInterval, HOUR_SECONDS),
    ...['PendingPeriod', 'RecoveryPeriod'].flatMap((name) => wholeUpToADay(`EvaluationCriteria.PromQLCriteria.${name}`, criteria[name])),
  ];
}

function ofMetrics(properties: any): Problem[] {
  const periods = [
    { property: 'Period', value: properties.Period },
    ...listOf(properties.Metrics).map((metric, index) => ({ property: `Metrics.${index}`, value: metric?.MetricStat?.Period ?? metric?.Period })),
  ];
  const longest = Math.max(0, ...periods.map(({ value }) => numberIn(value) ?? 0));
  const seconds = longest * (numberIn(properties.EvaluationPeriods) ?? 0);
  const limit = longest >= HOUR_SECONDS ? WEEK_SECONDS : DAY_SECONDS;
  return [
    ...periods.flatMap(({ property, value }) => step(property, value, DAY_SECONDS)),
    ...seconds <= limit ? [] : [{
      property: 'EvaluationPeriods',
      expected: `at most ${limit} seconds together with the period of ${longest} seconds`,
      given: `${properties.EvaluationPeriods} periods, which are ${seconds} seconds`,
    }],
  ];
}

function step(property: string, value: unknown, most: number): Problem[] {
  const seconds = numberIn(value);
  const isLegal = seconds === undefined || SHORT_SECONDS.includes(seconds) || (seconds >= 60 && seconds % 60 === 0 && seconds <= most);
  return isLegal ? [] : [{ property, expected: `10, 20, 30 or a multiple of 60 up to ${most} seconds`, given: String(seconds) }];
}

function wholeUpToADay(property: string, value: unknown): Problem[] {
  const seconds = numberIn(value);
  const isLegal = seconds === undefined || (Number.isInteger(seconds) && seconds >= 0 && seconds <= DAY_SECONDS);
  return isLegal ? [] : [{ property, expected: `a whole number of seconds from 0 to ${DAY_SECONDS}`, given: String(seconds) }];
}
