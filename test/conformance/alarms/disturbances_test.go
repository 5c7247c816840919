package alarms

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/histogram"

	"cdk-sagemaker-insights/conformance/simulator"
)

// disturbance is what telemetry suffers at a time, whatever else is wrong.
type disturbance struct {
	name string
	of   func(series simulator.Series, at, every time.Duration) simulator.Series
}

var disturbances = []disturbance{
	{"two samples missing", withoutTwoSamples},
	{"counters that begin at zero again", withReset},
}

// TestDisturbances has samples missing and counters reset, of everything at once, in the middle of what is pending and of what is in
// ALARM: each rule and cause goes into ALARM and stays there as it would without.
func TestDisturbances(t *testing.T) {
	for _, every := range frequencies {
		for _, one := range minutes {
			if isDifferent(one, every) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%s", every, one.rule), func(t *testing.T) {
				parallel(t)
				named := traceNamed(t, one.trace, every)
				ran := simulateOnce(t, named)
				r := ruleNamed(t, loadRules(t, one.trace, every), one.rule)
				firings := func(trace *simulator.Trace) []Firing {
					return newReplay(t, trace, named.Config.Duration).firings(r)[one.contributor]
				}
				whole := firings(ran)
				if len(whole) == 0 {
					t.Fatal("never in ALARM")
				}
				stays := func(got, whole Firing) bool { return r.schedule().stays(got, whole, every) }
				for _, d := range disturbances {
					for _, at := range middles(whole[0], r.schedule()) {
						if got := firings(disturbed(ran, d, at, every)); !slices.EqualFunc(got, whole, stays) {
							t.Errorf("%s at %s: in ALARM %v, want %v", d.name, at, got, whole)
						}
					}
				}
			})
		}
	}
}

// isDifferent tells whether a publish interval keeps an alarm quiet.
func isDifferent(one timing, every time.Duration) bool {
	return slices.ContainsFunc(differences, func(d difference) bool {
		return d.every == every && d.trace == one.trace && d.rule == one.rule
	})
}

// stays tells whether an alarm is in ALARM as long. It comes back later where the samples are missing that are well again, and one
// evaluation sooner or later where a rate is about to: it takes a counter that began at zero for one that did not exist before.
func (s Schedule) stays(got, whole Firing, every time.Duration) bool {
	return got.From == whole.From && got.Until >= whole.Until-s.Evaluation && got.Until <= whole.Until+2*every+s.Evaluation
}

// middles are half a minute after the middle of what is pending and of what breaches in ALARM.
func middles(f Firing, s Schedule) []time.Duration {
	middle := func(from, until time.Duration) time.Duration {
		return (from + (until-from)/2).Truncate(time.Minute) + 30*time.Second
	}
	found := []time.Duration{middle(f.From, f.Until-s.Recovery)}
	if s.Pending > 0 {
		found = append(found, middle(f.From-s.Pending, f.From))
	}
	return found
}

func disturbed(trace *simulator.Trace, d disturbance, at, every time.Duration) *simulator.Trace {
	changed := *trace
	changed.Series = nil
	for _, series := range trace.Series {
		if len(series.Samples) > 0 && isScraped(series) {
			series = d.of(series, at, every)
		}
		if len(series.Samples) > 0 {
			changed.Series = append(changed.Series, series)
		}
	}
	return &changed
}

// isScraped tells whether a series has samples as often as metrics are published: events have one when they happen.
func isScraped(series simulator.Series) bool {
	events := []string{"e2e_duration", "ice_count", "model_download_time", "gpu_load_time", "container_start_time"}
	return !slices.Contains(events, series.Name())
}

func withoutTwoSamples(series simulator.Series, at, every time.Duration) simulator.Series {
	series.Samples = slices.DeleteFunc(slices.Clone(series.Samples), func(sample simulator.Sample) bool {
		return sample.At > at && sample.At <= at+2*every
	})
	return series
}

func withReset(series simulator.Series, at, _ time.Duration) simulator.Series {
	before, found := series.At(at)
	if !found || !isCounter(series) {
		return series
	}
	series.Samples = slices.Clone(series.Samples)
	for i, sample := range series.Samples {
		if sample.At > at {
			if isLess(sample, before) {
				// It begins at zero again by itself.
				break
			}
			series.Samples[i] = since(sample, before)
		}
	}
	return series
}

func isLess(sample, before simulator.Sample) bool {
	return sample.Value < before.Value || sample.Histogram != nil && sample.Histogram.Count < before.Histogram.Count
}

// since is by how much a counter rose.
func since(sample, before simulator.Sample) simulator.Sample {
	sample.Value -= before.Value
	if sample.Histogram != nil {
		sample.Histogram = histogramSince(sample.Histogram, before.Histogram)
	}
	return sample
}

// histogramSince has the same buckets as both.
func histogramSince(now, before *histogram.Histogram) *histogram.Histogram {
	rest := now.Copy()
	rest.Count -= before.Count
	rest.Sum -= before.Sum
	for i := range rest.PositiveBuckets {
		rest.PositiveBuckets[i] -= before.PositiveBuckets[i]
	}
	return rest
}
