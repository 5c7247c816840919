import { InsightsSection, Panel } from '../../panel';
import { alarmTiles } from '../charts';
import { health } from './health';

export const healthByInstance: Panel = {
  id: 'health-by-instance',
  section: InsightsSection.PERFORMANCE,
  title: 'Health by instance',
  question: 'Which instance is sick?',
  reading: 'One row per instance, by zone. Red: at or above the threshold. One red row is that instance, all rows red is the load. No row: no engine reports.',
  content: (context) => [health(context, context.instance), ...alarmTiles(context, 'Alarms')],
};
