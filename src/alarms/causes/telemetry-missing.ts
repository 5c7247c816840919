import { any } from '../../telemetry/conditions';
import { AlarmRule, notWatched, promQl } from '../alarm-rule';
import { AlarmSeverity } from '../alarm-severity';
import { componentStopped } from '../rules/telemetry/component-stopped';
import { engineSilent } from '../rules/telemetry/engine-silent';

/** A component that is silent has no latency that could be bad. */
export const telemetryMissing: AlarmRule = {
  id: 'telemetry-missing',
  severity: AlarmSeverity.WARNING,
  title: 'Whether answers are late is unknown: telemetry is missing',
  meaning: 'The engine of this component reports nothing, so neither its latency nor any other cause can be seen.',
  panel: 'Health by component copy',
  remedy: 'Look at the status and the logs of the component, and whether its container publishes metrics.',
  pace: 'slow',
  pendingSeconds: 300,
  recoverySeconds: 300,
  isQuietBeforeDeployment: true,
  watch: (context) => {
    const found = [engineSilent, componentStopped].map((rule) => rule.watch(context, 0));
    const queries = found.flatMap((watch) => watch.kind === 'promql' ? [watch.query] : []);
    return queries.length > 0 ? promQl(any(...queries)) : notWatched('there are no inference components whose silence could be told');
  },
};
