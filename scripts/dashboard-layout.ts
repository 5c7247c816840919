/* Draws where the widgets of a dashboard stand, as SVG: a column per section. */

const GRID_COLUMNS = 24;
const COLUMN = 20;
const ROW = 11;
const GAP = 24;
const LINE = 9;
const CHARACTER = 4.5;

const COLORS: Record<string, string> = { chart: '#eaf2fb', metric: '#fdf1e3', alarm: '#fbe9e9', text: '#ffffff' };

interface LayoutWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title?: string; readonly view?: string; readonly markdown?: string };
}

interface Section {
  readonly top: number;
  readonly widgets: LayoutWidget[];
}

/** The picture of the body of a dashboard. */
export function drawLayout({ widgets }: { readonly widgets: LayoutWidget[] }): string {
  const sections = split(widgets);
  const width = sections.length * (GRID_COLUMNS * COLUMN + GAP) + GAP;
  const rows = sections.map(({ top, widgets: own }) => Math.max(...own.map((one) => one.y + one.height)) - top);
  const height = Math.max(...rows) * ROW + 2 * GAP;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="8">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...sections.flatMap(({ top, widgets: own }, index) => own.flatMap((one) =>
      drawWidget(one, GAP + index * (GRID_COLUMNS * COLUMN + GAP) + one.x * COLUMN, GAP + (one.y - top) * ROW))),
    '</svg>',
    '',
  ].join('\n');
}

function split(widgets: LayoutWidget[]): Section[] {
  const starts = widgets.flatMap(({ properties }, index) => properties.markdown?.startsWith('## ') ? [index] : []);
  return starts.map((start, index) => ({ top: widgets[start].y, widgets: widgets.slice(start, starts[index + 1]) }));
}

function drawWidget({ type, width, height, properties }: LayoutWidget, x: number, y: number): string[] {
  const pixels = width * COLUMN - 4;
  const most = Math.floor((height * ROW - 6) / LINE);
  const box = `<rect x="${x}" y="${y}" width="${pixels}" height="${height * ROW - 4}" rx="3" fill="${COLORS[type]}" stroke="#b8c2cc"/>`;
  const lines = properties.markdown === undefined
    ? [...wrap(properties.title ?? '', pixels, most - 1).map((text) => tag(text, 'font-weight="bold"')), tag(properties.view ?? 'alarm tiles', 'font-style="italic"')]
    : textLines(properties.markdown, pixels, most);
  return [box, ...lines.map((line, index) => line(x + 5, y + LINE + 1 + index * LINE))];
}

function textLines(markdown: string, pixels: number, most: number) {
  const [first, ...rest] = markdown.replace(/\*\*/g, '').split('\n').filter((line) => line !== '' && !/^\| ---/.test(line)).map(cells);
  const size = first.startsWith('## ') ? 'font-size="12" font-weight="bold"' : first.startsWith('### ') ? 'font-size="9" font-weight="bold"' : '';
  const wrapped = (size === '' ? [first, ...rest] : rest).flatMap((line) => wrap(line, pixels, most)).map((line) => tag(line, 'fill="#5a6672"'));
  return [...size === '' ? [] : [tag(first.replace(/^#+ /, ''), size)], ...wrapped].slice(0, most);
}

/** A row of a table with dots between its cells. */
function cells(line: string): string {
  return line.startsWith('|') ? line.split('|').map((cell) => cell.trim()).filter((cell) => /\w/.test(cell)).join(' · ') : line;
}

function wrap(text: string, pixels: number, most: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (longer.length * CHARACTER <= pixels - 8 || lines[lines.length - 1] === '') {
      lines[lines.length - 1] = longer;
    } else {
      lines.push(word);
    }
  }
  return lines.slice(0, Math.max(most, 1));
}

function tag(text: string, attributes: string) {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return (x: number, y: number) => `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
