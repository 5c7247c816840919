/* The diagnosis of bad latency as a tree: what is looked at first stands first. */
import { AlarmReading, CAUSES_BESIDES, CAUSES_BY_DEPTH } from '../../template';

/** One line per cause. Empty where nothing is diagnosed. */
export function diagnosisTree(diagnosis: readonly AlarmReading[]): string[] {
  if (diagnosis.length === 0) {
    return [];
  }
  const ofRules = (rules: readonly string[]) => rules.flatMap((rule) => diagnosis.filter((alarm) => alarm.rule === rule));
  const chain = ofRules(CAUSES_BY_DEPTH).map((alarm, depth) => `${'  '.repeat(depth)}- ${depth === 0 ? 'is it' : 'otherwise, is it'} ${causeOf(alarm)}`);
  const besides = ofRules(CAUSES_BESIDES).map((alarm) => `- besides, is it ${causeOf(alarm)}`);
  return ['Answers are late:', '', ...chain, ...besides];
}

function causeOf({ rule, description }: AlarmReading): string {
  const [sentence] = description.split(/(?<=\.) /);
  return `**${rule}**? ${sentence}`;
}
