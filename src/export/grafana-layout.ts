import { GrafanaPanel, GrafanaRow } from './grafana-types';

/** Grafana's rows are lower than those of CloudWatch: 8 are the usual height of a chart, where CloudWatch has 6. */
const ROWS_PER_ROW = 4 / 3;
const COLUMNS = 24;

/** A panel and the size of it on a dashboard of CloudWatch. */
export interface SizedPanel {
  readonly panel: GrafanaPanel;
  readonly width: number;
  readonly height: number;
}

/** Places panels from left to right and top to bottom, and numbers them. */
export class GrafanaLayout {
  public readonly panels: (GrafanaPanel | GrafanaRow)[] = [];
  private x = 0;
  private y = 0;
  private rowHeight = 0;

  /** Begins a section. */
  public addSection(title: string): void {
    this.addLine();
    this.panels.push({ type: 'row', id: this.nextId, title, collapsed: false, panels: [], gridPos: { x: 0, y: this.y, w: COLUMNS, h: 1 } });
    this.y++;
  }

  /** Places panels below what is there. */
  public addRowOf(panels: readonly SizedPanel[]): void {
    this.addLine();
    panels.forEach((panel) => this.add(panel));
  }

  private add({ panel, width, height }: SizedPanel): void {
    if (this.x + width > COLUMNS) {
      this.addLine();
    }
    const h = Math.round(height * ROWS_PER_ROW);
    this.panels.push({ id: this.nextId, ...panel, gridPos: { x: this.x, y: this.y, w: width, h } });
    this.x += width;
    this.rowHeight = Math.max(this.rowHeight, h);
  }

  private addLine(): void {
    this.y += this.rowHeight;
    this.x = 0;
    this.rowHeight = 0;
  }

  private get nextId(): number {
    return this.panels.length + 1;
  }
}
