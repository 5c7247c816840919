/* What watching costs in a month, as far as prices are documented (aws.amazon.com/cloudwatch/pricing, most Regions). */
import { scannedSamples } from '../../telemetry/scanned-samples';
import { AlarmReading, listOf } from '../../template';

const USD_PER_ALARM_METRIC = 0.1;
const USD_PER_COMPOSITE = 0.5;
const USD_PER_DASHBOARD = 3;
const FREE_DASHBOARDS = 3;
const DAY = 86_400;

/** The interval that is assumed where nobody states one. */
const ASSUMED_PUBLISH_SECONDS = 60;

export interface Cost {
  /** Metrics that alarms look at, of PromQL alarms the alarm itself. */
  readonly alarmMetrics: number;
  readonly composites: number;
  readonly dashboards: number;
  /** Of alarms and composites, a month. */
  readonly alarmDollars: number;
  /** Of dashboards, a month, when the account has no others. */
  readonly dashboardDollars: number;
  /** Of PromQL alarms, the most that they scan in a day when each name has one series. */
  readonly samplesPerDay: number;
}

/** Alarms, each with the interval at which the series are published that it looks at. */
export interface CostedAlarm {
  readonly alarm: AlarmReading;
  readonly publishSeconds?: number;
}

export function costOf(alarms: readonly CostedAlarm[], dashboards: number): Cost {
  const composites = alarms.filter(({ alarm }) => alarm.kind === 'composite').length;
  const alarmMetrics = alarms.reduce((sum, { alarm }) => sum + metricsOf(alarm), 0);
  const scan = scanner();
  return {
    alarmMetrics,
    composites,
    dashboards,
    alarmDollars: cents(alarmMetrics * USD_PER_ALARM_METRIC + composites * USD_PER_COMPOSITE),
    dashboardDollars: Math.max(0, dashboards - FREE_DASHBOARDS) * USD_PER_DASHBOARD,
    samplesPerDay: alarms.reduce((sum, costed) => sum + scan(costed), 0),
  };
}

function metricsOf({ kind, properties }: AlarmReading): number {
  switch (kind) {
    case 'composite':
      return 0;
    case 'metric math':
      return Math.max(1, listOf(properties.Metrics).filter(({ MetricStat: stat }: any) => stat !== undefined).length);
    default:
      return 1;
  }
}

/** Counts the samples of alarms. The same query of many endpoints is read once. */
function scanner(): (costed: CostedAlarm) => number {
  const known = new Map<string, number>();
  return ({ alarm: { kind, query, timing }, publishSeconds = ASSUMED_PUBLISH_SECONDS }) => {
    if (kind !== 'PromQL') {
      return 0;
    }
    const key = `${publishSeconds} ${query.replace(/"="[^"]*"/g, '"=""')}`;
    const samples = known.get(key) ?? scannedSamples(query, publishSeconds).reduce((sum, series) => sum + series.samples, 0);
    known.set(key, samples);
    return samples * DAY / (timing?.every ?? publishSeconds);
  };
}

function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
