import { EndpointCheck, some } from './check';
import { knownNameOf } from '../alarm-queries';
import { AlarmEvidence, EndpointEvidence } from '../evidence';
import { Finding, verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('alarms');

/** Whether the query of each deployed PromQL alarm can ever fire: a wrong name reads OK for ever. */
export const alarmQueries: EndpointCheck = (endpoint) => {
  const { alarms } = endpoint;
  if (!alarms) {
    return [];
  }
  if (alarms.failure) {
    return [unknown(alarms.failure.message, alarms.failure.advice)];
  }
  const findings = alarms.value.flatMap((alarm) => judge(endpoint, alarm) ?? []);
  if (alarms.value.length === 0) {
    return [ok('no PromQL alarm is about this endpoint', 'Add `EndpointInsights` or `InsightsAlarms` to be told of trouble.')];
  }
  const fine = alarms.value.length - findings.length;
  return [...findings, ...fine > 0 ? [ok(`${fine} of ${alarms.value.length} PromQL alarms parse and can fire`)] : []];
};

function judge(endpoint: EndpointEvidence, { name, problems, refusal, failure, selectors, canYield }: AlarmEvidence): Finding | undefined {
  if (failure) {
    return unknown(`${name}: ${failure.message}`, failure.advice);
  }
  if (refusal !== undefined) {
    return problem(`${name}: CloudWatch refuses the query: ${refusal}`, `Correct the query and deploy.${problems.length > 0 ? ` ${problems.join('; ')}` : ''}`);
  }
  if (problems.length > 0) {
    return problem(`${name}: ${problems.join('; ')}`, 'Correct the query and deploy.');
  }
  if (canYield) {
    return undefined;
  }
  const empty = selectors.filter(({ rows, mayBeAbsent }) => rows === 0 && !mayBeAbsent);
  return problem(`${name}: can never fire, it selects nothing: ${some([...new Set(empty.map(({ metricName }) => metricName))])}`,
    renamed(endpoint, empty.map(({ metricName }) => metricName)) ?? 'Settle the problems above, or correct the names and labels of the query.');
}

/** Whether what an alarm asks for arrives under another name. */
function renamed({ series }: EndpointEvidence, empty: readonly string[]): string | undefined {
  const found = (series?.value ?? []).find(({ series: { name }, spelling }) => (
    empty.some((asked) => knownNameOf(asked) === name && spelling.name !== asked)));
  return found && `The series arrives as ${found.spelling.name}: see naming above, then deploy the alarms again.`;
}
