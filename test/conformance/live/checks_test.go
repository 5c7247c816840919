package live

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/prometheus/common/model"

	"cdk-sagemaker-insights/conformance/live/engine"
	"cdk-sagemaker-insights/conformance/live/load"
)

// tolerance is what floating-point arithmetic may lose, as a share.
const tolerance = 1e-9

// check compares a query with what the client knows, at the end of some phases.
type check struct {
	query  string
	phases []string
	holds  func(ctx context.Context, t *testing.T, v view, query string)
}

var (
	everyPhase = []string{streamed, burst, whole, adapter, aborted, abandoned}
	// Of a request that it gave up the client knows neither the tokens nor the latency.
	answered = []string{streamed, burst, whole, adapter, aborted}
	// A client sees the tokens of streamed answers only.
	seenByToken = []string{streamed, burst}
	// Gauges are compared at every scrape of the run.
	atLast = []string{abandoned}
)

// objective is the one of the queries for a share.
const objective = 500 * time.Millisecond

var checks = []check{
	// vLLM counts no request that its client gave up, neither as aborted nor at all (vllm issue 31503).
	{"request-rate", everyPhase, adds(load.Outcomes.Answered)},
	{"engine-abort-ratio", everyPhase, isShare(load.Outcomes.Aborted, load.Outcomes.Answered)},
	{"engine-error-ratio", everyPhase, isShare(noRequests, load.Outcomes.Answered)},

	{"input-tokens", everyPhase, adds(load.Outcomes.PromptTokens)},
	{"output-tokens", answered, adds(load.Outcomes.OutputTokens)},
	{"total-tokens", answered, adds(func(o load.Outcomes) int { return o.PromptTokens() + o.OutputTokens() })},
	{"tokens-share-of-peak", everyPhase, relatesToPeak("total-tokens")},
	{"prefix-cache-hit-rate", answered, isShare(load.Outcomes.CachedTokens, load.Outcomes.PromptTokens)},

	{"time-to-first-token/quantile=0.5", seenByToken, timeToFirstToken.quantile(0.5)},
	{"time-to-first-token/quantile=0.9", seenByToken, timeToFirstToken.quantile(0.9)},
	{"time-to-first-token/quantile=0.99", seenByToken, timeToFirstToken.quantile(0.99)},
	{"time-to-first-token/within=500ms", seenByToken, timeToFirstToken.within(objective)},
	{"inter-token-latency/quantile=0.5", seenByToken, interTokenLatency.quantile(0.5)},
	{"inter-token-latency/quantile=0.9", seenByToken, interTokenLatency.quantile(0.9)},
	{"inter-token-latency/quantile=0.99", seenByToken, interTokenLatency.quantile(0.99)},
	{"inter-token-latency/within=500ms", seenByToken, interTokenLatency.within(objective)},
	{"end-to-end-latency/quantile=0.5", answered, endToEndLatency.quantile(0.5)},
	{"end-to-end-latency/quantile=0.9", answered, endToEndLatency.quantile(0.9)},
	{"end-to-end-latency/quantile=0.99", answered, endToEndLatency.quantile(0.99)},
	{"end-to-end-latency/within=500ms", answered, endToEndLatency.within(objective)},
	{"queue-time/quantile=0.5", seenByToken, queueTime.quantile(0.5)},
	{"queue-time/quantile=0.9", seenByToken, queueTime.quantile(0.9)},
	{"queue-time/quantile=0.99", seenByToken, queueTime.quantile(0.99)},
	{"queue-time/within=500ms", seenByToken, queueTime.within(objective)},

	{"engine-presence", everyPhase, is(1)},
	{"running-requests", atLast, peaksBetween(2, engine.MaxConcurrentRequests)},
	{"waiting-requests", atLast, addsUpToRequestsInFlight("running-requests")},
	{"waiting-for-capacity", atLast, addsUpToRequestsInFlight("running-requests")},
	{"kv-cache-utilization", atLast, followsTokensInFlight},
	{"preemptions", answered, countsPreemptions},
	{"adapters-in-use", atLast, namesAdapterInFlight},
}

// is checks a number that no load changes.
func is(want float64) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		expectEqual(t, v.value(ctx, t, query), want)
	}
}

// noRequests: the load generator fails when a request does.
func noRequests(load.Outcomes) int { return 0 }

// adds checks a rate: over a window that begins before the first request, rate times window is the
// number of all, exactly, because the counter began at zero and the window ends with a scrape.
func adds(count func(load.Outcomes) int) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		expectEqual(t, v.value(ctx, t, query)*v.queries.window.Seconds(), float64(count(v.outcomes)))
	}
}

