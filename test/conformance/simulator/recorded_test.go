package simulator

import (
	"slices"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/live/load"
	"cdk-sagemaker-insights/conformance/live/recording"
)

const recordedRun = "../live/testdata/recorded-run.json.zst"

// TestSimulatorResemblesARecordedRun gives the requests of a recorded run of vLLM, a tiny model on a processor with room for
// 8 requests and 31 blocks of 32 tokens, to an engine whose speed is taken from the unhurried part of the run. What
// happens in the burst, when cache and batch are full, is compared.
func TestSimulatorResemblesARecordedRun(t *testing.T) {
	done, err := recording.Load(recordedRun)
	if err != nil {
		t.Fatal(err)
	}
	streamed, burst := done.Phases[0].Outcomes, done.Phases[1].Outcomes
	component := &Component{Name: "c", Engine: VLLM, Profile: profileOf(streamed)}
	server := newServer(component, Copy{ContainerID: "c-1"}, &Instance{ID: "i-1"})
	first := burst[0].Start
	var requests []*Request
	for _, outcome := range burst {
		requests = append(requests, &Request{
			Arrival: outcome.Start.Sub(first), PromptTokens: outcome.PromptTokens, CachedTokens: outcome.CachedTokens,
			AnswerTokens: outcome.OutputTokens, Admitted: NotYet, FirstToken: NotYet, Finished: NotYet,
		})
	}
	slices.SortStableFunc(requests, func(left, right *Request) int { return int(left.Arrival - right.Arrival) })
	var simulated Log
	for _, request := range requests {
		server.advance(request.Arrival)
		server.take(request, ErrorBurst{})
	}
	server.advance(time.Hour)
	for _, request := range requests {
		simulated = append(simulated, *request)
	}

	resembles := func(what string, got, want, factor float64) {
		t.Helper()
		t.Logf("%s: simulated %.3f, recorded %.3f", what, got, want)
		if got < want/factor || got > want*factor {
			t.Errorf("%s: %v; the recorded run has %v", what, got, want)
		}
	}
	firstTokens, latencies := burst.TimesToFirstToken(), burst.Latencies()
	for _, q := range []float64{0.25, 0.5, 0.9} {
		resembles("time to first token", quantile(q, seconds(simulated, (*Request).TimeToFirstToken)), load.Quantile(q, firstTokens), 2)
		resembles("latency", quantile(q, seconds(simulated, (*Request).ModelLatency)), load.Quantile(q, latencies), 2)
	}
	preemptions := total(simulated, func(r Request) int { return r.Preemptions })
	resembles("preemptions", float64(preemptions), recordedPreemptions(t, done), 3)
}

// profileOf takes the speed of an engine from requests that were not in each other's way.
func profileOf(outcomes load.Outcomes) Profile {
	duration := func(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
	step := duration(load.Quantile(0.5, outcomes.InterTokenLatencies()))
	return Profile{
		PrefillOverhead: duration(load.Quantile(0.1, outcomes.TimesToFirstToken())),
		PrefillSlice:    10 * step, InterTokenLatency: step, InterTokenSlope: step / 8,
		KVCacheTokens: 31 * 32, MaxBatch: 8, GPUs: 1,
	}
}

// recordedPreemptions is how many there were in the burst.
func recordedPreemptions(t *testing.T, done *recording.Recording) float64 {
	t.Helper()
	at := func(scrapes int) float64 {
		families, err := done.Scrapes[scrapes-1].Families()
		if err != nil {
			t.Fatal(err)
		}
		return families["vllm:num_preemptions_total"].GetMetric()[0].GetCounter().GetValue()
	}
	return at(done.Phases[1].Scrapes) - at(done.Phases[0].Scrapes)
}
