import { Source } from '../../../telemetry/catalogue';
import { HistogramForm, SeriesNaming } from '../../../telemetry/dialect';
import { FoundSeries } from '../evidence';

/** The dialect in which an app asks for series as they arrive. */
export function dialectFix(found: readonly FoundSeries[]): string {
  const engine = found.filter(({ series }) => series.source === Source.ENGINE);
  const naming = engine.some(({ spelling }) => spelling.naming === SeriesNaming.UNDERSCORE) ? ['naming: SeriesNaming.UNDERSCORE'] : [];
  const histograms = engine.some(({ spelling }) => spelling.histograms === HistogramForm.CLASSIC) ? ['histograms: HistogramForm.CLASSIC'] : [];
  const renamed = engine.filter(({ spelling }) => spelling.style === 'console' || spelling.style === 'former')
    .map(({ series, spelling }) => `'${series.name}': '${spelling.name}'`);
  const names = renamed.length > 0 ? [`seriesNames: { ${renamed.join(', ')} }`] : [];
  return `Right after the App is created: \`new TelemetryDialect({ ${[...naming, ...histograms, ...names].join(', ')} }).applyTo(app)\`, then deploy.`;
}
