/* Writes the queries of the catalogue to files, for the programs that evaluate them. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { renderCatalogue } from './catalogue';
import { renderLiveQueries } from './live-queries';

function main(file = path.join(__dirname, 'build', 'queries.json')): void {
  const folder = path.dirname(file);
  const queries = renderCatalogue();
  const live = renderLiveQueries();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify({ queries }));
  writeFileSync(path.join(folder, 'live-queries.json'), JSON.stringify(live, undefined, 2));
  const signals = new Set(queries.map(({ signal }) => signal));
  console.log(`${queries.length} queries of ${signals.size} signals, and ${live.queries.length} for a running engine`);
}

main(process.argv[2]);
