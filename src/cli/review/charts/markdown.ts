import { escapeHtml } from './escape';

/*
 * The Markdown that text widgets of CloudWatch show, as far as dashboards use it: headings, paragraphs, lists, tables, links, bold, italic
 * and code. What it does not know stays text.
 */

/** Where links may lead: everything else, such as a script, stays text. */
const LINK_TARGET = /^(https?:\/\/|#)/i;

/** A text widget as HTML. Nothing of the text is taken as HTML. */
export function markdownToHtml(markdown: string): string {
  return blocks(markdown.replace(/\r\n?/g, '\n')).map(block).join('\n');
}

/** Runs of lines of one kind. */
function blocks(markdown: string): string[][] {
  const found: string[][] = [[]];
  let kind = '';
  for (const line of markdown.split('\n')) {
    const next = kindOf(line);
    if (next !== kind || next === 'heading') {
      found.push([]);
    }
    kind = next;
    found[found.length - 1].push(line);
  }
  return found.filter((lines) => lines.some((line) => line.trim() !== ''));
}

function kindOf(line: string): string {
  return /^#{1,6}\s/.test(line) ? 'heading'
    : /^\s*([-*]|\d+\.)\s/.test(line) ? 'list'
      : /^\s*\|/.test(line) ? 'table'
        : line.trim() === '' ? 'blank'
          : 'paragraph';
}

function block(lines: string[]): string {
  switch (kindOf(lines[0])) {
    case 'heading': {
      const [, marks, text] = /^(#{1,6})\s+(.*)$/.exec(lines[0])!;
      return `<h${marks.length}>${inline(text)}</h${marks.length}>`;
    }
    case 'list': {
      const tag = /^\s*\d/.test(lines[0]) ? 'ol' : 'ul';
      return `<${tag}>${lines.map((line) => `<li>${inline(line.replace(/^\s*([-*]|\d+\.)\s+/, ''))}</li>`).join('')}</${tag}>`;
    }
    case 'table':
      return table(lines);
    default:
      return `<p>${inline(lines.join('\n'))}</p>`;
  }
}

function table(lines: string[]): string {
  const rows = lines.map((line) => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim()));
  const [head, rule, ...rest] = rows;
  const hasHead = rule?.every((cell) => /^:?-+:?$/.test(cell));
  const row = (cells: string[], tag: string) => `<tr>${cells.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join('')}</tr>`;
  return hasHead
    ? `<table><thead>${row(head, 'th')}</thead><tbody>${rest.map((cells) => row(cells, 'td')).join('')}</tbody></table>`
    : `<table><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

/** Code first: nothing within it means anything. */
function inline(text: string): string {
  return text.split(/(`[^`]+`)/).map((part) => part.startsWith('`') && part.length > 1
    ? `<code>${escapeHtml(part.slice(1, -1))}</code>`
    : links(part)).join('');
}

/** CloudWatch draws such links as buttons. */
const BUTTON = /^button:(primary:)?/;

function links(text: string): string {
  return text.split(/(\[[^\]]*\]\([^)\s]+\))/).map((part) => {
    const [, label, target] = /^\[([^\]]*)\]\(([^)\s]+)\)$/.exec(part) ?? [];
    return target === undefined || !LINK_TARGET.test(target)
      ? emphasis(escapeHtml(part))
      : `<a href="${escapeHtml(target)}" rel="noreferrer">${emphasis(escapeHtml(label.replace(BUTTON, '')))}</a>`;
  }).join('');
}

function emphasis(html: string): string {
  return html.replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>').replace(/(^|[\s(])[*_]([^*_\s][^*_]*)[*_](?=$|[\s.,;:!?)])/g, '$1<em>$2</em>');
}
