/* What was seen: the checks judge it and ask nobody. */
import { Failure } from './failure';
import { CatalogueSeries, SeriesSpelling } from '../../telemetry/catalogue';

/** What was asked for, or why it is not known. */
export type Answer<T> = { readonly value: T; readonly failure?: undefined } | { readonly value?: undefined; readonly failure: Failure };

/** Asks; only what keeps every question from being answered is thrown. */
export async function answerOf<T>(question: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await question };
  } catch (error) {
    if (error instanceof Failure && !error.isFatal) {
      return { failure: error };
    }
    throw error;
  }
}

export interface Evidence {
  readonly region: string;
  readonly now: Date;
  readonly enrichment: Answer<Enrichment>;
  readonly endpoints: readonly EndpointEvidence[];
}

export interface Enrichment {
  readonly status: string;
  /** The namespaces that alone are enriched, where there is such a list. */
  readonly onlyNamespaces?: readonly string[];
}

export interface EndpointEvidence {
  readonly name: string;
  /** Undefined where there is no such endpoint. */
  readonly description?: EndpointDescription;
  readonly configuration?: Answer<Configuration>;
  readonly containers?: Answer<readonly Container[]>;
  readonly series?: Answer<readonly FoundSeries[]>;
  readonly alarms?: Answer<readonly AlarmEvidence[]>;
  readonly now: Date;
}

export interface EndpointDescription {
  readonly status: string;
  readonly failureReason?: string;
  readonly configurationName: string;
  readonly changedAt: Date;
  readonly instances: number;
}

export interface Configuration {
  readonly createdAt: Date;
  readonly detailedObservability?: boolean;
  readonly publishSeconds: number;
  readonly instanceTypes: readonly string[];
}

export interface Container {
  /** The inference component or the model. */
  readonly of: string;
  readonly image?: string;
  readonly environment: { readonly [key: string]: string };
  readonly metricsPath?: string;
  /** How many copies there are, where SageMaker says so. */
  readonly copies?: number;
}

/** A series that arrived within the survey's time. */
export interface FoundSeries {
  readonly series: CatalogueSeries;
  readonly spelling: SeriesSpelling;
  readonly newest: Date;
  readonly rows: number;
  readonly types: readonly string[];
  readonly temporalities: readonly string[];
  /** The highest value now, where values are numbers. */
  readonly highest?: number;
}

export interface AlarmEvidence {
  readonly name: string;
  readonly query: string;
  /** What the rules for CloudWatch's PromQL find wrong. */
  readonly problems: readonly string[];
  /** What CloudWatch says against the query. */
  readonly refusal?: string;
  /** Why CloudWatch did not answer. */
  readonly failure?: Failure;
  readonly selectors: readonly SelectorEvidence[];
  /** Whether what the selectors select lets the query yield anything at all. */
  readonly canYield: boolean;
}

export interface SelectorEvidence {
  readonly text: string;
  readonly metricName: string;
  readonly rows: number;
  /** Whether it is normal that there is nothing yet. */
  readonly mayBeAbsent: boolean;
}
