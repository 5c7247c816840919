import { duration } from '../promql';
import { MAX_RANGE_SECONDS } from '../window';
import { reachOf } from './durations';
import { PromQlNode } from './node';
import { PromQlQuery, quote } from './query';

/** CloudWatch answers for a limited time only, into which everything counts that moves a selector back. */
export function lookback(query: PromQlQuery): string[] {
  return query.all('VectorSelector').flatMap((selector) => {
    const reaching = selector.ancestors.filter((node) => reachOf(node) !== 0);
    const total = reaching.reduce((sum, node) => sum + reachOf(node), 0);
    return total > MAX_RANGE_SECONDS ? [problem(total, reaching[reaching.length - 1])] : [];
  });
}

function problem(total: number, outermost: PromQlNode): string {
  const limit = duration(MAX_RANGE_SECONDS);
  return `ranges, subqueries and offsets must reach back at most ${limit} together: expected ${limit} or less, got ${duration(total)}: ${quote(outermost.text)}`;
}
