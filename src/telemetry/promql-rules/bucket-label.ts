import { Label } from '../labels';
import { PromQlQuery, quote } from './query';

/** Native histograms carry no label for their buckets. */
export function bucketLabel(query: PromQlQuery): string[] {
  return query.options.histograms !== 'NATIVE'
    ? []
    : query.labels
      .filter(({ name }) => name === Label.BUCKET)
      .map(({ place }) => `native histograms have no label \`${Label.BUCKET}\`: expected other labels only, got: ${quote(place.text)}`);
}
