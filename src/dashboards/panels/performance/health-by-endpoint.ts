import { SignalGrouping } from '../../../telemetry';
import { InsightsSection, Panel } from '../../panel';
import { note } from '../charts';
import { engineFigures } from './engine-figures';
import { health } from './health';

export const healthByEndpoint: Panel = {
  id: 'health-by-endpoint',
  section: InsightsSection.PERFORMANCE,
  title: 'Health by endpoint',
  question: 'Which endpoint is sick?',
  reading: 'One row per endpoint: the dashboard of a red one tells more, and is linked at the top.',
  content: (context) => context.isFleet
    ? [{ ...health(context, [SignalGrouping.ENDPOINT]), width: 24 }, ...engineFigures(context, [SignalGrouping.ENDPOINT])]
    : [note('One endpoint: its state is that of the alarms above. The dashboard of a fleet has a row per endpoint here.')],
};
