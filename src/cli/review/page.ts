/* The review as one page that needs nothing else. */
import { viewOf } from './alarm-view';
import { CONTENT_SECURITY_POLICY } from './charts/dashboard-html';
import { scriptJson } from './charts/escape';
import { Html, html } from './html';
import { costLines, factLines, isEmpty } from './markdown';
import { Review, ReviewedEndpoint, scalersOf } from './model';
import { Queries } from './queries';
import { costOfReview, publishSecondsOf } from './review-cost';
import { scalingChart } from './scaling-chart';
import { STYLE } from './style';
import type { Finding } from '../../checks/check-templates';
import { AlarmReading, CAUSES_BESIDES, CAUSES_BY_DEPTH, ReadPolicy, reasonOf, ReadTarget } from '../../template';
import { placeOf } from '../check/findings';

/** What draws the dashboards: a part of the page, and what stands once in it. */
export interface DrawnDashboards {
  readonly style: string;
  /** Of how many charts all queries, some and none have sample data. */
  readonly coverage: { readonly full: number; readonly partial: number; readonly none: number };
  /** Where one chooses what the charts show. */
  readonly controls: Html;
  readonly sections: ReadonlyArray<{ readonly id: string; readonly title: string; readonly body: Html }>;
  /** Scripts at the end of the page. */
  readonly scripts: Html;
}

