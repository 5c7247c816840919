/* Writes what the dashboards ask, for the program that computes the sample data. */
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { renderSampleQueries } from './sample-queries';

const FOLDER = path.join(__dirname, 'build');

mkdirSync(FOLDER, { recursive: true });
writeFileSync(path.join(FOLDER, 'sample-queries.json'), JSON.stringify({ worlds: renderSampleQueries() }, undefined, 1));
