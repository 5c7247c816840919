import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { above } from '../../../telemetry/conditions';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { INSTANCE_ZONE_SKEW } = InferenceSignal;

export const zoneSkew: AlarmRule = {
  id: 'zone-skew',
  severity: AlarmSeverity.INFORMATION,
  title: 'Instances are spread unevenly over zones',
  meaning: 'The loss of the fullest zone takes more than its share of the capacity.',
  panel: 'Zone distribution',
  remedy: 'Rebalance: change the number of instances down and up; look at capacity errors of the emptiest zone.',
  pace: 'normal',
  pendingSeconds: 1800,
  recoverySeconds: 300,
  threshold: { value: 1, unit: 'instances between the fullest and the emptiest zone', min: 0 },
  signal: INSTANCE_ZONE_SKEW,
  watch: (context, threshold) => promQl(above(context.promQl(INSTANCE_ZONE_SKEW, [SignalGrouping.ENDPOINT]), threshold)),
};
