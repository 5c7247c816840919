import { readFileSync } from 'fs';
import { brotliDecompressSync } from 'zlib';
import { dashboardHtml, SectionOptions, situationHtml } from './dashboard-html';
import { scriptJson } from './escape';
import { packageFile } from './package-file';
import { DATA_ELEMENT, PageChart, PageData, PageQuery } from './page-data';
import { QueryNames } from './query-shape';
import { readDashboard } from './read-dashboard';
import { SampleStore } from './sample-store';
import { CHART_STYLE } from './style';
import { ChartQuery, ChartWidget, Widget } from './widget';

/** How much of the charts has sample data. */
export interface Coverage {
  /** Charts of which every query, some queries and no query has sample data. */
  readonly full: number;
  readonly partial: number;
  readonly none: number;
}

/**
 * What a page with dashboards needs: a section for each dashboard, and data, styles and a script once. The answers to a query are on the
 * page once, however many charts ask it.
 */
export class ChartPage {
  private readonly answers: number[][][] = [];
  private readonly answerPlaces = new Map<string, number>();
  private readonly labels = new Pool<{ readonly [name: string]: string }>();
  private readonly values = new Pool<string>();
  private readonly names = new Pool<{ readonly [name: string]: string }>();
  private readonly charts: Record<string, Record<string, PageChart>> = {};
  private readonly counts = { full: 0, partial: 0, none: 0 };

  public constructor(private readonly store: SampleStore) {}

  /** How many charts of the sections so far have sample data. */
  public get coverage(): Coverage {
    return { ...this.counts };
  }

  /**
   * The HTML of a dashboard, from its body with every token replaced by a readable name. Throws when an id is used twice.
   */
  public section(body: object, options: SectionOptions): string {
    const { id, names = {} } = options;
    if (Object.hasOwn(this.charts, id)) {
      throw new Error(`each dashboard must have an id of its own, got twice: ${id}`);
    }
    const widgets: Widget[] = readDashboard(body);
    this.charts[id] = Object.fromEntries(widgets.flatMap((widget, index) =>
      widget.kind === 'chart' ? [[`${index}`, this.chart(widget, names)]] : []));
    return dashboardHtml(widgets, options);
  }

  /** The choice between the situations. It belongs on the page once. */
  public situations(): string {
    return situationHtml(this.store.file.situations);
  }

  /** The script elements: the data of all sections so far, and what draws them. They belong at the end of the page. */
  public scripts(browserScript: string = readBrowserScript()): string {
    return `<script type="application/json" id="${DATA_ELEMENT}">${scriptJson(this.data())}</script>\n<script>${browserScript}</script>`;
  }

  /** The style sheet. */
  public style(): string {
    return CHART_STYLE;
  }

  /** What the script draws. */
  public data(): PageData {
    const { from, step, points, situations } = this.store.file;
    const [hours, minutes] = from.split(':').map(Number);
    return {
      from: 60 * hours + minutes,
      step,
      points,
      situations,
      labels: this.labels.all,
      values: this.values.all,
      answers: this.answers,
      names: this.names.all,
      charts: this.charts,
    };
  }

  private chart({ kind, x, y, width, height, title, description, queries, ...look }: ChartWidget, known: QueryNames): PageChart {
    const drawn = queries.map((query) => this.query(query, known));
    const found = drawn.filter(({ answer }) => answer >= 0).length;
    this.counts[found === 0 ? 'none' : found === drawn.length ? 'full' : 'partial']++;
    return { ...look, queries: drawn };
  }

  private query({ key, names, label, color, axis, classic }: ChartQuery, known: QueryNames): PageQuery {
    const answer = this.answer(key);
    const replaced = answer < 0 ? {} : this.replacements({ ...known, ...names });
    return {
      answer,
      label,
      color,
      right: axis === 'right' || undefined,
      classic: classic && true,
      names: Object.keys(replaced).length > 0 ? this.names.place(replaced) : undefined,
    };
  }

  /** The names in the answer and those that stand in their places. */
  private replacements(names: QueryNames): { [name: string]: string } {
    return Object.fromEntries(Object.entries(this.store.file.names).flatMap(([kind, samples]) =>
      samples.flatMap((sample, index): Array<[string, string]> => {
        const name = names[kind]?.[index];
        return name === undefined || name === sample ? [] : [[sample, name]];
      })));
  }

  private answer(key: string): number {
    const known = this.answerPlaces.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = this.store.lookUp(key);
    const place = found === undefined ? -1 : this.answers.push(found.map((rows) =>
      rows.flatMap(({ labels, values }) => [this.labels.place(labels), this.values.place(values)]))) - 1;
    this.answerPlaces.set(key, place);
    return place;
  }
}

/** Values, each once. */
class Pool<T> {
  public readonly all: T[] = [];
  private readonly places = new Map<string, number>();

  public place(value: T): number {
    const key = JSON.stringify(value);
    const known = this.places.get(key) ?? this.all.push(value) - 1;
    this.places.set(key, known);
    return known;
  }
}

function readBrowserScript(): string {
  return brotliDecompressSync(readFileSync(packageFile('review-charts', 'index.js.br'))).toString('utf-8');
}
