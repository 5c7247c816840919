/* Text in HTML: whatever users wrote stays text. */

import { escapeHtml } from './charts/escape';

/** HTML that is safe to put into a page. */
export class Html {
  public constructor(public readonly text: string) {}
}

/** Builds HTML: values that are no HTML themselves are escaped, lists are joined. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? textOf(values[index]) : '')).join(''));
}

function textOf(value: unknown): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(textOf).join('');
  }
  return value === undefined ? '' : escapeHtml(String(value));
}
