import { engineTable } from './engine-figures';
import { InsightsSection, Panel } from '../../panel';

export const instanceComparison: Panel = {
  id: 'instance-comparison',
  section: InsightsSection.PERFORMANCE,
  title: 'Instances compared',
  question: 'Which instance is an outlier?',
  reading: 'One group of columns per instance: the one that sticks out is it. Peaks are of the last hour.',
  content: (context) => engineTable(context, context.host),
};
