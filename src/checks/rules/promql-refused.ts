import { checkPromQl } from '../../telemetry/promql-checker';
import { listOf } from '../../template';
import { promQlOf } from '../alarm-subjects';
import { CheckRule } from '../check-rule';
import { CheckSeverity } from '../check-severity';
import { CheckedApp } from '../checked-app';
import { bodiesOf } from './metric-without-variant';

export const promQlRefused: CheckRule = {
  id: 'promql-refused',
  severity: CheckSeverity.ERROR,
  why: 'CloudWatch answers a query that breaks its rules with an error at deployment, or with nothing at all for ever.',
  fix: 'Change the query as the message says. InferenceSignal of cdk-sagemaker-insights builds queries that keep the rules.',
  limits: 'Knows the grammar of Prometheus and the rules of CloudWatch, not which series and labels exist. A query of which only the deployment knows ' +
    'more than what stands between quotes passes. Looks at alarms and at the chart widgets of dashboards.',
  find: (app) => [
    ...app.alarms.flatMap((alarm) => problems(promQlOf(alarm), true).map((problem) => ({
      resource: app.resourceOf(alarm),
      property: 'EvaluationCriteria.PromQLCriteria.Query',
      message: `alarm ${alarm.name}: ${problem}`,
    }))),
    ...ofDashboards(app),
  ],
};

function ofDashboards({ template }: CheckedApp) {
  return bodiesOf(template).flatMap(({ resource, widgets }) => widgets.flatMap((widget) => {
    const queries = listOf(widget?.properties?.data?.queries).filter((query) => query?.language === 'PromQL');
    return queries.flatMap(({ query }) => problems(query, false).map((problem) => ({
      resource,
      property: 'DashboardBody',
      message: `widget '${widget.properties.title ?? 'without a title'}' of the dashboard ${resource.name}: ${problem}`,
    })));
  }));
}

/** What is wrong with queries: those of many endpoints are the same but for names. */
const known = new Map<string, readonly string[]>();

const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g;
const TOKEN = /\$\{[^{}]*\}/g;

function problems(query: unknown, mustBeVector: boolean): readonly string[] {
  if (typeof query !== 'string' || query.replace(STRING, '').includes('${')) {
    return [];
  }
  // One letter: the length of a name is not known, and a query must not be found too long because of it.
  const text = query.replace(TOKEN, 'x');
  const key = `${mustBeVector} ${text}`;
  const found = known.get(key) ?? checkPromQl(text, { eventSeries: [], histogramSeries: [], mustBeVector });
  known.set(key, found);
  return found;
}
