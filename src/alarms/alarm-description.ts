import { AlarmRule } from './alarm-rule';

/** CloudWatch takes at most this many characters (PutMetricAlarm). */
const MOST_CHARACTERS = 1024;

/** What a person reads who is woken by an alarm: what is wrong, why it matters, where to look, what to do. */
export function describeAlarm({ id, severity, title, meaning, panel, remedy }: AlarmRule, component?: string): string {
  const sentences = [
    `${title}.`,
    component === undefined ? '' : `Component: ${component}.`,
    meaning,
    panel === '' ? '' : `Look at the panel "${panel}".`,
    remedy === '' ? '' : `What to do: ${remedy}`,
    `(${severity}, rule ${id})`,
  ];
  const text = sentences.filter((sentence) => sentence !== '').join(' ');
  if (text.length > MOST_CHARACTERS) {
    throw new Error(`the description of the alarm rule ${id} may have at most ${MOST_CHARACTERS} characters, got: ${text.length}`);
  }
  return text;
}
