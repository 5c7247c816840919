import { InferenceSignal } from '../../../telemetry';
import { above, any, labelled } from '../../../telemetry/conditions';
import { Label } from '../../../telemetry/labels';
import { AlarmContext } from '../../alarm-context';
import { AlarmRule, promQl } from '../../alarm-rule';
import { AlarmSeverity } from '../../alarm-severity';

const { MODEL_DOWNLOAD_TIME, GPU_LOAD_TIME, CONTAINER_START_TIME } = InferenceSignal;

/** Phases are published apart from each other, so one of them may be missing. Each that is slow is a contributor, and says which it is. */
function slowPhases(context: AlarmContext, threshold: number): string {
  const phases = { download: MODEL_DOWNLOAD_TIME, container: CONTAINER_START_TIME, ...context.hasGpus ? { gpu: GPU_LOAD_TIME } : {} };
  return any(...Object.entries(phases).map(([phase, signal]) =>
    labelled(above(context.promQl(signal, context.perComponent), threshold), Label.PHASE, phase)));
}

export const slowColdStart: AlarmRule = {
  id: 'slow-cold-start',
  severity: AlarmSeverity.INFORMATION,
  title: 'A phase of a cold start takes long',
  meaning: 'New copies help late. The series exists around events only and nobody was seen asking for it, so silence proves nothing.',
  panel: 'Anatomy of cold starts',
  remedy: 'Download: compressed artifacts, a cache on the instances. GPU load: a smaller quantisation. Container: a smaller image.',
  pace: 'normal',
  pendingSeconds: 0,
  recoverySeconds: 300,
  threshold: { value: 300, unit: 'seconds of one phase', min: 0 },
  watch: (context, threshold) => promQl(slowPhases(context, threshold)),
};
