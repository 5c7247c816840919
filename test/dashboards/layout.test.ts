import { readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { body, chat, titles } from './support';
import { drawLayout } from '../../scripts/dashboard-layout';
import { InsightsDashboard, InsightsSubject } from '../../src';
import { testStack } from '../support';

const ROOT = path.join(__dirname, '..', '..');
const PICTURE = path.join('examples', 'llm-endpoint', 'dashboard-layout.svg');

function endpointBody(): any {
  const stack = testStack();
  new InsightsDashboard(stack, 'Insights', { subject: InsightsSubject.endpoint(chat(stack)) });
  return body(stack);
}

test(`the picture in the README is current (\`DRAW_LAYOUT=true npx jest ${path.basename(__filename)}\` draws it)`, () => {
  const drawn = drawLayout(endpointBody());
  const file = path.join(ROOT, PICTURE);
  if (process.env.DRAW_LAYOUT) {
    writeFileSync(file, drawn);
  }
  expect(readFileSync(file, 'utf-8')).toBe(drawn);
  expect(readFileSync(path.join(ROOT, 'README.md'), 'utf-8')).toContain(`](${PICTURE})`);
});

test('the picture names every chart and its view', () => {
  const texts = [...drawLayout(endpointBody()).matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
  const whole = texts.join(' ');
  const { widgets } = endpointBody();
  for (const title of titles(widgets)) {
    expect(whole).toContain(title);
  }
  const charts = widgets.filter(({ type }: any) => type !== 'text');
  const views = [...new Set<string>(charts.map(({ properties }: any) => properties.view))];
  for (const view of views) {
    expect(texts.filter((text) => text === view)).toHaveLength(charts.filter(({ properties }: any) => properties.view === view).length);
  }
});

test('the README maps each filter and toggle of the managed dashboard to a test that exists', () => {
  const lines = readFileSync(path.join(ROOT, 'README.md'), 'utf-8').split('\n');
  const rows = lines.slice(...between(lines, '| managed dashboard | here | test |'));
  const sources = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts')).map((file) => readFileSync(path.join(__dirname, file), 'utf-8')).join('\n');
  const cells = rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  const filters = ['endpoint filter', 'component filter', 'instance filter', 'model filter', 'zone filter', 'Instances / component copies', 'P50 / P99'];
  for (const filter of filters) {
    expect(cells.map(([what]) => what).filter((what) => what.startsWith(filter))).toHaveLength(1);
  }
  for (const [, , tests] of cells) {
    for (const name of tests.split('; ')) {
      expect(sources).toContain(`test('${name}'`);
    }
  }
});

/** The first row below the head of a table, and the line after its last. */
function between(lines: string[], head: string): [number, number] {
  const first = lines.indexOf(head) + 2;
  return [first, lines.indexOf('', first)];
}
