import { InferenceSignal, SignalGrouping } from '../../../telemetry';
import { InsightsSection, Panel } from '../../panel';
import { note } from '../charts';
import { engineFigures } from './engine-figures';
import { health } from './health';

export const healthByComponent: Panel = {
  id: 'health-by-component',
  section: InsightsSection.PERFORMANCE,
  title: 'Health by component copy',
  question: 'Which copy of which component is sick?',
  reading: 'One row per copy. Rows of one component red: too few copies of it. One row red: that copy.',
  content: (context) => {
    if (!context.hasComponents) {
      return [note('Not shown: there are no inference components on this endpoint.')];
    }
    const copy = context.copy.filter((grouping) => grouping !== SignalGrouping.ZONE);
    return context.emits(InferenceSignal.WAITING_REQUESTS)
      ? [{ ...health(context, context.copy), width: 24 }, ...engineFigures(context, copy)]
      : engineFigures(context, copy);
  },
};
