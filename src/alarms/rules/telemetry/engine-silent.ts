import { InferenceSignal } from '../../../telemetry';
import { without } from '../../../telemetry/conditions';
import { AlarmRule, notWatched, whereEmitted } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { GPUS, RUNNING_REQUESTS } = InferenceSignal;

export const engineSilent: AlarmRule = {
  id: 'engine-silent',
  severity: AlarmSeverity.WARNING,
  title: 'A component uses GPUs, and its engine reports nothing',
  meaning: 'GPU series carry the component, so it runs; without engine series its KV cache, queue and latency are unknown.',
  panel: 'Engine and request pressure',
  remedy: 'Does the container publish metrics on port 8080, and at the path of its container metrics? SGLang: SM_SGLANG_ENABLE_METRICS=true.',
  pace: 'normal',
  pendingSeconds: 600,
  recoverySeconds: 300,
  watch: (context) => !context.hasGpus || !context.hasComponents
    ? notWatched('only GPUs and components tell that an engine should be there')
    : whereEmitted(context, [RUNNING_REQUESTS], () => without(
      context.ofAnyComponent().promQl(GPUS, context.perComponent), context.promQl(RUNNING_REQUESTS, context.perComponent))),
};
