/* Asks the PromQL API which series of the catalogue an endpoint has, under which name and how fresh. */
import { PromQlApi, Row } from './aws/promql';
import { forEachOf, QUERIES_AT_A_TIME } from './aws/rate-limit';
import { FoundSeries } from './evidence';
import { CatalogueSeries, engineCatalogue, PLATFORM_CATALOGUE, SeriesSpelling, spellingsOf } from '../../telemetry/catalogue';
import { KindLabel } from '../../telemetry/known-names';
import { Label } from '../../telemetry/labels';
import { equals, Selector } from '../../telemetry/promql';
import { ServingEngine } from '../../telemetry/serving-engine';

/** How far back a series is looked for: what stopped longer ago counts as never there. */
export const SURVEY_SECONDS = 3 * 3600;
/** No longer than the shortest time for which a sample may count as current. */
const STEP_SECONDS = 60;

/** Of so many series one is told. */
export const PROGRESS_STEP = 10;

export type Progress = (text: string) => void;

/** The series that arrived, the newest of them within the last hours. */
export async function surveySeries(
  api: Pick<PromQlApi, 'query' | 'queryRange'>, endpoint: string, engines: readonly ServingEngine[], now: Date, progress: Progress,
): Promise<FoundSeries[]> {
  const wanted = [...engineCatalogue(engines), ...PLATFORM_CATALOGUE];
  let done = 0;
  const found = await forEachOf(wanted, QUERIES_AT_A_TIME, async (series) => {
    const answer = await survey(api, endpoint, series, now);
    if (++done % PROGRESS_STEP === 0 || done === wanted.length) {
      progress(`${endpoint}: series ${done} of ${wanted.length}`);
    }
    return answer;
  });
  return found.filter((series): series is FoundSeries => series !== undefined);
}

/** Asks for one name after the other until one is there. */
async function survey(
  api: Pick<PromQlApi, 'query' | 'queryRange'>, endpoint: string, series: CatalogueSeries, now: Date,
): Promise<FoundSeries | undefined> {
  for (const spelling of spellingsOf(series)) {
    const selector = new Selector(spelling.name, [equals(Label.ENDPOINT, endpoint)]).text;
    const start = new Date(now.getTime() - SURVEY_SECONDS * 1000);
    const rows = await api.queryRange(`max(timestamp(${selector}))`, start, now, STEP_SECONDS);
    const points = rows.flatMap((row) => row.points);
    if (points.length > 0) {
      const newest = new Date(Math.max(...points.map(([, seconds]) => seconds)) * 1000);
      return describe(series, spelling, newest, await api.query(selector, newest));
    }
  }
  return undefined;
}

function describe(series: CatalogueSeries, spelling: SeriesSpelling, newest: Date, rows: readonly Row[]): FoundSeries {
  const values = rows.flatMap(({ value }) => value ?? []).filter((value) => !Number.isNaN(value));
  return {
    series,
    spelling,
    newest,
    rows: rows.length,
    types: valuesOf(rows, KindLabel.TYPE),
    temporalities: valuesOf(rows, KindLabel.TEMPORALITY),
    ...values.length > 0 && { highest: Math.max(...values) },
  };
}

function valuesOf(rows: readonly Row[], label: string): string[] {
  return [...new Set(rows.flatMap(({ labels }) => labels[label] ?? []))].sort();
}
