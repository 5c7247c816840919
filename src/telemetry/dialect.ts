import { IConstruct } from 'constructs';

/** How the names of engine series are spelled. */
export enum SeriesNaming {
  /** With the colon of the engine itself, as in `vllm:kv_cache_usage_perc`. */
  COLON = 'COLON',
  /** With an underscore in its place, as in `vllm_kv_cache_usage_perc`, which one AWS page prints. */
  UNDERSCORE = 'UNDERSCORE',
}

/** How histograms are stored. */
export enum HistogramForm {
  /** As native histograms under the base name. */
  NATIVE = 'NATIVE',
  /** As classic histograms: `..._bucket` series with a label `le`. */
  CLASSIC = 'CLASSIC',
}

/** What SageMaker's own request series are. */
export enum RequestSeriesForm {
  /** Floats with delta temporality: each sample is what happened since the one before. */
  DELTA = 'DELTA',
  /** Native histograms with delta temporality. */
  DELTA_HISTOGRAM = 'DELTA_HISTOGRAM',
  /** Cumulative, as Prometheus has them: counts as counters, latencies as native histograms. */
  CUMULATIVE = 'CUMULATIVE',
}

/** Options of `TelemetryDialect`. */
export interface TelemetryDialectOptions {
  /**
   * How the names of engine series are spelled.
   *
   * @default SeriesNaming.COLON
   */
  readonly naming?: SeriesNaming;

  /**
   * How histograms are stored.
   *
   * @default HistogramForm.NATIVE
   */
  readonly histograms?: HistogramForm;

  /**
   * Other names for single series, by the name that this library knows: `{ 'vllm:kv_cache_usage_perc': 'KVCacheUtilization' }`.
   *
   * @default - every series has the name that this library knows
   */
  readonly seriesNames?: { [name: string]: string };

  /**
   * What SageMaker's own request series (`Invocations` and its like) are in OpenTelemetry. AWS does not document it. To state it is to say
   * that they were seen to arrive: alarms then ask for them where no classic metric can tell components apart.
   *
   * @default - not stated: queries that ask for these series take them as RequestSeriesForm.DELTA, and no alarm asks for them
   */
  readonly requestSeries?: RequestSeriesForm;
}

const DIALECT = Symbol.for('cdk-sagemaker-insights.TelemetryDialect');
const USED = Symbol.for('cdk-sagemaker-insights.TelemetryDialectUsed');

interface DialectHolder {
  [DIALECT]?: TelemetryDialect;
  [USED]?: boolean;
}

/**
 * How CloudWatch spells and stores the series: one decision for a whole app, because AWS's own pages disagree and a wrong
 * spelling gives an empty answer. The defaults are the forms that were seen working.
 */
export class TelemetryDialect {
  /**
   * The dialect of the app that a construct belongs to.
   *
   * @param scope any construct of the app
   */
  public static of(scope: IConstruct): TelemetryDialect {
    const holder = holderOf(scope);
    holder[USED] = true;
    return holder[DIALECT] ?? new TelemetryDialect();
  }

  /** How the names of engine series are spelled. */
  public readonly naming: SeriesNaming;

  /** How histograms are stored. */
  public readonly histograms: HistogramForm;

  /** Other names for single series. */
  public readonly seriesNames: { [name: string]: string };

  /** What SageMaker's own request series are. */
  public readonly requestSeries: RequestSeriesForm;

  /** Whether it was stated what SageMaker's own request series are, so that they can be relied upon. */
  public readonly hasRequestSeries: boolean;

  /**
   * Describes a dialect. It takes effect with `applyTo`.
   *
   * @param options what differs from the forms that were seen working
   */
  public constructor(options: TelemetryDialectOptions = {}) {
    this.naming = options.naming ?? SeriesNaming.COLON;
    this.histograms = options.histograms ?? HistogramForm.NATIVE;
    this.seriesNames = options.seriesNames ?? {};
    this.requestSeries = options.requestSeries ?? RequestSeriesForm.DELTA;
    this.hasRequestSeries = options.requestSeries !== undefined;
  }

  /**
   * Makes this the dialect of a whole app. Throws when the app has one already, or when queries were built before.
   *
   * @param scope the app, or any construct in it
   */
  public applyTo(scope: IConstruct): void {
    const holder = holderOf(scope);
    if (holder[DIALECT]) {
      throw new Error('the app has a TelemetryDialect already: expected it to be applied once, got a second one');
    }
    if (holder[USED]) {
      throw new Error('queries were built before the TelemetryDialect was applied: expected it right after the App is created');
    }
    holder[DIALECT] = this;
  }

  /**
   * The name of a series in this dialect.
   *
   * @param name the name that this library knows
   */
  public seriesName(name: string): string {
    return this.seriesNames[name] ?? (this.naming === SeriesNaming.UNDERSCORE ? name.replace(/:/g, '_') : name);
  }
}

function holderOf(scope: IConstruct): DialectHolder {
  return scope.node.root as unknown as DialectHolder;
}
