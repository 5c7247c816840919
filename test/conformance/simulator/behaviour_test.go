package simulator

import (
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
)

func samples(t *testing.T, trace *Trace, from time.Duration, name string, pairs ...string) []float64 {
	t.Helper()
	var values []float64
	for _, sample := range only(t, trace, name, pairs...).Samples {
		if sample.At >= from {
			values = append(values, sample.Value)
		}
	}
	return values
}

func share(values []float64, met func(float64) bool) float64 {
	count := 0
	for _, value := range values {
		if met(value) {
			count++
		}
	}
	return float64(count) / float64(len(values))
}

func TestHealthyHour(t *testing.T) {
	trace := mustRun(t, world())
	for _, container := range []string{"c-1", "c-2"} {
		usage := samples(t, trace, 0, "vllm:kv_cache_usage_perc", LabelContainer, container)
		if most := quantile(1, usage); most > 0.6 {
			t.Errorf("%s: the KV cache is %v full", container, most)
		}
		waiting := samples(t, trace, 0, "vllm:num_requests_waiting", LabelContainer, container)
		if most := quantile(1, waiting); most > 3 || share(waiting, func(v float64) bool { return v == 0 }) < 0.9 {
			t.Errorf("%s: up to %v requests wait", container, most)
		}
		if preemptions := quantile(1, samples(t, trace, 0, "vllm:num_preemptions_total", LabelContainer, container)); preemptions > 0 {
			t.Errorf("%s: %v preemptions", container, preemptions)
		}
		began := trace.Log.of(container).where(func(r Request) bool { return r.FirstToken != NotYet })
		if p99 := quantile(0.99, seconds(began, (*Request).TimeToFirstToken)); p99 > 2 {
			t.Errorf("%s: P99 of the time to the first token is %v s", container, p99)
		}
		if got, want := len(trace.Log.of(container)), 2250.0; !near(got, want) {
			t.Errorf("%s: %d requests; want about %v", container, got, want)
		}
	}
}

func TestOverloadFillsTheCache(t *testing.T) {
	config := overloaded(world())
	config.Duration = 30 * time.Minute
	trace := mustRun(t, config)
	const loaded = 10 * time.Minute
	for _, series := range []struct{ container, usage, waiting, preemptions string }{
		{"c-1", "vllm:kv_cache_usage_perc", "vllm:num_requests_waiting", "vllm:num_preemptions_total"},
		{"c-3", "sglang:token_usage", "sglang:num_queue_reqs", "sglang:num_retracted_requests_total"},
	} {
		usage := samples(t, trace, loaded, series.usage, LabelContainer, series.container)
		if full := share(usage, func(v float64) bool { return v > 0.95 }); full < 0.75 || quantile(1, usage) > 1 {
			t.Errorf("%s: above 95 %% in %v of the samples: %v", series.container, full, usage)
		}
		if least := quantile(0, samples(t, trace, loaded, series.waiting, LabelContainer, series.container)); least <= 5 {
			t.Errorf("%s: only %v requests wait", series.container, least)
		}
		counted := samples(t, trace, loaded, series.preemptions, LabelContainer, series.container)
		for i := 1; i < len(counted); i++ {
			if counted[i] <= counted[i-1] {
				t.Errorf("%s: no preemption in a minute", series.container)
			}
		}
		late := trace.Log.of(series.container).where(func(r Request) bool { return r.FirstToken > loaded })
		if p50 := quantile(0.5, seconds(late, (*Request).TimeToFirstToken)); p50 < 10 {
			t.Errorf("%s: the median time to the first token is %v s", series.container, p50)
		}
	}
}

func TestHealthySGLangIsFull(t *testing.T) {
	trace := mustRun(t, world())
	usage := samples(t, trace, 5*time.Minute, "sglang:token_usage", LabelContainer, "c-3")
	if least, most := quantile(0, usage), quantile(1, usage); least != 0.93 || most != 0.93 {
		t.Errorf("from %v to %v; want 0.93", least, most)
	}
	if waiting := samples(t, trace, 0, "sglang:num_queue_reqs", LabelContainer, "c-3"); share(waiting, func(v float64) bool { return v == 0 }) < 0.9 {
		t.Errorf("requests wait: %v", waiting)
	}
	if retracted := samples(t, trace, 0, "sglang:num_retracted_requests_total", LabelContainer, "c-3"); quantile(1, retracted) > 0 {
		t.Errorf("%v retractions", quantile(1, retracted))
	}
}

func TestBatchLimitLetsRequestsWait(t *testing.T) {
	config := world()
	config.Duration = 20 * time.Minute
	config.Components[0].Profile.MaxBatch = 1
	trace := mustRun(t, config)
	if waiting := last(only(t, trace, "vllm:num_requests_waiting", LabelContainer, "c-1")).Value; waiting < 20 {
		t.Errorf("%v requests wait", waiting)
	}
	if most := quantile(1, samples(t, trace, 0, "vllm:num_requests_running", LabelContainer, "c-1")); most > 1 {
		t.Errorf("%v requests run", most)
	}
	if most := quantile(1, samples(t, trace, 0, "vllm:kv_cache_usage_perc", LabelContainer, "c-1")); most > 0.2 {
		t.Errorf("the KV cache is %v full", most)
	}
}

func TestLeastOutstandingIsFairInBothWays(t *testing.T) {
	for name, policy := range map[string]Routing{"least outstanding": LeastOutstanding, "random": Random} {
		config := world()
		config.Routing = policy
		trace := mustRun(t, config)
		if first, all := len(trace.Log.of("c-1")), len(trace.Log.of("c-1"))+len(trace.Log.of("c-2")); !near(first, float64(all)/2) {
			t.Errorf("%s: %d of %d requests go to one of two copies", name, first, all)
		}
	}
}

