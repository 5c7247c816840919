package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/labels"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// The labels by which CloudWatch says what a series is. Their values are OpenTelemetry's words: CloudWatch documents the
// labels and no list of values.
const (
	labelType        = "__type__"
	labelTemporality = "__temporality__"
)

// staleFor is how long ago the stale endpoint stopped to report.
const staleFor = 40 * time.Minute

// variant is what becomes of the series of a healthy endpoint under another name.
type variant struct {
	endpoint string
	// change returns the series as they arrive: none, one or, of a histogram, several.
	change func(simulator.Series) []simulator.Series
}

// variants are the endpoints that the API knows. An endpoint that is not here has no series at all.
func variants() []variant {
	return []variant{
		{"chat-well", asIs},
		{"chat-underscored", underscored},
		{"chat-console", console},
		{"chat-silent", withoutEngines},
		{"chat-sglang", only(traces.Qwen)},
		{"chat-triton", withoutEngines},
		{"chat-lmi", withoutEngines},
		{"chat-stale", stale},
		{"chat-delta", delta},
		{"chat-misspelled", asIs},
		{"chat-idle", idle},
	}
}

// series are those of all variants, with the kinds that CloudWatch adds.
func series(trace *simulator.Trace) []simulator.Series {
	var all []simulator.Series
	for _, variant := range variants() {
		for _, one := range trace.Series {
			for _, changed := range variant.change(one) {
				all = append(all, withKind(relabelled(changed, simulator.LabelEndpoint, variant.endpoint)))
			}
		}
	}
	return all
}

func asIs(s simulator.Series) []simulator.Series { return []simulator.Series{s} }

func isOfEngine(s simulator.Series) bool {
	return strings.Contains(s.Name(), ":") || strings.HasPrefix(s.Name(), "http_")
}

func withoutEngines(s simulator.Series) []simulator.Series {
	if isOfEngine(s) {
		return nil
	}
	return asIs(s)
}

// only has the engine of one component report.
func only(component string) func(simulator.Series) []simulator.Series {
	return func(s simulator.Series) []simulator.Series {
		if isOfEngine(s) && s.Labels.Get(simulator.LabelComponent) != component {
			return nil
		}
		return asIs(s)
	}
}

// underscored has no colons, and buckets in the place of histograms.
func underscored(s simulator.Series) []simulator.Series {
	name := strings.ReplaceAll(s.Name(), ":", "_")
	if s.Samples[0].Histogram == nil {
		return asIs(renamed(s, name))
	}
	return buckets(renamed(s, name+"_bucket"))
}

// buckets are the classic series of a histogram whose counts are the same everywhere: what matters here is that they exist.
func buckets(s simulator.Series) []simulator.Series {
	bounds := s.Samples[0].Histogram.CustomValues
	all := make([]simulator.Series, 0, len(bounds)+1)
	for i := range len(bounds) + 1 {
		bound := "+Inf"
		if i < len(bounds) {
			bound = fmt.Sprint(bounds[i])
		}
		one := relabelled(s, "le", bound)
		one.Samples = nil
		for _, sample := range s.Samples {
			count := 0.0
			iterator := sample.Histogram.ToFloat(nil).PositiveBucketIterator()
			for iterator.Next() {
				if bucket := iterator.At(); i == len(bounds) || bucket.Upper <= bounds[i] {
					count += bucket.Count
				}
			}
			one.Samples = append(one.Samples, simulator.Sample{At: sample.At, Value: count})
		}
		all = append(all, one)
	}
	return all
}

// console has the few names that a public script asks for, with the KV cache in percent.
func console(s simulator.Series) []simulator.Series {
	names := map[string]string{
		"vllm:kv_cache_usage_perc": "KVCacheUtilization", "vllm:num_requests_waiting": "QueueDepth",
		"vllm:num_requests_running": "BatchSize", "vllm:time_to_first_token_seconds": "TTFT",
	}
	name, known := names[s.Name()]
	if !known {
		return withoutEngines(s)
	}
	changed := renamed(s, name)
	if s.Name() == "vllm:kv_cache_usage_perc" {
		changed.Samples = slices.Clone(s.Samples)
		for i := range changed.Samples {
			changed.Samples[i].Value *= 100
		}
	}
	return asIs(changed)
}

func stale(s simulator.Series) []simulator.Series {
	end := slices.IndexFunc(s.Samples, func(sample simulator.Sample) bool { return sample.At > past-staleFor })
	if end == 0 {
		return nil
	}
	if end > 0 {
		s.Samples = s.Samples[:end]
	}
	return asIs(s)
}

// delta calls histograms deltas: what happened since the sample before.
func delta(s simulator.Series) []simulator.Series {
	if isOfEngine(s) && s.Samples[0].Histogram != nil {
		return asIs(relabelled(s, labelTemporality, "delta"))
	}
	return asIs(s)
}

// idle has never had a request and caches no prefixes: of the engine's series only levels are there.
func idle(s simulator.Series) []simulator.Series {
	levels := []string{"vllm:kv_cache_usage_perc", "vllm:num_requests_running", "vllm:num_requests_waiting"}
	if isOfEngine(s) && !slices.Contains(levels, s.Name()) {
		return nil
	}
	return asIs(s)
}

func renamed(s simulator.Series, name string) simulator.Series {
	return relabelled(s, labels.MetricName, name)
}

func relabelled(s simulator.Series, name, value string) simulator.Series {
	s.Labels = labels.NewBuilder(s.Labels).Set(name, value).Labels()
	return s
}

// withKind says what a series is, where nothing does so yet.
func withKind(s simulator.Series) simulator.Series {
	kind, temporality := "gauge", ""
	switch {
	case s.Samples[0].Histogram != nil:
		kind, temporality = "histogram", "cumulative"
	case strings.HasSuffix(s.Name(), "_total"), strings.HasSuffix(s.Name(), "_bucket"):
		kind, temporality = "sum", "cumulative"
	}
	builder := labels.NewBuilder(s.Labels).Set(labelType, kind)
	if temporality != "" && s.Labels.Get(labelTemporality) == "" {
		builder.Set(labelTemporality, temporality)
	}
	s.Labels = builder.Labels()
	return s
}
