import { GrafanaThresholds } from './grafana-types';
import { PanelThreshold } from '../dashboards/panel';

/** The colour of CloudWatch where a line names none (`cloudwatch.Color.RED`). */
const RED = '#d62728';

/** Lines of a chart as steps: below the lowest nothing is coloured. */
export function grafanaThresholds(thresholds: readonly PanelThreshold[]): GrafanaThresholds {
  const ascending = [...thresholds].sort((one, other) => one.value - other.value);
  return {
    mode: 'absolute',
    steps: [{ value: null, color: 'transparent' }, ...ascending.map(({ value, color = RED }) => ({ value, color }))],
  };
}

/** What the lines of a chart mean. */
export function thresholdText(thresholds: readonly PanelThreshold[], unit: string): string {
  return `Lines: ${thresholds.map(({ label, value }) => `${label} (${value} ${unit})`).join('; ')}`;
}