func TestSingleModelHasNoComponentLabel(t *testing.T) {
	config := world()
	config.Duration = 5 * time.Minute
	config.Components = config.Components[:1]
	config.Components[0].Name = ""
	trace := mustRun(t, config)
	for _, series := range trace.Series {
		if series.Labels.Has(LabelComponent) {
			t.Errorf("%s has a component", series.Labels)
		}
	}
	only(t, trace, "vllm:num_requests_running", LabelContainer, "c-1")
}

func TestSeriesCarryTheirLabels(t *testing.T) {
	config := world()
	config.Duration = time.Minute
	trace := mustRun(t, config)
	base := []string{
		labels.MetricName, "vllm:num_requests_running", LabelEndpoint, "chat", LabelVariant, "blue", LabelComponent, "qwen",
		LabelContainer, "c-1", LabelFramework, "vllm", LabelInstance, "i-1", LabelInstanceType, "ml.p5.4xlarge", LabelZone, "a",
		LabelAccount, "111122223333", LabelRegion, "eu-west-1", "model_name", "qwen-8b", "engine", "0",
	}
	got := only(t, trace, "vllm:num_requests_running", LabelContainer, "c-1").Labels
	if want := labels.FromStrings(base...); !labels.Equal(got, want) {
		t.Errorf("got %s; want %s", got, want)
	}
	only(t, trace, "sglang:token_usage", LabelContainer, "c-3", "tp_rank", "0", "engine_type", "unified")
	only(t, trace, "DCGM_FI_DEV_FB_USED", LabelComponent, "qwen", LabelContainer, "c-1", "gpu", "0")
	only(t, trace, "node_filesystem_avail_bytes", LabelInstance, "i-1", "fstype", "tmpfs")
	only(t, trace, "node_cpu_seconds_total", LabelInstance, "i-2", "cpu", "1", "mode", "idle")
}

func TestWrongConfigurationsAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Config){
		"no duration":      func(c *Config) { c.Duration = 0 },
		"unknown instance": func(c *Config) { c.Components[0].Copies[0].Instance = "i-9" },
		"no GPU left":      func(c *Config) { c.Components[0].Copies[0].FirstGPU = 2 },
		"shared GPU":       func(c *Config) { c.Components[1].Copies[0].FirstGPU = 0 },
		"twins":            func(c *Config) { c.Instances[1].ID = "i-1" },
		"late scrape":      func(c *Config) { c.Instances[1].ScrapeOffset = time.Minute },
		"unknown engine":   func(c *Config) { c.Components[0].Engine = "tgi" },
		"twin components":  func(c *Config) { c.Components[1].Name = "qwen" },
		"misspelt fault":   func(c *Config) { c.Faults = []Fault{Stall{Extent{Container: "c-9"}}} },
		"no such zone":     func(c *Config) { c.Faults = []Fault{ZoneLost{Extent{Zone: "c"}}} },
		"empty window":     func(c *Config) { c.Faults = []Fault{Stall{Extent{From: time.Hour, Until: time.Minute}}} },
		"too long":         func(c *Config) { c.Components[0].Profile.KVCacheTokens = 5000 },
	} {
		config := world()
		spoil(&config)
		if _, err := Run(config); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestAllGPUsOfACopyCarryIt(t *testing.T) {
	config := world()
	config.Duration = 10 * time.Minute
	config.Components = config.Components[:1]
	config.Components[0].Profile = Llama70BOn8H100()
	for i := range config.Instances {
		config.Instances[i].GPUs = 9
	}
	trace := mustRun(t, config)
	if used := trace.Find("DCGM_FI_DEV_FB_USED", LabelContainer, "c-1"); len(used) != 8 {
		t.Errorf("%d GPUs are used; want 8", len(used))
	}
	if idle := trace.Find("DCGM_FI_DEV_FB_USED", LabelInstance, "i-1", LabelComponent, ""); len(idle) != 1 {
		t.Errorf("%d GPUs are idle; want 1", len(idle))
	}
	if busy := last(only(t, trace, "DCGM_FI_DEV_GPU_UTIL", LabelContainer, "c-1", "gpu", "7")).Value; busy == 0 || busy > 100 {
		t.Errorf("the last GPU is %v %% busy", busy)
	}
}

func TestHardwareFollowsTheLoad(t *testing.T) {
	busy, idle := mustRun(t, world()), world()
	idle.Components[0].Load, idle.Components[1].Load = nil, nil
	quiet := mustRun(t, idle)
	for _, metric := range []string{"DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_MEM_COPY_UTIL", "DCGM_FI_PROF_SM_ACTIVE", "DCGM_FI_DEV_GPU_TEMP"} {
		loaded := quantile(0.5, samples(t, busy, time.Minute, metric, LabelContainer, "c-1"))
		if unloaded := quantile(1, samples(t, quiet, 0, metric, LabelContainer, "c-1")); loaded <= unloaded {
			t.Errorf("%s: %v under load, %v without", metric, loaded, unloaded)
		}
	}
	seconds := 0.0
	for _, series := range busy.Find("node_cpu_seconds_total", LabelInstance, "i-1", "cpu", "0") {
		seconds += last(series).Value
	}
	if !close(seconds, time.Hour.Seconds()) {
		t.Errorf("a core has %v seconds in an hour", seconds)
	}
}

// BenchmarkHour simulates an hour of 5 requests a second on 4 copies.
func BenchmarkHour(b *testing.B) {
	config := world()
	for i := range config.Components {
		config.Components[i].Load = Load{Conversation(2.5)}
	}
	for b.Loop() {
		if _, err := Run(config); err != nil {
			b.Fatal(err)
		}
	}
}
