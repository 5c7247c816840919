import { InferenceSignal } from '../../../telemetry';
import { InsightsSection, Panel } from '../../panel';
import { healthMap } from '../charts';

export const capacityHealth: Panel = {
  id: 'capacity-health',
  section: InsightsSection.CAPACITY,
  title: 'Health by use of resources',
  question: 'Which instance is full?',
  reading: 'Red: at or above the threshold. GPU memory of 85 to 95 % is what engines reserve, so it turns red only above that.',
  content: (context) => [healthMap(
    context, context.hasGpus ? InferenceSignal.GPU_MEMORY_UTILIZATION : InferenceSignal.MEMORY_UTILIZATION, context.instance, { width: 24 },
  )],
};
