/* Writes what the programs of the suite evaluate: queries of signals, panels, alarm rules and scaling, and classic alarms. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { renderCatalogue } from './catalogue';
import { renderClassicAlarms } from './classic-alarms';
import { renderExports } from './exports';
import { renderLiveQueries } from './live-queries';
import { renderPanelQueries } from './panel-queries';
import { renderRuleQueries } from './rule-queries';
import { renderScalingQueries } from './scaling-queries';
import { renderScalingTemplates } from './scaling-templates';

function main(file = path.join(__dirname, 'build', 'queries.json')): void {
  const folder = path.dirname(file);
  const queries = renderCatalogue();
  const live = renderLiveQueries();
  const panelQueries = renderPanelQueries();
  const ruleQueries = renderRuleQueries();
  const scalingQueries = renderScalingQueries();
  const classic = renderClassicAlarms();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ queries }));
  writeFileSync(path.join(folder, 'panel-queries.json'), JSON.stringify({ queries: panelQueries }, undefined, 2));
  writeFileSync(path.join(folder, 'rule-queries.json'), JSON.stringify({ queries: ruleQueries }, undefined, 2));
  writeFileSync(path.join(folder, 'scaling-queries.json'), JSON.stringify({ queries: scalingQueries }, undefined, 2));
  writeFileSync(path.join(folder, 'classic-alarms.json'), JSON.stringify({ rules: classic }, undefined, 2));
  writeFileSync(path.join(folder, 'live-queries.json'), JSON.stringify(live, undefined, 2));
  const scalingTemplates = renderScalingTemplates(path.join(folder, 'scaling'));
  renderExports(path.join(folder, 'exports'));
  const signals = new Set(queries.map(({ signal }) => signal));
  const panels = new Set(panelQueries.map(({ panel }) => panel));
  console.log(`${queries.length} queries of ${signals.size} signals, ${panelQueries.length} of ${panels.size} panels, ` +
    `${ruleQueries.length} of ${new Set(ruleQueries.map(({ rule }) => rule)).size} alarm rules, ${classic.length} rules on classic metrics, ` +
    `${live.queries.length} for a running engine, and ${scalingQueries.length} queries and ${scalingTemplates} templates that scale`);
}

main(process.argv[2]);
