/* An alarm as both forms of a review show it. */
import { AlarmReading, compares, comparisonsIn, duration, physicalName } from '../../template';

export interface AlarmView {
  readonly name: string;
  readonly severity: string;
  /** What is wrong, in a sentence. */
  readonly question: string;
  /** Why it matters and where to look. */
  readonly meaning: string;
  /** What to do. */
  readonly runbook: string;
  readonly threshold: string;
  /** How long it must hold, and how long it must not until the alarm is OK. */
  readonly held: string;
  /** The most that passes until ALARM, without the window of the query and CloudWatch's ingestion. */
  readonly timeToFire: string;
  readonly actions: string;
}

/** How descriptions of this library begin whose alarms scale. */
const SCALES = /^Scales the (copies|instances) of /;

const REMEDY = /\bWhat to do: (.*)$/s;

export function viewOf(alarm: AlarmReading, publishSeconds?: number): AlarmView {
  const { name, severity = '', description, actions, actionsEnabled } = alarm;
  const [, runbook = ''] = REMEDY.exec(description) ?? [];
  const [question = '', ...rest] = description.replace(REMEDY, '').split(/(?<=\.) /);
  // What such an alarm says stands with its policy.
  const scales = SCALES.test(description);
  return {
    name: `${name}${physicalName(alarm)}`,
    severity,
    question: scales ? 'Makes a scaling policy act.' : question.trim(),
    meaning: scales ? '' : rest.join(' ').trim(),
    runbook,
    threshold: thresholdOf(alarm),
    held: heldOf(alarm),
    timeToFire: timeToFire(alarm, publishSeconds),
    actions: [
      ...[['ALARM', actions.alarm], ['OK', actions.ok], ['INSUFFICIENT_DATA', actions.insufficientData]]
        .flatMap(([state, targets]) => targets.length === 0 ? [] : [`${state}: ${(targets as string[]).join(', ')}`]),
      ...actionsEnabled ? [] : ['switched off'],
    ].join('; ') || 'none',
  };
}

function thresholdOf({ kind, query, condition }: AlarmReading): string {
  switch (kind) {
    case 'composite':
      return '';
    case 'PromQL':
      return comparisonsIn(query).join(', ') || (compares(query) ? 'see the query' : 'any series');
    default:
      return condition!;
  }
}

function heldOf({ kind, timing, missingData, suppressor }: AlarmReading): string {
  switch (kind) {
    case 'composite':
      return suppressor === undefined ? '' : `quiet while ${suppressor}`;
    case 'PromQL':
      return `${timing!.pending === 0 ? 'at once' : duration(timing!.pending)}, OK after ${duration(timing!.recovery ?? 0)}`;
    default:
      return `${duration(timing!.pending)}, missing data: ${missingData}`;
  }
}

function timeToFire({ kind, timing }: AlarmReading, publishSeconds?: number): string {
  if (kind === 'composite') {
    return '';
  }
  const { every, pending } = timing!;
  const parts = kind === 'PromQL' ? [publishSeconds, every, pending] : [pending];
  const known = parts.filter((seconds): seconds is number => typeof seconds === 'number');
  return pending === undefined ? 'unknown' : clock(known.reduce((sum, seconds) => sum + seconds, 0));
}

/** Minutes and seconds, as the table of the README has them. */
function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
