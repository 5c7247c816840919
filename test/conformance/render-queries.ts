/* Writes every query of the catalogue to a file, for the programs that evaluate them. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { renderCatalogue } from './catalogue';

const [, , file] = process.argv;
const queries = renderCatalogue();
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify({ queries }));
console.log(`${queries.length} queries of ${new Set(queries.map(({ signal }) => signal)).size} signals written to ${file}`);
