import { HistogramForm, SeriesNaming } from './dialect';
import { BUCKET_ENDING, CONSOLE_NAMES, FORMER_NAMES } from './known-names';
import { EngineQuantity } from './query-context';
import { OF_COMPONENT, RequestSeries } from './request-series';
import { ServingEngine } from './serving-engine';
import { Gpu } from './signals/gpu';
import { Host } from './signals/host';
import { EVENT_SERIES } from './signals/lifecycle';

/** Who publishes a series. */
export type SeriesSource = typeof Source[keyof typeof Source];

export const Source = { ENGINE: 'engine', GPU: 'gpu', HOST: 'host', EVENT: 'event', REQUEST: 'request' } as const;

/** A series that the catalogue of signals is made from. */
export interface CatalogueSeries {
  /** The name that this library knows. */
  readonly name: string;
  readonly source: SeriesSource;
  readonly kind: 'gauge' | 'counter' | 'histogram' | 'event' | 'request';
  /** Whether it is there all the time where its source publishes at all: without traffic, with any version, with default settings. */
  readonly isSteady: boolean;
  readonly engine?: string;
  readonly quantity?: EngineQuantity;
}

/** A name under which a series may arrive. */
export interface SeriesSpelling {
  readonly name: string;
  /** How it came to that name: as this library knows it, with underscores, like a title of the console, or as older engines call it. */
  readonly style: 'known' | 'underscore' | 'console' | 'former';
  readonly naming: SeriesNaming;
  /** How a histogram of that name is stored. */
  readonly histograms?: HistogramForm;
}

/** Quantities that an engine publishes from its start on. */
const STEADY: readonly string[] = ['kvCacheUtilization', 'runningRequests', 'waitingRequests'] satisfies EngineQuantity[];

/** GPUs without such a sensor, and exporters with default settings, leave these out. */
const RARE_GPU_SERIES: readonly string[] = [Gpu.MEMORY_TEMPERATURE, Gpu.SM_ACTIVE, Gpu.MEMORY_COPY_UTILIZATION, Gpu.XID_ERRORS];

/** The engines that this library knows and that publish series. */
export const KNOWN_ENGINES: readonly ServingEngine[] = [ServingEngine.VLLM, ServingEngine.SGLANG, ServingEngine.DJL, ServingEngine.TGI];

/** The series of engines, each once although several quantities may be taken from it. */
export function engineCatalogue(engines: readonly ServingEngine[]): CatalogueSeries[] {
  return engines.flatMap(({ name: engine, series }) => {
    const found = new Map<string, CatalogueSeries>();
    for (const [quantity, { name, kind }] of Object.entries(series)) {
      if (!found.has(name)) {
        const isSteady = STEADY.includes(quantity);
        found.set(name, { name, source: Source.ENGINE, kind, isSteady, engine, quantity: quantity as EngineQuantity });
      }
    }
    return [...found.values()];
  });
}

/** The series that do not depend on the engine. */
export const PLATFORM_CATALOGUE: readonly CatalogueSeries[] = [
  ...Object.values(Gpu).map((name): CatalogueSeries => (
    { name, source: Source.GPU, kind: 'gauge', isSteady: !RARE_GPU_SERIES.includes(name) })),
  ...Object.values(Host).map((name): CatalogueSeries => (
    { name, source: Source.HOST, kind: name === Host.CPU_SECONDS ? 'counter' : 'gauge', isSteady: true })),
  ...EVENT_SERIES.map((name): CatalogueSeries => ({ name, source: Source.EVENT, kind: 'event', isSteady: false })),
  ...Object.values(RequestSeries).flatMap((name) => [name, name + OF_COMPONENT])
    .map((name): CatalogueSeries => ({ name, source: Source.REQUEST, kind: 'request', isSteady: false })),
];

/** The names under which a series may arrive, the one that this library knows first. */
export function spellingsOf({ name, source, kind, quantity }: CatalogueSeries): SeriesSpelling[] {
  if (source !== Source.ENGINE) {
    return [{ name, style: 'known', naming: SeriesNaming.COLON }];
  }
  const underscored = name.replace(/:/g, '_');
  const plain: SeriesSpelling[] = [
    { name, style: 'known', naming: SeriesNaming.COLON },
    ...underscored === name ? [] : [{ name: underscored, style: 'underscore', naming: SeriesNaming.UNDERSCORE } as const],
  ];
  const further = [
    { name: quantity && CONSOLE_NAMES[quantity], style: 'console' } as const,
    { name: FORMER_NAMES[name], style: 'former' } as const,
  ].flatMap((other): SeriesSpelling[] => other.name === undefined ? [] : [{ ...other, name: other.name, naming: SeriesNaming.COLON }]);
  if (kind !== 'histogram') {
    return [...plain, ...further];
  }
  return [
    ...plain.map((spelling): SeriesSpelling => ({ ...spelling, histograms: HistogramForm.NATIVE })),
    ...plain.map((spelling): SeriesSpelling => ({ ...spelling, name: spelling.name + BUCKET_ENDING, histograms: HistogramForm.CLASSIC })),
    ...further,
  ];
}
