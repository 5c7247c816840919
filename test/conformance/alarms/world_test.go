package alarms

import (
	"math"
	"strings"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// world is what a trace that is published every minute holds, asked without PromQL: what a rule should see is worked out from it.
type world struct{ *simulator.Trace }

// of are labels: a component, a copy, an instance or a zone.
type of []string

var (
	ofQwen = of{simulator.LabelComponent, "qwen"}
	ofZone = of{simulator.LabelComponent, "qwen", simulator.LabelZone, "eu-west-1b"}
)

// held is how old a sample may be: four publish intervals.
const held = 4 * time.Minute

// window is how far apart the first and the last sample are of those that a rate over five minutes takes.
const window = 4 * time.Minute

// most is the largest of the newest samples, or NaN where there is none.
func (w world) most(metric string, at time.Duration, where of) float64 {
	most := math.NaN()
	for _, series := range w.Find(metric, where...) {
		if sample, found := series.At(at); found && at-sample.At < held && !(sample.Value <= most) {
			most = sample.Value
		}
	}
	return most
}

// copies are how many copies have a sample.
func (w world) copies(at time.Duration, where of) int {
	n := 0
	for _, series := range w.Find("vllm:num_requests_running", where...) {
		if sample, found := series.At(at); found && at-sample.At < held {
			n++
		}
	}
	return n
}

// rise is by how much counters rose between the samples of two times.
func (w world) rise(metric string, from, to time.Duration, where of) float64 {
	total := 0.0
	for _, series := range w.Find(metric, where...) {
		first, _ := series.At(from)
		last, _ := series.At(to)
		total += last.Value - first.Value
	}
	return total
}

// firstTokens are how many requests got their first token between the samples of two times, by the upper bounds of their latencies.
func (w world) firstTokens(from, to time.Duration, where of) (bounds, counts []float64) {
	for _, series := range w.Find("vllm:time_to_first_token_seconds", where...) {
		last, _ := series.At(to)
		first, _ := series.At(from)
		if last.Histogram == nil {
			continue
		}
		bounds = append(last.Histogram.CustomValues, math.Inf(1))
		if counts == nil {
			counts = make([]float64, len(bounds))
		}
		inLast, inFirst := int64(0), int64(0)
		for i, delta := range last.Histogram.PositiveBuckets {
			inLast += delta
			if first.Histogram != nil {
				inFirst += first.Histogram.PositiveBuckets[i]
			}
			counts[i] += float64(inLast - inFirst)
		}
	}
	return bounds, counts
}

// latePercent is how many first tokens came after two seconds. Within a bucket they are spread evenly.
func (w world) latePercent(from, to time.Duration, where of) float64 {
	const objective = 2.0
	bounds, counts := w.firstTokens(from, to, where)
	lower, late, all := 0.0, 0.0, 0.0
	for i, count := range counts {
		all += count
		switch {
		case lower >= objective:
			late += count
		case bounds[i] > objective:
			late += count * (bounds[i] - objective) / (bounds[i] - lower)
		}
		lower = bounds[i]
	}
	return 100 * late / all
}

// slowest is the latency that nine of ten first tokens of five minutes stay below.
func (w world) slowest(at time.Duration, where of) float64 {
	bounds, counts := w.firstTokens(at-window, at, where)
	all := 0.0
	for _, count := range counts {
		all += count
	}
	lower, rank := 0.0, 0.9*all
	for i, count := range counts {
		if rank <= count && count > 0 {
			return lower + (bounds[i]-lower)*rank/count
		}
		rank -= count
		lower = bounds[i]
	}
	return math.NaN()
}

// gpuMemory is the share of a GPU's memory that is in use.
func (w world) gpuMemory(at time.Duration, where of) float64 {
	used, free := w.most("DCGM_FI_DEV_FB_USED", at, where), w.most("DCGM_FI_DEV_FB_FREE", at, where)
	return used / (used + free)
}

// lastSample is when the series of a copy end.
func (w world) lastSample(container string) time.Duration {
	last := time.Duration(0)
	for _, series := range w.Find("vllm:num_requests_running", simulator.LabelContainer, container) {
		last = max(last, series.Samples[len(series.Samples)-1].At)
	}
	return last
}

// isCounter tells whether a series only rises.
func isCounter(series simulator.Series) bool {
	return strings.HasSuffix(series.Name(), "_total") || series.Samples[0].Histogram != nil
}
