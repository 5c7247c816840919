import { alarmActions } from './alarm-actions';
import { explicitDetailedObservability } from './explicit-detailed-observability';
import { fixedNames } from './fixed-names';
import { fullAccessRole } from './full-access-role';
import { gpuMemoryAlwaysRed } from './gpu-memory-always-red';
import { illegalInterval } from './illegal-interval';
import { metricWithoutVariant } from './metric-without-variant';
import { oneScaleInPolicy } from './one-scale-in-policy';
import { promQlRefused } from './promql-refused';
import { scalingCeilingAlarm } from './scaling-ceiling-alarm';
import { singleZoneFleet } from './single-zone-fleet';
import { telemetryGapAlarm } from './telemetry-gap-alarm';
import { wakeAlarm } from './wake-alarm';
import { CheckRule } from '../check-rule';

/** All rules, by the names that `InsightsCheck` gives them. */
export const CHECK_RULES = {
  EXPLICIT_DETAILED_OBSERVABILITY: explicitDetailedObservability,
  TELEMETRY_GAP_ALARM: telemetryGapAlarm,
  ALARM_ACTIONS: alarmActions,
  SCALING_CEILING_ALARM: scalingCeilingAlarm,
  GPU_MEMORY_ALWAYS_RED: gpuMemoryAlwaysRed,
  METRIC_WITHOUT_VARIANT: metricWithoutVariant,
  PROMQL_REFUSED: promQlRefused,
  ILLEGAL_INTERVAL: illegalInterval,
  SINGLE_ZONE_FLEET: singleZoneFleet,
  WAKE_ALARM: wakeAlarm,
  ONE_SCALE_IN_POLICY: oneScaleInPolicy,
  FIXED_NAMES: fixedNames,
  FULL_ACCESS_ROLE: fullAccessRole,
} as const satisfies Record<string, CheckRule>;
