import { InferenceSignal } from '../../../telemetry';
import { PanelContext } from '../../panel-context';

/** What the managed dashboard shows of an instance: GPU, GPU memory, CPU, memory and disk. */
export function resourceSignals({ hasGpus }: PanelContext): InferenceSignal[] {
  return [
    ...hasGpus ? [InferenceSignal.GPU_UTILIZATION, InferenceSignal.GPU_MEMORY_UTILIZATION] : [],
    InferenceSignal.CPU_UTILIZATION, InferenceSignal.MEMORY_UTILIZATION, InferenceSignal.DISK_UTILIZATION,
  ];
}
