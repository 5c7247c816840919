import { EndpointCheck, isScaledToZero, isSettling, some } from './check';
import { knownNameOf } from '../alarm-queries';
import { AlarmEvidence, EndpointEvidence } from '../evidence';
import { Finding, verdicts } from '../finding';

const { ok, problem, unknown } = verdicts('alarms');

/** Whether the query of each deployed PromQL alarm can fire: a wrong name reads OK for ever. */
export const alarmQueries: EndpointCheck = (endpoint) => {
  const { alarms } = endpoint;
  if (!alarms) {
    return [];
  }
  if (alarms.failure) {
    return [unknown(alarms.failure.message, alarms.failure.advice)];
  }
  if (alarms.value.length === 0) {
    return [ok('no PromQL alarm is about this endpoint', 'Add `EndpointInsights` or `InsightsAlarms` to be told of trouble.')];
  }
  const wrong = alarms.value.flatMap((alarm) => fault(alarm) ?? []);
  const faultless = alarms.value.filter((alarm) => fault(alarm) === undefined);
  const empty = faultless.filter(({ canYield }) => !canYield);
  const fine = faultless.length - empty.length;
  return [
    ...wrong,
    ...selectingNothing(endpoint, empty),
    ...fine > 0 ? [ok(`${fine} of ${alarms.value.length} PromQL alarms parse and can fire`)] : [],
  ];
};

/** What is wrong with a query in itself. */
function fault({ name, problems, refusal, failure }: AlarmEvidence): Finding | undefined {
  if (failure) {
    return unknown(`${name}: ${failure.message}`, failure.advice);
  }
  if (refusal !== undefined) {
    const expected = problems.length > 0 ? ` (${problems.join('; ')})` : '';
    return problem(`${name}: CloudWatch refuses the query: ${refusal}${expected}`, 'Correct the query and deploy.');
  }
  return problems.length > 0 ? problem(`${name}: ${problems.join('; ')}`, 'Correct the query and deploy.') : undefined;
}

/** Alarms that cannot fire because there is nothing to look at, together where the reason is the same. */
function selectingNothing(endpoint: EndpointEvidence, alarms: readonly AlarmEvidence[]): Finding[] {
  const misnamed = alarms.filter((alarm) => missingNames(alarm).some((name) => knownNameOf(name) === undefined));
  const known = alarms.filter((alarm) => !misnamed.includes(alarm));
  return [
    ...misnamed.map((alarm) => problem(`${alarm.name}: cannot fire, it selects nothing: ${some(missingNames(alarm))}`,
      'This library knows no such series: correct the name or the labels of the query and deploy.')),
    ...known.length > 0 ? [ofMissingSeries(endpoint, known)] : [],
  ];
}

function ofMissingSeries(endpoint: EndpointEvidence, alarms: readonly AlarmEvidence[]): Finding {
  const missing = [...new Set(alarms.flatMap(missingNames))];
  const which = `${some(alarms.map(({ name }) => name))}: ${alarms.length === 1 ? 'it selects' : 'they select'} nothing of ${some(missing)}`;
  if (isScaledToZero(endpoint)) {
    return ok(`cannot fire while the endpoint is scaled to zero: ${which}`);
  }
  if (isSettling(endpoint)) {
    return unknown(`cannot fire yet: ${which}`, 'The endpoint changed less than five minutes ago: run the doctor again in five minutes.');
  }
  const arriving = (endpoint.series?.value ?? []).filter(({ series: { name }, spelling }) => (
    missing.some((asked) => knownNameOf(asked) === name && spelling.name !== asked)));
  return problem(`${alarms.length} ${alarms.length === 1 ? 'alarm' : 'alarms'} cannot fire: ${which}`, arriving.length > 0
    ? `What they ask for arrives as ${some(arriving.map(({ spelling }) => spelling.name))}: see naming and histograms above, then deploy the alarms again.`
    : 'The series are missing or too old: settle the problems above. Where there are none, compare the labels of the query with `--series`.');
}

function missingNames({ selectors }: AlarmEvidence): string[] {
  return [...new Set(selectors.filter(({ rows, mayBeAbsent }) => rows === 0 && !mayBeAbsent).map(({ metricName }) => metricName))];
}
