/* The sample data of the dashboards: computed by the Go module, shipped compressed. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import * as path from 'path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'zlib';
import { GO_MODULE } from './go-tests';
import { ROOT, run, runTypeScript, Tally } from './output';
import { SampleFile, SampleStore } from '../../src/cli/review/charts/sample-store';

export const SAMPLE_FILE = path.join(ROOT, 'assets', 'sample-data', 'sample-data.json.br');

/** The package is downloaded by everyone who synthesises anything. */
const MOST_BYTES = 300_000;

/** The largest window that brotli takes without extensions. */
const WINDOW_BITS = 24;

const REMEDY = 'run `tsx scripts/conformance/write-sample-data.ts` if the change is meant';

/** How many queries that differ are named. */
const MOST_NAMED = 5;

/** Fails when the committed file is not what the program makes. What is compressed is compared: compressors differ between releases. */
export function checkSampleData(tally: Tally): void {
  const computed = compute();
  const committed = existsSync(SAMPLE_FILE) ? brotliDecompressSync(readFileSync(SAMPLE_FILE)) : Buffer.from('{"answers":{}}');
  const wanted: SampleFile = JSON.parse(computed.toString('utf-8'));
  const found: SampleFile = JSON.parse(committed.toString('utf-8'));
  const keys = [...new Set([...Object.keys(wanted.answers), ...Object.keys(found.answers)])];
  const differing = keys.filter((key) => rows(wanted, key) !== rows(found, key));
  differing.slice(0, MOST_NAMED).forEach((key) => console.log(`other sample data: ${key}`));
  tally.add(committed.equals(computed), `${differing.length} of ${keys.length} sample data are not what the program makes: ${REMEDY}`);
  tally.add(existsSync(SAMPLE_FILE) && statSync(SAMPLE_FILE).size <= MOST_BYTES, `the sample data must have at most ${MOST_BYTES} bytes`);
  tally.keep(`${keys.length} queries with sample data`);
}

function rows(file: SampleFile, key: string): string {
  return JSON.stringify(new SampleStore(file).lookUp(key) ?? null);
}

/** Computes the file and writes it. */
export function writeSampleData(): void {
  const computed = compute();
  mkdirSync(path.dirname(SAMPLE_FILE), { recursive: true });
  writeFileSync(SAMPLE_FILE, brotliCompressSync(computed, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: computed.length,
    },
  }));
}

function compute(): Buffer {
  runTypeScript(path.join(GO_MODULE, 'render-sample-queries.ts'));
  run('go', ['run', './samples/cmd/samples'], { cwd: GO_MODULE });
  return readFileSync(path.join(GO_MODULE, 'build', 'sample-data.json'));
}
