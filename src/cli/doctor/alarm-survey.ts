/* Asks the PromQL API what the queries of an endpoint's alarms select. */
import { canYield, CHECK_OPTIONS, isAbout, QuerySelector, selectorsIn } from './alarm-queries';
import { DeployedAlarm } from './aws/cloudwatch';
import { PromQlApi } from './aws/promql';
import { forEachOf, QUERIES_AT_A_TIME } from './aws/rate-limit';
import { AlarmEvidence } from './evidence';
import { Failure } from './failure';
import { Progress, PROGRESS_STEP } from './survey';
import { checkPromQl } from '../../telemetry/promql-checker';
import { PromQlQuery } from '../../telemetry/promql-rules/query';

/** How long ago a sample may be: slowly published series and events have gaps. */
const WINDOW = '20m';

type Api = Pick<PromQlApi, 'query'>;

export async function surveyAlarms(
  api: Api, endpoint: string, alarms: readonly DeployedAlarm[], publishSeconds: number | undefined, now: Date, progress: Progress,
): Promise<AlarmEvidence[]> {
  const about = alarms.filter(({ query }) => isAbout(new PromQlQuery(query, CHECK_OPTIONS), endpoint));
  const counts = new Map<string, Promise<number>>();
  const rowsOf = (selector: string): Promise<number> => {
    const count = counts.get(selector) ?? countRows(api, selector, now);
    counts.set(selector, count);
    return count;
  };
  let done = 0;
  return forEachOf(about, QUERIES_AT_A_TIME, async (alarm) => {
    const evidence = await survey(api, alarm, publishSeconds, now, rowsOf);
    if (++done % PROGRESS_STEP === 0 || done === about.length) {
      progress(`${endpoint}: alarm ${done} of ${about.length}`);
    }
    return evidence;
  });
}

async function survey(
  api: Api, { name, query }: DeployedAlarm, publishIntervalSeconds: number | undefined, now: Date,
  rowsOf: (selector: string) => Promise<number>,
): Promise<AlarmEvidence> {
  const problems = checkPromQl(query, { ...CHECK_OPTIONS, publishIntervalSeconds });
  try {
    await api.query(query, now);
  } catch (error) {
    const seen = { name, query, problems, selectors: [], canYield: false };
    return (error as Failure).kind === 'refused' ? { ...seen, refusal: (error as Failure).message } : { ...seen, failure: notFatal(error) };
  }
  const parsed = new PromQlQuery(query, CHECK_OPTIONS);
  try {
    const counted = async (selector: QuerySelector) => ({ ...selector, rows: await rowsOf(selector.text) });
    const selectors = await forEachOf(selectorsIn(parsed), 1, counted);
    const selecting = new Set(selectors.filter(({ rows, mayBeAbsent }) => rows > 0 || mayBeAbsent).map(({ text }) => text));
    return { name, query, problems, selectors, canYield: canYield(parsed, (text) => selecting.has(text)) };
  } catch (error) {
    return { name, query, problems, selectors: [], canYield: false, failure: notFatal(error) };
  }
}

async function countRows(api: Api, selector: string, now: Date): Promise<number> {
  const [row] = await api.query(`count(last_over_time(${selector}[${WINDOW}]))`, now);
  return row?.value ?? 0;
}

function notFatal(error: unknown): Failure {
  if (error instanceof Failure && !error.isFatal) {
    return error;
  }
  throw error;
}
