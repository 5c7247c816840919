import { escapeHtml } from './escape';
import { markdownToHtml } from './markdown';
import { QueryNames } from './query-shape';
import { Situation } from './sample-store';
import { AlarmWidget, Widget } from './widget';

/** Keeps a page from loading anything and from talking to anyone. */
export const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

/** What a section says of its dashboard besides what the body says. */
export interface SectionOptions {
  /** Unique on the page; letters, digits, hyphens and underscores. */
  readonly id: string;
  readonly title: string;
  /** The names of what the dashboard is about, where its queries do not say them: those of components, for example. */
  readonly names?: QueryNames;
  /** What alarms are called, by what stands for them in the body. */
  readonly alarmTitles?: { readonly [alarm: string]: string };
}

/** The widgets of a dashboard on their grid. */
export function dashboardHtml(widgets: readonly Widget[], { id, title, alarmTitles = {} }: SectionOptions): string {
  if (!/^[\w-]+$/.test(id)) {
    throw new Error(`the id of a dashboard must consist of letters, digits, hyphens and underscores, got: ${id}`);
  }
  return [
    `<section class="dashboard" id="dashboard-${id}" aria-label="${escapeHtml(title)}">`,
    `<h2 class="dashboard-title">${escapeHtml(title)}</h2>`,
    '<div class="grid">',
    ...widgets.map((widget, index) => frame(widget, `${id}/${index}`, alarmTitles)),
    '</div>',
    '</section>',
  ].join('\n');
}

/** The choice between situations: the first one is chosen. */
export function situationHtml(situations: readonly Situation[]): string {
  return [
    '<fieldset class="situations"><legend>Sample data</legend>',
    ...situations.map(({ id, title }, index) =>
      `<label><input type="radio" name="situation" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}><span>${escapeHtml(title)}</span></label>`),
    `<output class="situation-text">${escapeHtml(situations[0]?.text ?? '')}</output>`,
    '</fieldset>',
  ].join('\n');
}

function frame(widget: Widget, place: string, alarmTitles: { readonly [alarm: string]: string }): string {
  const { x, y, width, height } = widget;
  const open = (kind: string) => `<div class="widget ${kind}" data-widget="${place}" style="grid-area:${number(y) + 1}/${number(x) + 1}/span ${number(height)}/span ${number(width)}">`;
  switch (widget.kind) {
    case 'text':
      return `${open('text')}${markdownToHtml(widget.markdown)}</div>`;
    case 'alarms':
      return `${open('alarms')}${heading(widget.title)}${tiles(widget, alarmTitles)}</div>`;
    case 'other':
      return `${open('other')}${heading(widget.title)}<p class="empty">no sample data</p></div>`;
    case 'chart':
      return `${open('chart')}${heading(widget.title, widget.description)}<div class="plot"></div></div>`;
  }
}

function heading(title: string | undefined, description?: string): string {
  const tip = description === undefined ? '' : ` title="${escapeHtml(description)}"`;
  return title === undefined ? '' : `<h3${tip}>${escapeHtml(title)}</h3>`;
}

/** Which alarms are in ALARM is not part of the sample data. */
function tiles({ alarms }: AlarmWidget, titles: { readonly [alarm: string]: string }): string {
  const items = alarms.map((alarm) => `<li>${escapeHtml(titles[alarm] ?? nameOf(alarm))}</li>`).join('');
  return `<ul class="tiles">${items}</ul>`;
}

/** The last part of an ARN. */
function nameOf(alarm: string): string {
  return /:alarm:(.+)$/.exec(alarm)?.[1] ?? alarm.replace(/^<(\w+)\.Arn>$/, '$1');
}

function number(value: unknown): number {
  return Math.max(Math.floor(Number(value)) || 0, 0);
}