// isShare checks a percentage of two numbers that the client knows exactly.
func isShare(part, all func(load.Outcomes) int) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		expectEqual(t, v.value(ctx, t, query), 100*float64(part(v.outcomes))/float64(all(v.outcomes)))
	}
}

func expectEqual(t *testing.T, got, want float64) {
	t.Helper()
	t.Logf("Prometheus %.6f, client %.6f", got, want)
	if math.Abs(got-want) > want*tolerance {
		t.Errorf("Prometheus has %v; want %v", got, want)
	}
}

// relatesToPeak checks the percentage of a rate of which it is the share. The peak is looked for at
// whole multiples of the window, of which a short run may have none: so time goes on until there is one.
func relatesToPeak(rate string) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		window := v.queries.window
		step := v.end().Truncate(window)
		peak := 0.0
		for _, at := range []time.Time{step, step.Add(window)} {
			for _, sample := range v.vectorAt(ctx, t, rate, at) {
				peak = max(peak, float64(sample.Value))
			}
		}
		now := v.valueAt(ctx, t, rate, step.Add(window))
		expectEqual(t, v.valueAt(ctx, t, query, step.Add(window)), 100*now/peak)
	}
}

// addsUpToRequestsInFlight checks, at every scrape, a gauge together with another one.
func addsUpToRequestsInFlight(other string) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		peak := 0.0
		for i, scrape := range v.scrapes {
			value := v.valueAt(ctx, t, query, v.times[i])
			peak = max(peak, value)
			got := value + v.valueAt(ctx, t, other, v.times[i])
			least, most := v.outcomes.InFlight(scrape.At.Add(-v.slack.skew), scrape.At.Add(v.slack.skew))
			if got < float64(least) || got > float64(most) {
				t.Errorf("scrape %d: Prometheus has %v requests; the client has %d to %d", i, got, least, most)
			}
		}
		t.Logf("peak %v", peak)
		if peak == 0 {
			t.Error("is always 0")
		}
	}
}

// peaksBetween checks that a gauge's highest value shows that the load was felt, and is possible.
func peaksBetween(least, most float64) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		peak := 0.0
		for _, at := range v.times {
			peak = max(peak, v.valueAt(ctx, t, query, at))
		}
		t.Logf("peak %v", peak)
		if peak < least || peak > most {
			t.Errorf("peaks at %v; want %v to %v", peak, least, most)
		}
	}
}

// followsTokensInFlight checks, at every scrape, the percentage of the cache's blocks in use against the
// tokens of the requests in flight.
func followsTokensInFlight(ctx context.Context, t *testing.T, v view, query string) {
	const blockPercent = 100.0 / engine.CacheBlocks
	peak := 0.0
	for i, scrape := range v.scrapes {
		got := v.valueAt(ctx, t, query, v.times[i])
		peak = max(peak, got)
		least, most := blocksInFlight(v.outcomes, scrape.At.Add(-v.slack.skew), scrape.At.Add(v.slack.skew))
		if got < float64(least)*blockPercent*(1-tolerance) || got > float64(most)*blockPercent*(1+tolerance) {
			t.Errorf("scrape %d: Prometheus has %.2f %%; the client has %.2f to %.2f %%",
				i, got, float64(least)*blockPercent, float64(most)*blockPercent)
		}
	}
	t.Logf("peak %.2f %%", peak)
	if peak < 90 {
		t.Errorf("peaks at %v %%; the burst fills the cache", peak)
	}
}

// blocksInFlight returns how many blocks of the cache requests need in an interval, at the least and at
// the most. While some may have to wait, they may need none.
func blocksInFlight(outcomes load.Outcomes, from, to time.Time) (least, most int) {
	requests := 0
	for _, outcome := range outcomes {
		if outcome.Start.After(to) || outcome.End.Before(from) {
			continue
		}
		requests++
		all := outcome.PromptTokens + outcome.OutputTokens
		most += (all + engine.CacheBlockSize - 1) / engine.CacheBlockSize
		if !outcome.Start.After(from) && !outcome.End.Before(to) {
			// The first block may be that of another request that begins alike.
			least += outcome.PromptTokens/engine.CacheBlockSize - 1
		}
	}
	if most > engine.CacheBlocks || requests > engine.MaxConcurrentRequests {
		return 0, min(most, engine.CacheBlocks)
	}
	return least, most
}

// countsPreemptions checks a count that no client can know against the one that the engine keeps by
// request, in another series, when no request is in flight.
func countsPreemptions(ctx context.Context, t *testing.T, v view, query string) {
	families, err := v.scrapes[len(v.scrapes)-1].Families()
	if err != nil {
		t.Fatal(err)
	}
	perRequest := families["vllm:request_num_preemptions"].GetMetric()
	if len(perRequest) != 1 {
		t.Fatalf("the engine has %d series of preemptions by request; want 1", len(perRequest))
	}
	want := perRequest[0].GetHistogram().GetSampleSum()
	expectEqual(t, v.value(ctx, t, query)*v.queries.window.Seconds(), want)
}

