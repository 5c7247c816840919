import { Situation } from './sample-store';
import type { ChartWidget } from './widget';

/** A query of a chart as the page holds it. */
export interface PageQuery {
  /** Its place in the answers of the page, -1 where there is no sample data. */
  readonly answer: number;
  readonly label?: string;
  readonly color?: string;
  readonly right?: boolean;
  /** Whether it is about classic metrics, whose series are named after what tells them apart. */
  readonly classic?: boolean;
  /** What stands in the place of the simulator's names: a place in the names of the page. */
  readonly names?: number;
}

/** A chart as the page holds it. */
export interface PageChart extends Omit<ChartWidget, 'kind' | 'x' | 'y' | 'width' | 'height' | 'title' | 'description' | 'queries'> {
  readonly queries: readonly PageQuery[];
}

/** What all charts of a page share. */
export interface PageData {
  /** Minutes after midnight of the first point. */
  readonly from: number;
  readonly step: number;
  readonly points: number;
  readonly situations: readonly Situation[];
  readonly labels: readonly { readonly [name: string]: string }[];
  readonly values: readonly string[];
  /** By place and situation, pairs of places in labels and values. */
  readonly answers: readonly (readonly (readonly number[])[])[];
  readonly names: readonly { readonly [name: string]: string }[];
  /** By the id of a dashboard and the place of a widget. */
  readonly charts: { readonly [dashboard: string]: { readonly [widget: string]: PageChart } };
}

/** The id of the element that holds the data. */
export const DATA_ELEMENT = 'sample-data';
