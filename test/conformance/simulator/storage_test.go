package simulator

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/util/teststorage"

	prometheus "cdk-sagemaker-insights/conformance/prometheus/engine"
)

var start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// ask evaluates a query over a trace.
func ask(t *testing.T, trace *Trace) func(query string, at time.Duration) promql.Vector {
	t.Helper()
	storage := teststorage.New(t)
	if err := trace.Write(t.Context(), storage, start); err != nil {
		t.Fatal(err)
	}
	evaluator := prometheus.New()
	t.Cleanup(func() { _ = evaluator.Close() })
	return func(query string, at time.Duration) promql.Vector {
		t.Helper()
		asked, err := evaluator.NewInstantQuery(t.Context(), storage, nil, query, start.Add(at))
		if err != nil {
			t.Fatal(err)
		}
		defer asked.Close()
		result := asked.Exec(t.Context())
		if result.Err != nil || len(result.Warnings) > 0 {
			t.Fatalf("%s: %v %v", query, result.Err, result.Warnings)
		}
		vector, err := result.Vector()
		if err != nil {
			t.Fatal(err)
		}
		return slices.Clone(vector)
	}
}

// TestQuantilesAgreeWithTheLog compares what PromQL finds in the histograms with the log, within a bucket.
func TestQuantilesAgreeWithTheLog(t *testing.T) {
	trace := mustRun(t, world())
	query := ask(t, trace)
	const window, end = 40 * time.Minute, 50 * time.Minute
	within := func(at func(Request) time.Duration) Log {
		return trace.Log.of("c-1").where(func(r Request) bool { return at(r) > end-window && at(r) <= end })
	}
	began := within(func(r Request) time.Duration { return r.FirstToken })
	finished := within(func(r Request) time.Duration { return r.Finished })
	for _, check := range []struct {
		series string
		bounds []float64
		values []float64
	}{
		{"vllm:time_to_first_token_seconds", vllmFirstTokenBounds, seconds(began, (*Request).TimeToFirstToken)},
		{"vllm:e2e_request_latency_seconds", vllmRequestBounds, seconds(finished, (*Request).ModelLatency)},
		{"vllm:request_queue_time_seconds", vllmRequestBounds, seconds(finished, (*Request).QueueTime)},
	} {
		for _, q := range []float64{0.5, 0.9, 0.99} {
			// Prometheus extrapolates a window that has not its own samples at both ends; here it has.
			vector := query(fmt.Sprintf("histogram_quantile(%v, increase(%s{%q=\"c-1\"}[%ds]))",
				q, check.series, LabelContainer, int(window.Seconds())+1), end)
			if len(vector) != 1 {
				t.Fatalf("%s: %v", check.series, vector)
			}
			want := quantile(q, check.values)
			if bucketOf(check.bounds, vector[0].F) != bucketOf(check.bounds, want) {
				t.Errorf("%s: quantile %v is %v; the log says %v", check.series, q, vector[0].F, want)
			}
		}
	}
	rate := query(`sum by ("`+LabelComponent+`") (rate(vllm:prompt_tokens_total[5m]))`, 30*time.Minute)
	if len(rate) != 1 || rate[0].Metric.Get(LabelComponent) != "qwen" || rate[0].F < 1200 || rate[0].F > 2300 {
		t.Errorf("prompt tokens per second: %v", rate)
	}
}

func bucketOf(bounds []float64, value float64) int {
	bucket, _ := slices.BinarySearch(bounds, value)
	return bucket
}

// TestSeriesEndWithoutStaleMarkers looks for the last value of a series that has ended.
func TestSeriesEndWithoutStaleMarkers(t *testing.T) {
	config := shortWorld(ZoneLost{at(Extent{Zone: "b"})})
	query := ask(t, mustRun(t, config))
	const found = `node_memory_MemTotal_bytes{"` + LabelZone + `"="b"}`
	lastSample := faultFrom - time.Minute
	if got := query(found, lastSample+prometheus.Lookback-time.Second); len(got) != 1 {
		t.Errorf("within the lookback: %v", got)
	}
	if got := query(found, lastSample+prometheus.Lookback+time.Second); len(got) != 0 {
		t.Errorf("after the lookback: %v", got)
	}
}

func TestLongTracesCanBeWritten(t *testing.T) {
	config := world()
	config.Duration = 26 * time.Hour
	config.PublishInterval = 5 * time.Minute
	for i := range config.Components {
		config.Components[i].Load = Load{Conversation(0.01)}
	}
	query := ask(t, mustRun(t, config))
	if got := query(`increase(vllm:generation_tokens_total[1d])`, 26*time.Hour); len(got) != 2 || got[0].F == 0 {
		t.Errorf("tokens of a day: %v", got)
	}
}
