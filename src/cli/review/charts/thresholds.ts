import { Threshold } from './widget';

/** Lines, and bands between two of them. */
export function readThresholds(annotations: any, axis: 'left' | 'right'): Threshold[] {
  return (Array.isArray(annotations) ? annotations : []).flatMap((annotation): Threshold[] => {
    const [{ value, label, color, fill }, end] = [annotation].flat();
    const until = end?.value;
    return typeof value === 'number'
      ? [{ value, label: label ?? end?.label, color, fill: fill === 'above' || fill === 'below' ? fill : undefined, until, axis }]
      : [];
  });
}
