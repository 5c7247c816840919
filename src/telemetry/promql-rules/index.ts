import { bucketLabel } from './bucket-label';
import { bucketSeries } from './bucket-series';
import { callArguments } from './call-arguments';
import { durations } from './durations';
import { exactMetricName } from './exact-metric-name';
import { histogramAsNumber } from './histogram-as-number';
import { labelSpelling } from './label-spelling';
import { lookback } from './lookback';
import { modifiers } from './modifiers';
import { nesting } from './nesting';
import { operands } from './operands';
import { PromQlRule } from './query';
import { rangeLength } from './range-length';
import { result } from './result';
import { size } from './size';
import { strings } from './strings';
import { syntax } from './syntax';

/** All rules. Those of a group rely on what the groups before it have found right. */
export const PROMQL_RULES: ReadonlyArray<readonly PromQlRule[]> = [
  [size],
  [nesting],
  [strings],
  [syntax],
  [
    exactMetricName, labelSpelling, bucketSeries, bucketLabel,
    callArguments, operands, modifiers, result,
    histogramAsNumber,
    durations, rangeLength, lookback,
  ],
];