export function pageOf(review: Review, findings: readonly Finding[], dashboards: DrawnDashboards): string {
  const endpoints = [...review.endpoints, ...isEmpty(review.others) ? [] : [review.others]];
  const queries = new Queries();
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<title>Review of ${review.stacks.map(({ name }) => name).join(', ')}</title>
<style>${new Html(dashboards.style + STYLE)}</style>
</head>
<body>
<nav>
<strong>Review</strong>
${endpoints.map(({ title }, index) => html`<a href="#endpoint-${index}">${title}</a>
`)}<a href="#findings">Findings</a>
<a href="#cost">Cost</a>
${dashboards.sections.map(({ id, title }) => html`<a href="#${id}">Dashboard ${title}</a>
`)}</nav>
<main>
<h1>${review.stacks.map(({ name }) => name).join(', ')}</h1>
<p class="quiet">${review.stacks.map(({ name, region, account }) => `${name} in ${region ?? 'any Region'}, ${account ?? 'any account'}`).join('; ')}</p>
${endpoints.map((endpoint, index) => endpointSection(endpoint, index, queries))}
${findingsSection(findings)}
<section id="cost"><h2>Cost</h2><ul>${costLines(costOfReview(review)).map((line) => html`<li>${line}</li>`)}</ul></section>
${dashboards.sections.length === 0 ? html`` : html`<div id="dashboards">${dashboards.controls}
${dashboards.sections.map(({ body }) => body)}</div>`}
</main>
${queryScript(queries)}
${dashboards.scripts}
</body>
</html>
`;
  return page.text;
}

function endpointSection(endpoint: ReviewedEndpoint, index: number, queries: Queries): Html {
  const { title, alarms, diagnosis, scaling, strayPolicies = [] } = endpoint;
  const publishSeconds = publishSecondsOf(endpoint);
  return html`<section id="endpoint-${index}"><h2>${title}</h2>
<ul>${factLines(endpoint).map((line) => html`<li>${line.replace(/^- /, '')}</li>`)}</ul>
${diagnosis.length === 0 ? html`` : html`<h3>Diagnosis</h3>${diagnosisTree(diagnosis)}`}
${scaling.length + strayPolicies.length === 0 ? html`` : html`<h3>Scaling</h3>${scaling.map(scalingSection)}${policyList(strayPolicies)}`}
${alarms.length === 0 ? html`` : html`<h3>Alarms</h3>${alarmTable(alarms, queries, publishSeconds)}`}
${diagnosis.length === 0 ? html`` : html`<h3>Alarms of the diagnosis</h3>${alarmTable(diagnosis, queries, publishSeconds)}`}
${scaling.length === 0 ? html`` : html`<h3>Alarms that scale</h3>${alarmTable(scalersOf(endpoint), queries, publishSeconds)}`}
</section>
`;
}

/** Each cause within the one that is looked at before. */
function diagnosisTree(diagnosis: readonly AlarmReading[]): Html {
  const ofRules = (rules: readonly string[]) => rules.flatMap((rule) => diagnosis.filter((alarm) => alarm.rule === rule));
  const chain = ofRules(CAUSES_BY_DEPTH).reduceRight<Html>((inner, alarm) => html`<ul><li>${cause(alarm)}${inner}</li></ul>`, html``);
  const besides = ofRules(CAUSES_BESIDES).map((alarm) => html`<li>${cause(alarm)}</li>`);
  return html`<div class="tree"><p>Answers are late. The first of these that is true is named, with its component:</p>${chain}
<p>Besides, whatever else is true:</p><ul>${besides}</ul></div>`;
}

function cause({ rule, description }: AlarmReading): Html {
  const [sentence] = description.split(/(?<=\.) /);
  return html`<b>${rule}</b> ${sentence}`;
}

function scalingSection(target: ReadTarget): Html {
  return html`<h4>${target.resourceId}: ${target.minimum} to ${target.maximum}</h4>
<div class="wide">${scalingChart(target)}</div>
${target.schedules.length === 0 ? html`` : html`<ul>${target.schedules.map((schedule) => html`<li>schedule ${schedule}</li>`)}</ul>`}
${policyList(target.policies)}
`;
}

function policyList(policies: readonly ReadPolicy[]): Html {
  return html`<ul>${policies.map(({ name, text, alarms }) => html`<li>
<b>${text}</b> <span class="quiet">${name}</span>${alarms.map((alarm) => html`<br>when ${reasonOf(alarm)}`)}</li>`)}</ul>`;
}

function alarmTable(alarms: readonly AlarmReading[], queries: Queries, publishSeconds?: number): Html {
  return html`<div class="wide"><table>
<thead><tr><th>Severity</th><th>Alarm</th><th>Threshold</th><th>Held</th><th>Time to fire</th><th>Actions</th></tr></thead>
<tbody>${alarms.map((alarm) => alarmRow(alarm, queries, publishSeconds))}</tbody></table></div>`;
}

function alarmRow(alarm: AlarmReading, queries: Queries, publishSeconds?: number): Html {
  const { query, names } = queries.place(alarm);
  const { name, severity, question, meaning, runbook, threshold, held, timeToFire, actions } = viewOf(alarm, publishSeconds);
  return html`<tr><td class="${severity || 'none'}">${severity}</td>
<td><details><summary>${question || name}</summary><p class="quiet">${name}</p>
${meaning === '' ? html`` : html`<p>${meaning}</p>`}${runbook === '' ? html`` : html`<p><b>What to do:</b> ${runbook}</p>`}
<pre data-query="${query.id}" data-names="${JSON.stringify(names)}"></pre></details></td>
<td>${threshold}</td><td>${held}</td><td>${timeToFire}</td><td>${actions}</td></tr>
`;
}

function findingsSection(findings: readonly Finding[]): Html {
  const rows = findings.map((finding) => html`<tr><td class="${finding.severity}">${finding.severity}</td><td>${finding.ruleId}</td>
<td>${placeOf(finding)}</td><td>${finding.message}. ${finding.fix}</td></tr>
`);
  return html`<section id="findings"><h2>Findings</h2>${findings.length === 0 ? html`<p>None.</p>`
    : html`<div class="wide"><table><thead><tr><th>Severity</th><th>Rule</th><th>Resource</th><th>Finding</th></tr></thead><tbody>${rows}</tbody></table></div>`}
</section>`;
}

/** Each query is on the page once: it is put into its place when somebody opens an alarm. */
function queryScript(queries: Queries): Html {
  const texts = Object.fromEntries(queries.all.map(({ id, text }) => [id, text]));
  return new Html(`<script type="application/json" id="queries">${scriptJson(texts)}</script>\n<script>${FILL_QUERIES}</script>`);
}

const FILL_QUERIES = `{
const texts = JSON.parse(document.getElementById('queries').textContent);
const fill = (pre) => {
  const names = JSON.parse(pre.dataset.names);
  pre.textContent = texts[pre.dataset.query].replace(/<[a-z]+( \\d+)?>/g, (word) => names[word] ?? word);
};
document.addEventListener('toggle', ({ target }) => target.querySelectorAll('pre[data-query]').forEach(fill), true);
addEventListener('beforeprint', () => document.querySelectorAll('pre[data-query]').forEach(fill));
}`;
