package scenario

import (
	"fmt"
	"slices"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/util/convertnhcb"
)

// seriesParser reads what promqltest reads.
var seriesParser = parser.NewParser(parser.Options{})

// seriesSet holds the labels of the loaded series.
type seriesSet []labels.Labels

// add takes the series of a line below load. When promqltest also makes native histograms of classic
// ones, the series under the base name counts too.
func (s *seriesSet) add(line string, withNativeHistograms bool) error {
	series, _, err := seriesParser.ParseSeriesDesc(line)
	if err != nil {
		return fmt.Errorf("series: %w", err)
	}
	*s = append(*s, series)

	suffix, base := convertnhcb.GetHistogramMetricBaseName(series.Get(model.MetricNameLabel))
	if withNativeHistograms && suffix != convertnhcb.SuffixNone {
		*s = append(*s, convertnhcb.GetHistogramMetricBase(series, base))
	}
	return nil
}

// matchedBySelectorsOf returns how many series the selector that matches most of them matches.
func (s seriesSet) matchedBySelectorsOf(expression parser.Expr) int {
	most := 0
	for _, selector := range parser.ExtractSelectors(expression) {
		most = max(most, s.matchedBy(selector))
	}
	return most
}

// matchedBy counts the series that a selector matches. Several blocks may load one series, and the
// buckets of a classic histogram differ in their bounds only: each counts once.
func (s seriesSet) matchedBy(selector []*labels.Matcher) int {
	matched := map[uint64]bool{}
	for _, series := range s {
		if matches(selector, series) {
			hash, _ := series.HashWithoutLabels(nil, model.BucketLabel)
			matched[hash] = true
		}
	}
	return len(matched)
}

func matches(selector []*labels.Matcher, series labels.Labels) bool {
	return !slices.ContainsFunc(selector, func(matcher *labels.Matcher) bool {
		return !matcher.Matches(series.Get(matcher.Name))
	})
}
