/* What changed between two assemblies, in the words of an operator. */
import { Facts, factsOf } from './facts';
import { Review } from './model';
import { layOutPromQl } from '../../template';

/** Longer values are only said to differ, line by line where they have lines. */
const LONGEST = 160;

/** One line per change. Empty when nothing changed that a review shows. */
export function differencesOf(before: Review, after: Review): string[] {
  const [old, now] = [factsOf(before), factsOf(after)];
  return [
    ...[...now.keys()].filter((thing) => !old.has(thing)).map((thing) => `+ ${thing}${summary(now.get(thing)!)}`),
    ...[...old.keys()].filter((thing) => !now.has(thing)).map((thing) => `- ${thing}${summary(old.get(thing)!)}`),
    ...[...now].flatMap(([thing, facts]) => old.has(thing) ? changes(old.get(thing)!, facts).map((change) => `~ ${thing}: ${change}`) : []),
  ];
}

function summary(facts: Facts): string {
  const text = facts.get('question') ?? facts.get('change') ?? facts.get('bounds') ?? '';
  return text === '' ? '' : `: ${text}`;
}

function changes(old: Facts, now: Facts): string[] {
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((what) => {
    const [before, after] = [old.get(what) ?? '', now.get(what) ?? ''];
    return before === after ? [] : [`${what} ${changeOf(before, after)}`];
  });
}

function changeOf(before: string, after: string): string {
  if (before.length <= LONGEST && after.length <= LONGEST) {
    return `${before || 'nothing'} -> ${after || 'nothing'}`;
  }
  const [old, now] = [before, after].map((text) => layOutPromQl(text).split('\n'));
  const gone = old.filter((line) => !now.includes(line)).map((line) => `  - ${line.trim()}`);
  const come = now.filter((line) => !old.includes(line)).map((line) => `  + ${line.trim()}`);
  return ['changed', ...new Set([...gone, ...come].filter((line) => line.length <= LONGEST))].join('\n');
}
