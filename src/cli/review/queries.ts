/* The queries of alarms: those of many endpoints are made in the same way, so each way is shown once. */
import { createHash } from 'crypto';
import { queryShape } from './charts/query-shape';
import { AlarmReading, layOutPromQl, thresholdWords, withoutThresholds } from '../../template';

/** A query, over lines, with words in the place of names and thresholds. */
export interface SharedQuery {
  readonly id: string;
  readonly text: string;
}

/** Where a query is shown, and what stands in the place of its names. */
export interface QueryReference {
  readonly query: SharedQuery;
  readonly names: Readonly<Record<string, string>>;
}

const DIMENSION = /\b(EndpointName|InferenceComponentName)(\s*=\s*["']?)((?:\$\{[^}]*\}|[^,"'{}\s])+)/g;

/** Collects queries. */
export class Queries {
  private readonly queries = new Map<string, SharedQuery>();

  /** All that were asked for, in that order. */
  public get all(): SharedQuery[] {
    return [...this.queries.values()];
  }

  /** Where the query of an alarm is shown. */
  public place(alarm: AlarmReading): QueryReference {
    const { text, names } = alarm.kind === 'PromQL' ? promQlShape(alarm.query) : classicShape(alarm.query);
    const query = this.queries.get(text) ?? { id: idOf(alarm, text), text: alarm.kind === 'PromQL' ? layOutPromQl(text) : text };
    this.queries.set(text, query);
    return { query, names };
  }

}

const HASH_LENGTH = 6;

/** Made of the query itself, so that other alarms do not change it. */
function idOf({ rule, kind }: AlarmReading, text: string): string {
  return `${rule ?? kind}-${createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)}`.replace(/ /g, '-');
}

interface Shape {
  readonly text: string;
  readonly names: Record<string, string>;
}

function promQlShape(query: string): Shape {
  const { text, names } = queryShape(withoutThresholds(query));
  return {
    text,
    names: {
      ...Object.fromEntries(Object.entries(names).flatMap(([kind, found]) => [
        ...found.map((name, index) => [index === 0 ? `<${kind}>` : `<${kind} ${index + 1}>`, name]),
        [`<${kind}s>`, found.join('|')],
      ])),
      ...thresholdWords(query),
    },
  };
}

function classicShape(query: string): Shape {
  const names: Record<string, string> = {};
  const text = query.replace(DIMENSION, (_, dimension: string, between: string, name: string) => {
    const word = dimension.startsWith('Endpoint') ? '<endpoint>' : '<component>';
    if (names[word] !== undefined && names[word] !== name) {
      return `${dimension}${between}${name}`;
    }
    names[word] = name;
    return `${dimension}${between}${word}`;
  });
  return { text, names };
}
