import { InferenceSignal } from '../../../telemetry';
import { above, all, equalTo } from '../../../telemetry/conditions';
import { AlarmRule, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { ENGINE_PRESENCE, OUTPUT_TOKENS, RUNNING_REQUESTS } = InferenceSignal;

export const throughputStalled: AlarmRule = {
  id: 'throughput-stalled',
  severity: AlarmSeverity.CRITICAL,
  title: 'A copy runs requests and generates nothing',
  meaning: 'The engine of this copy hangs. Its callers wait until they time out, and routing may go on sending it requests.',
  panel: 'Token throughput',
  remedy: 'Look at the logs of the container and replace the copy: update the component, or change its number of copies down and up.',
  pace: 'fast',
  pendingSeconds: 120,
  recoverySeconds: 120,
  watch: (context) => whereEmitted(context, [RUNNING_REQUESTS, OUTPUT_TOKENS], () => all(
    above(context.promQl(RUNNING_REQUESTS, context.perCopy), 0),
    equalTo(context.promQl(OUTPUT_TOKENS, context.perCopy), 0),
    // Its last numbers are held for a while after a copy is gone, and would look like a copy that hangs.
    context.promQl(ENGINE_PRESENCE, context.perCopy),
  )),
};
