import { InferenceSignal } from '../../../telemetry';
import { InsightsSection, Panel } from '../../panel';
import { healthMap } from '../charts';

export const capacityHealth: Panel = {
  id: 'capacity-health',
  section: InsightsSection.CAPACITY,
  title: 'Health by use of resources',
  question: 'Which instance is full?',
  reading: 'Red: nothing is left. Engines reserve 85 to 95 % of the memory of a GPU, so yellow is normal there, and a change of colour is not.',
  content: (context) => [healthMap(
    context, context.hasGpus ? InferenceSignal.GPU_MEMORY_UTILIZATION : InferenceSignal.MEMORY_UTILIZATION, context.instance, { width: 24 },
  )],
};
