import { HistogramForm, TelemetryDialect } from './dialect';
import { EngineSeries, EngineSeriesOptions, EngineSeriesSet } from './engine-series';
import { Label } from './labels';
import { HistogramVector, Matcher, equals, Selector, Vector } from './promql';
import { TelemetryScope } from './scope';
import { ServingEngine } from './serving-engine';
import { groupingLabels, SignalGrouping, SignalStatistic, unique } from './signal-options';
import { TelemetryWindow } from './window';

/** The name of a quantity that engines publish. */
export type EngineQuantity = keyof EngineSeriesSet;

/** What a copy of a model is told apart by. A container on a single-model endpoint may have no id, so the instance counts too. */
export const COPY_LABELS: readonly string[] = [Label.CONTAINER, Label.INSTANCE];

/** The engines of which SageMaker labels series with `aws.sagemaker.inference_framework`. */
const LABELLED_FRAMEWORKS = ['vllm', 'sglang'];

/** What a signal asks of engines. */
export interface SignalNeeds {
  readonly id: string;
  /** Sets of quantities, of which an engine must publish one. */
  readonly engineQuantities?: ReadonlyArray<readonly EngineQuantity[]>;
}

/** What a signal's query is built from: scope, dialect, windows and grouping, already checked. */
export class QueryContext {
  /** The engines in the scope, or every engine where nothing is known. */
  public readonly engines: readonly ServingEngine[];
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
    /** Whether a quantile or a share is asked for, which numbers do not have. */
    public readonly wantsDistribution: boolean,
    private readonly signal: SignalNeeds,
    only?: readonly ServingEngine[],
  ) {
    this.engines = only ? scope._engines.filter((engine) => only.includes(engine)) : scope._engines;
    this.group = groupingLabels(groupBy);
    this.window = new TelemetryWindow(scope._frequencySeconds);
    this.rateSeconds = statedSeconds ?? this.window.rate;
    this.dialect = TelemetryDialect.of(scope._anchor);
  }

  /** Whether every answer is about a single endpoint or component. */
  public isWithinOne(grouping: SignalGrouping.ENDPOINT | SignalGrouping.COMPONENT): boolean {
    const single = this.scope._isComponent || (grouping === SignalGrouping.ENDPOINT && this.scope._isEndpoint);
    return single || this.groupBy.includes(grouping);
  }

  /** A series by the name that this library knows, within the scope. */
  public series(name: string, matchers: readonly Matcher[] = [], scopeMatchers: readonly Matcher[] = this.scope._matchers): Selector {
    return new Selector(this.dialect.seriesName(name), [...scopeMatchers, ...matchers]);
  }

  /** The members of a classic histogram, which are named after it. */
  private buckets(name: string, matchers: readonly Matcher[]): Selector {
    return new Selector(`${this.dialect.seriesName(name)}_bucket`, [...this.scope._matchers, ...matchers]);
  }

  /** The newest value of a gauge. */
  public gauge(name: string, matchers: readonly Matcher[] = []): Vector {
    return this.series(name, matchers).lastOverTime(this.window.gauge);
  }

  /** The engines in the scope that publish what the signal needs. Throws when there is none. */
  public get emitters(): ServingEngine[] {
    const found = this.engines.filter((engine) => publishes(engine, this.signal.engineQuantities!));
    if (found.length === 0) {
      const names = this.engines.map(({ name }) => name).join(', ') || 'none with series of its own';
      throw new Error(
        `the signal ${this.signal.id} of ${this.scope._subject} has no series: expected an engine that publishes it, got: ${names}`);
    }
    return found;
  }

  /** The emitters that publish a quantity of which the signal can do without. */
  public emittersOf(quantity: EngineQuantity): ServingEngine[] {
    return this.emitters.filter(({ series }) => series[quantity] !== undefined);
  }

  /** A gauge or the rate of a counter, of every engine that publishes it; rows that repeat each other count once. */
  public engineValues(quantity: EngineQuantity, engines: readonly ServingEngine[] = this.emittersOf(quantity)): Vector {
    return Vector.union(engines.map(({ series }) => {
      const found = series[quantity]!;
      const selector = this.engineSelector(found);
      const values = found.kind === 'counter' ? selector.rate(this.rateSeconds) : selector.lastOverTime(this.window.gauge);
      return values.maxWithout(found.options.repeatedBy ?? []).times(found.options.scale ?? 1);
    }));
  }

  public engineSelector({ name, options }: EngineSeries, further: readonly Matcher[] = [], scopeMatchers?: readonly Matcher[]): Selector {
    return this.series(name, [...rowsOf(options), ...further], scopeMatchers);
  }

  /** A histogram of one engine by the grouping and further labels. Histograms of different engines have different buckets. */
  public engineHistogram({ name, options }: EngineSeries, by: readonly string[]): HistogramVector {
    const native = this.dialect.histograms === HistogramForm.NATIVE;
    const series = native ? this.series(name, rowsOf(options)) : this.buckets(name, rowsOf(options));
    return series.histogramRate(this.rateSeconds).averageWithout(options.repeatedBy ?? []).sumBy(native ? by : [...by, Label.BUCKET]);
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

  /**
   * Joins the answers of several engines, which their framework label keeps apart. SageMaker knows two frameworks: of the engines
   * without a label only the first can stay without one, the others get their own name.
   */
  public perEngine(answer: (engine: ServingEngine) => Vector): Vector {
    const nameless = this.emitters.filter(({ name }) => !LABELLED_FRAMEWORKS.includes(name)).slice(1);
    return Vector.union(this.emitters.map((engine) =>
      nameless.includes(engine) ? answer(engine).withLabel(Label.FRAMEWORK, engine.name) : answer(engine)));
  }
}

function rowsOf({ labels = {} }: EngineSeriesOptions): Matcher[] {
  return Object.entries(labels).map(([label, value]) => equals(label, value));
}

/** Whether an engine publishes every quantity of at least one of the given sets. */
export function publishes({ series }: ServingEngine, sets: ReadonlyArray<readonly EngineQuantity[]>): boolean {
  return sets.some((set) => set.every((quantity) => series[quantity] !== undefined));
}
