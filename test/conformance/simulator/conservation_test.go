package simulator

import (
	"testing"
	"time"
)

// overloaded has more long answers than the KV caches of qwen hold.
func overloaded(config Config) Config {
	config.Components = append([]Component{}, config.Components...)
	for i := range config.Components {
		config.Components[i].Load = append(Load{}, config.Components[i].Load...)
		config.Components[i].Load = append(config.Components[i].Load, Stream{
			PerSecond: 3, Prompt: Lengths{Median: 300, Spread: 0.3, Min: 100, Max: 1000},
			Answer: Lengths{Median: 1500, Spread: 0.3, Min: 500, Max: 3000},
		})
	}
	return config
}

func TestCountersAgreeWithTheLog(t *testing.T) {
	config := overloaded(world())
	config.Duration = 15 * time.Minute
	trace := mustRun(t, config)
	for _, container := range []string{"c-1", "c-2"} {
		log := trace.Log.of(container)
		began := log.where(func(r Request) bool { return r.FirstToken != NotYet })
		admitted := log.where(func(r Request) bool { return r.Admitted != NotYet })
		finished := log.where(func(r Request) bool { return r.Finished != NotYet })
		counts := func(name string, want int, pairs ...string) {
			t.Helper()
			got := last(only(t, trace, name, append(pairs, LabelContainer, container)...)).Value
			if got != float64(want) {
				t.Errorf("%s of %s: %v; want %d", name, container, got, want)
			}
		}
		counts("vllm:prompt_tokens_total", total(began, func(r Request) int { return r.PromptTokens }))
		counts("vllm:generation_tokens_total", total(log, func(r Request) int { return r.GeneratedTokens }))
		counts("vllm:prefix_cache_queries_total", total(admitted, func(r Request) int { return r.PromptTokens }))
		counts("vllm:prefix_cache_hits_total", total(admitted, func(r Request) int { return r.CachedTokens }))
		preemptions := total(log, func(r Request) int { return r.Preemptions })
		if preemptions == 0 {
			t.Error("no preemption")
		}
		counts("vllm:num_preemptions_total", preemptions)
		counts("http_requests_total", len(finished), "status", "2xx")

		successes := 0.0
		for _, series := range trace.Find("vllm:request_success_total", LabelContainer, container) {
			successes += last(series).Value
		}
		if successes != float64(len(finished)) {
			t.Errorf("%s: %v successes; want %d", container, successes, len(finished))
		}
		histogram := func(name string, count int, sum float64) {
			t.Helper()
			got := last(only(t, trace, name, LabelContainer, container)).Histogram
			if err := got.Validate(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if got.Count != uint64(count) || !close(got.Sum, sum) {
				t.Errorf("%s of %s: %d values, sum %v; want %d, %v", name, container, got.Count, got.Sum, count, sum)
			}
		}
		add := func(log Log, of func(*Request) time.Duration) float64 {
			sum := 0.0
			for _, value := range seconds(log, of) {
				sum += value
			}
			return sum
		}
		histogram("vllm:time_to_first_token_seconds", len(began), add(began, (*Request).TimeToFirstToken))
		histogram("vllm:e2e_request_latency_seconds", len(finished), add(finished, (*Request).ModelLatency))
		histogram("vllm:request_queue_time_seconds", len(finished), add(finished, (*Request).QueueTime))
		between := add(log, func(r *Request) time.Duration {
			if r.GeneratedTokens < 2 {
				return 0
			}
			return r.lastToken - r.FirstToken
		})
		histogram("vllm:inter_token_latency_seconds",
			total(began, func(r Request) int { return r.GeneratedTokens - 1 }), between)
	}
}

// SGLang counts the tokens of a request when it has ended.
func TestSGLangCountersAgreeWithTheLog(t *testing.T) {
	config := overloaded(world())
	config.Duration = 15 * time.Minute
	trace := mustRun(t, config)
	finished := trace.Log.of("c-3").where(func(r Request) bool { return r.Finished != NotYet })
	for name, want := range map[string]int{
		"sglang:prompt_tokens_total":          total(finished, func(r Request) int { return r.PromptTokens }),
		"sglang:generation_tokens_total":      total(finished, func(r Request) int { return r.GeneratedTokens }),
		"sglang:num_requests_total":           len(finished),
		"sglang:num_retracted_requests_total": total(trace.Log.of("c-3"), func(r Request) int { return r.Preemptions }),
		"sglang:num_aborted_requests_total":   0,
	} {
		if got := last(only(t, trace, name, LabelContainer, "c-3")).Value; got != float64(want) {
			t.Errorf("%s: %v; want %d", name, got, want)
		}
	}
}

func close(got, want float64) bool { return got > want*(1-1e-9)-1e-9 && got < want*(1+1e-9)+1e-9 }

func TestEveryRequestIsSomewhere(t *testing.T) {
	config := overloaded(world())
	config.Duration = 15 * time.Minute
	trace := mustRun(t, config)
	for _, container := range []string{"c-1", "c-2"} {
		running := only(t, trace, "vllm:num_requests_running", LabelContainer, container)
		waiting := only(t, trace, "vllm:num_requests_waiting", LabelContainer, container)
		for i, sample := range running.Samples {
			inFlight := len(trace.Log.of(container).where(func(r Request) bool {
				return r.Arrival <= sample.At && (r.Finished == NotYet || r.Finished > sample.At)
			}))
			// What came since the last step began is in no gauge yet.
			since := len(trace.Log.of(container).where(func(r Request) bool {
				return r.Arrival <= sample.At && r.Arrival > sample.At-200*time.Millisecond
			}))
			if shown := int(sample.Value + waiting.Samples[i].Value); shown > inFlight || shown < inFlight-since {
				t.Errorf("%s at %s: %d run or wait; %d are in flight, %d of them new", container, sample.At, shown, inFlight, since)
			}
		}
	}
}

// TestCacheIsNeverOverfull looks at the cache after every step.
func TestCacheIsNeverOverfull(t *testing.T) {
	profile := Llama8BOnH100()
	profile.KVCacheTokens = 20_000
	component := &Component{Name: "c", Engine: VLLM, Profile: profile}
	server := newServer(component, Copy{ContainerID: "c-1"}, &Instance{ID: "i-1"})
	requests := requestsOf(Conversation(6), 5*time.Minute)
	most := 0
	for _, request := range requests {
		for server.engine.stepping && server.engine.stepEnd <= request.Arrival {
			end := server.engine.stepEnd
			server.advance(end)
			held := 0
			for _, running := range server.engine.running {
				held += running.held
				if running.work > 0 && running.lastToken == end && running.GeneratedTokens > 0 {
					t.Fatal("a token comes before its prompt is computed")
				}
			}
			if held != server.engine.used {
				t.Fatalf("requests hold %d tokens; %d are in use", held, server.engine.used)
			}
			most = max(most, server.engine.used)
		}
		server.advance(request.Arrival)
		server.take(request, ErrorBurst{})
	}
	if most > profile.KVCacheTokens || most < profile.KVCacheTokens*9/10 {
		t.Errorf("at most %d tokens in use; want nearly %d", most, profile.KVCacheTokens)
	}
	server.advance(time.Hour)
	if server.engine.used != 0 || server.engine.outstanding() != 0 {
		t.Errorf("%d tokens and %d requests left", server.engine.used, server.engine.outstanding())
	}
	for _, request := range requests {
		if request.Status != Answered {
			t.Fatalf("got %+v", request)
		}
	}
}
