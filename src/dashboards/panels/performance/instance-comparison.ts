import { engineTable } from './engine-figures';
import { InsightsSection, Panel } from '../../panel';

export const instanceComparison: Panel = {
  id: 'instance-comparison',
  section: InsightsSection.PERFORMANCE,
  title: 'Instances compared',
  question: 'Which instance is an outlier?',
  reading: 'One group of columns per instance: the one that sticks out is it. Averages and peaks are of the last hour; a copy that was replaced counts twice for minutes.',
  content: (context) => engineTable(context, context.host),
};
