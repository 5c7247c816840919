import { InferenceSignal } from '../../../telemetry';
import { above, all, below } from '../../../telemetry/conditions';
import { AlarmRule, notWatched, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { OUTPUT_TOKENS, WAITING_REQUESTS } = InferenceSignal;

export const throughputBelowExpected: AlarmRule = {
  id: 'throughput-below-expected',
  severity: AlarmSeverity.WARNING,
  title: 'An instance under load yields far less than its benchmark',
  meaning: 'Requests wait although the instance generates far fewer tokens than it was measured to: a constraint or a wrong setting.',
  panel: 'Token throughput',
  remedy: 'Compare engine arguments, instance type and prompt lengths with the benchmark; look for KV-cache pressure and a throttled GPU.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 600,
  threshold: { value: 50, unit: 'percent of the expected output tokens per second of an instance', min: 0, max: 100 },
  watch: (context, threshold) => {
    const { outputTokensPerSecond: expected } = context.expectations;
    return expected === undefined
      ? notWatched('no expected output tokens per second are given')
      : whereEmitted(context, [OUTPUT_TOKENS, WAITING_REQUESTS], () => all(
        below(context.promQl(OUTPUT_TOKENS, context.perInstance), expected * threshold / 100),
        above(context.promQl(WAITING_REQUESTS, context.perInstance), 0),
      ));
  },
};
