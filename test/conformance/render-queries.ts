/* Writes the queries of the catalogue, of the panels and of the alarm rules, and the classic alarms, to files, for what evaluates them. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { renderCatalogue } from './catalogue';
import { renderClassicAlarms } from './classic-alarms';
import { renderLiveQueries } from './live-queries';
import { renderPanelQueries } from './panel-queries';
import { renderRuleQueries } from './rule-queries';

function main(file = path.join(__dirname, 'build', 'queries.json')): void {
  const folder = path.dirname(file);
  const queries = renderCatalogue();
  const live = renderLiveQueries();
  const panelQueries = renderPanelQueries();
  const ruleQueries = renderRuleQueries();
  const classic = renderClassicAlarms();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ queries }));
  writeFileSync(path.join(folder, 'panel-queries.json'), JSON.stringify({ queries: panelQueries }, undefined, 2));
  writeFileSync(path.join(folder, 'rule-queries.json'), JSON.stringify({ queries: ruleQueries }, undefined, 2));
  writeFileSync(path.join(folder, 'classic-alarms.json'), JSON.stringify({ rules: classic }, undefined, 2));
  writeFileSync(path.join(folder, 'live-queries.json'), JSON.stringify(live, undefined, 2));
  const signals = new Set(queries.map(({ signal }) => signal));
  const panels = new Set(panelQueries.map(({ panel }) => panel));
  console.log(`${queries.length} queries of ${signals.size} signals, ${panelQueries.length} of ${panels.size} panels, ` +
    `${ruleQueries.length} of ${new Set(ruleQueries.map(({ rule }) => rule)).size} alarm rules, ${classic.length} rules on classic metrics, and ${live.queries.length} for a running engine`);
}

main(process.argv[2]);
