import { SignalUnit } from '../telemetry';

/** The ids of Grafana's units. */
const UNITS: Readonly<Record<string, string>> = {
  [SignalUnit.PERCENT]: 'percent',
  [SignalUnit.SECONDS]: 's',
  [SignalUnit.COUNT]: 'short',
  [SignalUnit.CELSIUS]: 'celsius',
  'percent of the range': 'percent',
  'milliseconds': 'ms',
};

/** Grafana's id of a unit of a panel: what it does not know stands behind the number. */
export function grafanaUnit(unit: string): string {
  return UNITS[unit] ?? `suffix: ${unit}`;
}
