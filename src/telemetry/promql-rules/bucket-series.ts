import { metricNames, PromQlQuery, quote } from './query';

/** The series of a histogram are named after how it is stored. */
export function bucketSeries(query: PromQlQuery): string[] {
  const { histograms, histogramSeries } = query.options;
  if (histograms === undefined) {
    return [];
  }
  const expectedFor = histograms === 'NATIVE' ? nativeName : classicName;
  return query.all('VectorSelector').flatMap((selector) => {
    const expected = metricNames(selector).flatMap((name) => expectedFor(name, histogramSeries));
    return expected.map((form) => `histograms are stored as ${histograms.toLowerCase()} histograms: expected ${form}, got: ${quote(selector.text)}`);
  });
}

function nativeName(name: string, histogramSeries: readonly string[]): string[] {
  const [, base, part] = /^(.+)_(bucket|count|sum)$/.exec(name) ?? [];
  if (part === 'bucket') {
    return [`the base name \`${base}\``];
  }
  return part && histogramSeries.includes(base) ? [`\`histogram_${part}\` of a rate of \`${base}\``] : [];
}

function classicName(name: string, histogramSeries: readonly string[]): string[] {
  return histogramSeries.includes(name) ? [`\`${name}_bucket\`, \`${name}_count\` or \`${name}_sum\``] : [];
}
