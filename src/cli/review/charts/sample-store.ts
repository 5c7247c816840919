import { readFileSync } from 'fs';
import { brotliDecompressSync } from 'zlib';
import { packageFile } from './package-file';
import { QueryNames, queryShape } from './query-shape';

/** A situation that dashboards are shown in. */
export interface Situation {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** Labels of a row, and its values as text: commas between them, nothing where there is none. */
export interface SampleRow {
  readonly labels: { readonly [name: string]: string };
  readonly values: string;
}

/** Rows by situation. */
export type SampleAnswer = readonly (readonly SampleRow[])[];

/** The file, as the conformance suite writes it. */
export interface SampleFile {
  /** The time of day of the first point. */
  readonly from: string;
  /** Seconds between two points. */
  readonly step: number;
  readonly points: number;
  /** The names that stand in labels. */
  readonly names: QueryNames;
  readonly situations: readonly Situation[];
  readonly labels: readonly { readonly [name: string]: string }[];
  readonly values: readonly string[];
  /** By key and situation, pairs of places in labels and values. */
  readonly answers: { readonly [key: string]: readonly (readonly number[])[] };
}

/** What the queries of the dashboards answered in the simulator. */
export class SampleStore {
  public constructor(public readonly file: SampleFile) {}

  /** The answer to a query with this key, or undefined where there is none in the store. */
  public lookUp(key: string): SampleAnswer | undefined {
    const { answers, labels, values } = this.file;
    return Object.hasOwn(answers, key)
      ? answers[key].map((pairs) => Array.from({ length: pairs.length / 2 }, (_, index) =>
        ({ labels: labels[pairs[2 * index]], values: values[pairs[2 * index + 1]] })))
      : undefined;
  }

  /** The answer to a PromQL query, whatever names stand in it. */
  public lookUpQuery(query: string): SampleAnswer | undefined {
    return this.lookUp(queryShape(query).text);
  }
}

/** Reads the store. The file may be given: by default it is that of the package. */
export function sampleStore(file: string = packageFile('sample-data', 'sample-data.json.br')): SampleStore {
  return new SampleStore(JSON.parse(brotliDecompressSync(readFileSync(file)).toString('utf-8')));
}