// namesAdapterInFlight checks, at every scrape, that there is a row for an adapter while requests with
// it are in flight, and none before.
func namesAdapterInFlight(ctx context.Context, t *testing.T, v view, query string) {
	withAdapter := v.outcomes.WithAdapter(engine.AdapterName)
	shown := 0
	for i, scrape := range v.scrapes {
		rows := v.vectorAt(ctx, t, query, v.times[i])
		least, _ := withAdapter.InFlight(scrape.At.Add(-v.slack.skew), scrape.At.Add(v.slack.skew))
		switch {
		case least > 0:
			shown++
			if len(rows) != 1 || rows[0].Value != 1 || rows[0].Metric["running_lora_adapters"] != engine.AdapterName {
				t.Errorf("scrape %d: got %v; want 1 for %s", i, rows, engine.AdapterName)
			}
		case scrape.At.Before(withAdapter[0].Start) && len(rows) > 0:
			t.Errorf("scrape %d: got %v before the first request with an adapter", i, rows)
		}
	}
	t.Logf("in flight at %d scrapes", shown)
	if shown == 0 {
		t.Error("no scrape has seen the adapter in use")
	}
}

// latency is what the client measures of a histogram of the engine.
type latency struct {
	series   string
	measured func(load.Outcomes) []float64
	// longer is by how much the client's figure may exceed the engine's.
	longer func(slack) time.Duration
}

var (
	timeToFirstToken  = latency{"vllm:time_to_first_token_seconds", load.Outcomes.TimesToFirstToken, slack.ofTransport}
	interTokenLatency = latency{"vllm:inter_token_latency_seconds", load.Outcomes.InterTokenLatencies, slack.ofTransport}
	endToEndLatency   = latency{"vllm:e2e_request_latency_seconds", load.Outcomes.Latencies, slack.ofTransport}
	// A request that leaves the queue has its first token soon, because prompts are short.
	queueTime = latency{"vllm:request_queue_time_seconds", load.Outcomes.TimesToFirstToken, slack.ofTransportAndPrefill}
)

func (s slack) ofTransport() time.Duration           { return s.transport }
func (s slack) ofTransportAndPrefill() time.Duration { return s.transport + s.prefill }

// quantile checks a quantile as far as a histogram knows it: the engine's own value lies in the same
// bucket.
func (l latency) quantile(q float64) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		got := v.value(ctx, t, query)
		want := load.Quantile(q, l.measured(v.outcomes))
		lowest, highest := around(got, v.buckets(ctx, t, l.series))
		t.Logf("Prometheus %.4f s, in the bucket from %v to %v s, client %.4f s", got, lowest, highest, want)
		if most := highest + l.longer(v.slack).Seconds(); want <= lowest || want > most {
			t.Errorf("the client measures %v s; want %v to %v s", want, lowest, most)
		}
	}
}

// around returns the bounds of the bucket that a quantile lies in. When it is the bucket's lower bound,
// exactly as many values as asked for lie below, so the true quantile may as well be in the bucket
// before, and buckets that hold nothing may be in between.
func around(quantile float64, buckets model.HistogramBuckets) (lowest, highest float64) {
	lowest, highest = math.Inf(1), math.Inf(-1)
	for i, bucket := range buckets {
		lower, upper := float64(bucket.Lower), float64(bucket.Upper)
		if quantile < lower*(1-tolerance) || quantile > upper*(1+tolerance) {
			continue
		}
		if i > 0 && quantile <= lower*(1+tolerance) {
			lower = float64(buckets[i-1].Lower)
		}
		lowest, highest = min(lowest, lower), max(highest, upper)
	}
	return lowest, highest
}

// within checks the percentage of requests within an objective that is a bucket's bound. What the client
// finds too slow may have been just within for the engine, not the other way round.
func (l latency) within(objective time.Duration) func(context.Context, *testing.T, view, string) {
	return func(ctx context.Context, t *testing.T, v view, query string) {
		got := v.value(ctx, t, query)
		values := l.measured(v.outcomes)
		least, most := percentWithin(objective, values), percentWithin(objective+l.longer(v.slack), values)
		t.Logf("Prometheus %.2f %%, client between %.2f and %.2f %%", got, least, most)
		if got < least*(1-tolerance) || got > most*(1+tolerance) {
			t.Errorf("Prometheus has %v %%; want %v to %v %%", got, least, most)
		}
	}
}

func percentWithin(limit time.Duration, values []float64) float64 {
	count := 0
	for _, value := range values {
		if value <= limit.Seconds() {
			count++
		}
	}
	return 100 * float64(count) / float64(len(values))
}
