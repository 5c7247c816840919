import { Duration } from 'aws-cdk-lib';
import { checkPromQl } from '../telemetry/promql-checker';
import { isKnown, Problems } from '../validation';

/** A PromQL query of a chart. */
export interface PromQlChartQuery {
  /**
   * The query, with 1 to 10,000 characters; a token in it counts as 63. It is checked against PromQL's grammar and against what
   * CloudWatch asks besides, such as an exact metric name in every selector. The 10,000 are documented for alarms; for charts the
   * same is assumed.
   *
   * The value of a token is not escaped when it is deployed: it must hold no quotes and no backslashes, as no name does.
   */
  readonly query: string;

  /**
   * The name of the series in the legend. A fixed text suits a query with one series: several would all bear it.
   *
   * @default '__verbose__' - CloudWatch writes all labels of each series (dashboard body reference)
   */
  readonly label?: string;

  /**
   * The name of the query within the widget: a lower-case letter, then letters, digits and underscores. That is the rule for ids
   * in metric widgets; for charts AWS documents only that ids are unique.
   *
   * @default - q1, q2 and so on, leaving out ids that are taken
   */
  readonly id?: string;

  /**
   * The Region that the query runs in.
   *
   * @default - the Region of the widget
   */
  readonly region?: string;

  /**
   * The id of the account that the query runs in. Needs cross-account observability between the two accounts.
   *
   * @default - the account of the dashboard
   */
  readonly account?: string;

  /**
   * The distance between two points, in whole seconds, at least one. A range in the query that is shorter than the step leaves
   * samples out.
   *
   * @default - CloudWatch chooses by the time range that is shown
   */
  readonly step?: Duration;

  /**
   * Whether the series of this query are drawn.
   *
   * @default true
   */
  readonly visible?: boolean;
}

/** A query with an id. */
type IdentifiedQuery = PromQlChartQuery & { readonly id: string };

/** Checks the queries of a chart. */
export function checkQueries(problems: Problems, queries: readonly PromQlChartQuery[]): void {
  if (queries.length === 0) {
    problems.add('queries must hold at least one query, got: none');
  }
  const identified = withIds(queries);
  const ids = identified.map(({ id }) => id);
  const repeated = ids.filter((id, index) => isKnown(id) && ids.indexOf(id) !== index);
  if (repeated.length > 0) {
    problems.add(`queries: each id must stand at one query, got twice: ${[...new Set(repeated)].join(', ')}`);
  }
  for (const { id, query, step } of identified) {
    problems.pattern('queries: an id', id, /^[a-z][a-zA-Z0-9_]*$/, 'a lower-case letter followed by letters, digits and underscores');
    for (const problem of checkPromQl(query, { eventSeries: [], histogramSeries: [] })) {
      problems.add(`queries: ${id}: ${problem}`);
    }
    problems.seconds(`queries: the step of ${id}`, step, { min: 1 });
  }
}

/** The queries of a chart as its widget states them. */
export function renderQueries(queries: readonly PromQlChartQuery[]): object[] {
  return withIds(queries).map(({ id, query, label = '__verbose__', region, account, step, visible }) => ({
    id,
    type: 'cloudwatch-metrics',
    language: 'PromQL',
    query,
    label,
    region,
    accountId: account,
    step: step?.toSeconds(),
    visible,
  }));
}

function withIds(queries: readonly PromQlChartQuery[]): IdentifiedQuery[] {
  const taken = new Set(queries.map(({ id }) => id));
  let number = 1;
  return queries.map((query) => {
    while (query.id === undefined && taken.has(`q${number}`)) {
      number++;
    }
    return { ...query, id: query.id ?? `q${number++}` };
  });
}
