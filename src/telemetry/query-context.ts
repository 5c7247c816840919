import { HistogramForm, TelemetryDialect } from './dialect';
import { EngineSeries, EngineSeriesSet } from './engine-series';
import { Label } from './labels';
import { HistogramVector, Matcher, equals, Selector, Vector } from './promql';
import { TelemetryScope } from './scope';
import { ServingEngine } from './serving-engine';
import { groupingLabels, SignalGrouping, SignalStatistic, unique } from './signal-options';
import { TelemetryWindow } from './window';

/** The name of a quantity that engines publish. */
export type EngineQuantity = keyof EngineSeriesSet;

/** The engines that this library knows: all are asked for where nothing is known. */
export const EVERY_ENGINE: readonly ServingEngine[] = [ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL, ServingEngine.TGI];

/** What a copy of a model is told apart by. A container on a single-model endpoint may have no id, so the instance counts too. */
export const COPY_LABELS: readonly string[] = [Label.CONTAINER, Label.INSTANCE];

/** What a signal asks of engines. */
export interface SignalNeeds {
  readonly id: string;
  /** Sets of quantities, of which an engine must publish one. */
  readonly engineQuantities?: ReadonlyArray<readonly EngineQuantity[]>;
}

/** What a signal's query is built from: scope, dialect, windows and grouping, already checked. */
export class QueryContext {
  public readonly group: readonly string[];
  public readonly window: TelemetryWindow;
  public readonly rateSeconds: number;
  public readonly dialect: TelemetryDialect;

  public constructor(
    public readonly scope: TelemetryScope,
    public readonly groupBy: readonly SignalGrouping[],
    public readonly statistic: SignalStatistic,
    /** The window that the user asked for. */
    public readonly statedSeconds: number | undefined,
    private readonly signal: SignalNeeds,
  ) {
    this.group = groupingLabels(groupBy);
    this.window = new TelemetryWindow(scope._frequencySeconds);
    this.rateSeconds = statedSeconds ?? this.window.rate;
    this.dialect = TelemetryDialect.of(scope._anchor);
  }

  /** A series by the name that this library knows, within the scope. */
  public series(name: string, matchers: readonly Matcher[] = [], scopeMatchers: readonly Matcher[] = this.scope._matchers): Selector {
    return new Selector(this.dialect.seriesName(name), [...scopeMatchers, ...matchers]);
  }

  /** The newest value of a gauge. */
  public gauge(name: string, matchers: readonly Matcher[] = []): Vector {
    return this.series(name, matchers).lastOverTime(this.window.gauge);
  }

  /** The engines in the scope, or every engine where nothing is known. */
  public get engines(): readonly ServingEngine[] {
    return this.scope._engines ?? EVERY_ENGINE;
  }

  /** The engines in the scope that publish what the signal needs. Throws when there is none. */
  public get emitters(): ServingEngine[] {
    const found = this.engines.filter((engine) => publishes(engine, this.signal.engineQuantities ?? []));
    if (found.length === 0) {
      const names = this.engines.map(({ name }) => name).join(', ') || 'none with series of its own';
      throw new Error(
        `the signal ${this.signal.id} of ${this.scope._subject} has no series: expected an engine that publishes it, got: ${names}`);
    }
    return found;
  }

  /** A gauge or the rate of a counter, of every engine that publishes it; rows that repeat each other count once. */
  public engineValues(quantity: EngineQuantity, engines: readonly ServingEngine[] = this.emitters): Vector {
    return Vector.union(engines.map(({ series }) => {
      const found = series[quantity]!;
      const selector = this.engineSelector(found);
      const values = found.kind === 'counter' ? selector.rate(this.rateSeconds) : selector.lastOverTime(this.window.gauge);
      return values.maxWithout(found.options.repeatedBy ?? []).times(found.options.scale ?? 1);
    }));
  }

  public engineSelector({ name, options }: EngineSeries, scopeMatchers?: readonly Matcher[]): Selector {
    return this.series(name, Object.entries(options.labels ?? {}).map(([label, value]) => equals(label, value)), scopeMatchers);
  }

  /** A histogram of one engine by the grouping and further labels. Histograms of different engines have different buckets. */
  public engineHistogram({ name, options }: EngineSeries, by: readonly string[]): HistogramVector {
    const native = this.dialect.histograms === HistogramForm.NATIVE;
    const selector = this.engineSelector(EngineSeries.histogram(native ? name : `${name}_bucket`, options));
    return selector.histogramRate(this.rateSeconds).sumBy(native ? by : [...by, Label.BUCKET]);
  }

  /** Puts together what several copies report: first within a copy, whose engine cores add up or are compared, then over copies. */
  public overCopies(values: Vector, withinCopy: SignalStatistic.SUM | SignalStatistic.MAXIMUM): Vector {
    return this.statistic === withinCopy
      ? values.aggregate(this.statistic, this.group)
      : values.aggregate(withinCopy, unique([...this.group, ...COPY_LABELS])).aggregate(this.statistic, this.group);
  }

  /** The grouping, and the engine where several are in play, because their answers cannot be put together. */
  public get groupPerEngine(): readonly string[] {
    return this.emitters.length > 1 ? unique([...this.group, Label.FRAMEWORK]) : this.group;
  }
}

/** Whether an engine publishes every quantity of at least one of the given sets. */
export function publishes({ series }: ServingEngine, sets: ReadonlyArray<readonly EngineQuantity[]>): boolean {
  return sets.some((set) => set.every((quantity) => series[quantity] !== undefined));
}
