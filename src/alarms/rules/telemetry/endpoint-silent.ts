import { InferenceSignal } from '../../../telemetry';
import { AlarmRule, notWatched, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

export const endpointSilent: AlarmRule = {
  id: 'endpoint-silent',
  severity: AlarmSeverity.CRITICAL,
  title: 'Nothing arrives from the endpoint',
  meaning: 'Without telemetry every other alarm is quiet whatever happens: silence looks like health.',
  panel: 'Summary',
  remedy: 'Is the endpoint in service, and is detailed observability on? Were series renamed: compare the telemetry dialect.',
  pace: 'normal',
  pendingSeconds: 300,
  recoverySeconds: 120,
  isQuietBeforeDeployment: true,
  watch: (context) => context.isEverything
    ? notWatched('of endpoints that are not named, none can be missed')
    : promQl(context.promQl(InferenceSignal.TELEMETRY_GAP, [])),
};
