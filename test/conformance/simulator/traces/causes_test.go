package traces

import (
	"maps"
	"math"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

const (
	usage       = "vllm:kv_cache_usage_perc"
	waiting     = "vllm:num_requests_waiting"
	running     = "vllm:num_requests_running"
	preemptions = "vllm:num_preemptions_total"
	generated   = "vllm:generation_tokens_total"
	gpuMemory   = "DCGM_FI_DEV_FB_USED"
)

// pressed checks that requests of Qwen wait and see their first token late.
func pressed(t *testing.T, name string) *simulator.Trace {
	t.Helper()
	trace := run(t, name)
	if found := values(t, trace, settled, ends, waiting, simulator.LabelComponent, Qwen, simulator.LabelContainer, QwenCopyA); share(found, above(5)) < 1 {
		t.Errorf("%s: requests waiting: %v", name, found)
	}
	if p50 := firstTokens(trace, 0.5, settled, ends, Qwen); p50 < 5 {
		t.Errorf("%s: the median time to the first token is %v s", name, p50)
	}
	return trace
}

// roomy checks that the KV caches of a component have room.
func roomy(t *testing.T, trace *simulator.Trace, component string) {
	t.Helper()
	if found := values(t, trace, 0, Length, usage, simulator.LabelComponent, component); share(found, above(0.7)) > 0 {
		t.Errorf("KV cache of %s: %v", component, found)
	}
	if got := rise(t, trace, 0, Length, preemptions, simulator.LabelComponent, component); got > 0 {
		t.Errorf("%v preemptions", got)
	}
}

func full(t *testing.T, trace *simulator.Trace, metric, component string) {
	t.Helper()
	if found := values(t, trace, settled, ends, metric, simulator.LabelComponent, component); share(found, above(0.9)) < 1 || share(found, above(0.95)) < 0.8 {
		t.Errorf("KV cache of %s: %v", component, found)
	}
}

func TestPressureOnTheCache(t *testing.T) {
	trace := pressed(t, "kv-saturation")
	full(t, trace, usage, Qwen)
	if got := rise(t, trace, settled, ends, preemptions, simulator.LabelComponent, Qwen); got < 60 {
		t.Errorf("%v preemptions", got)
	}

	crossed := pressed(t, "two-crossed")
	full(t, crossed, usage, Qwen)
	roomy(t, crossed, Llama)
	if p99 := firstTokens(crossed, 0.99, settled, ends, Llama); p99 < 2 {
		t.Errorf("P99 of the time to Llama's first token is %v s", p99)
	}

	leak := run(t, "kv-leak")
	found := values(t, leak, Breach+10*time.Minute, ends, usage, simulator.LabelContainer, QwenCopyB)
	if share(found, above(0.94)) < 1 || rise(t, leak, Breach, Recovery, preemptions, simulator.LabelContainer, QwenCopyB) == 0 {
		t.Errorf("KV cache after the leak: %v", found)
	}
	full(t, run(t, "sglang-saturated"), "sglang:token_usage", Llama)
}

func TestSGLangIsFullAndWell(t *testing.T) {
	trace := run(t, "sglang-busy")
	const warm = 10 * time.Minute
	if found := values(t, trace, warm, Length, "sglang:token_usage"); share(found, above(0.92)) < 1 || share(found, above(0.93)) > 0 {
		t.Errorf("usage: %v", found)
	}
	if found := values(t, trace, warm, Length, "sglang:num_queue_reqs"); share(found, above(5)) > 0 {
		t.Errorf("requests waiting: %v", found)
	}
	if p99 := firstTokens(trace, 0.99, 0, Length, Llama); p99 > 2 {
		t.Errorf("P99 of the time to the first token is %v s", p99)
	}
}

func TestPressureWithoutTheCache(t *testing.T) {
	for _, name := range []string{"queueing", "zone-starved", "scaling-not-triggered", "scaling-ceiling"} {
		roomy(t, pressed(t, name), Qwen)
	}
	ceiling := run(t, "scaling-ceiling")
	if found := values(t, ceiling, Length-30*time.Minute, Length, waiting, simulator.LabelComponent, Qwen); share(found, above(5)) < 1 {
		t.Errorf("requests waiting at the maximum: %v", found)
	}
	if got := len(ceiling.Find("e2e_duration", simulator.LabelDirection, simulator.ScaleOut)); got != 1 {
		t.Errorf("%d scaling operations", got)
	}
	if found := anyValues(run(t, "scaling-not-triggered"), 0, Length, "e2e_duration"); len(found) > 0 {
		t.Errorf("scaling operations: %v", found)
	}
	calm(t, "scaling-helps", Qwen, 0, Breach-time.Second)
	if found := values(t, run(t, "scaling-helps"), Recovery, Length, waiting); share(found, above(5)) > 0 {
		t.Errorf("requests waiting after scaling: %v", found)
	}
}

func TestSpikeIsShort(t *testing.T) {
	trace := run(t, "spike")
	if found := values(t, trace, Breach+time.Minute, Breach+time.Minute, waiting, simulator.LabelComponent, Qwen); share(found, above(10)) < 1 {
		t.Errorf("requests waiting after a minute: %v", found)
	}
	if found := values(t, trace, Breach+2*time.Minute, Length, waiting, simulator.LabelComponent, Qwen); share(found, above(5)) > 0 {
		t.Errorf("requests waiting later: %v", found)
	}
}

func TestStalledCopyRunsWithoutTokens(t *testing.T) {
	trace := run(t, "stalled")
	if found := values(t, trace, settled, ends, running, simulator.LabelContainer, QwenCopyB); share(found, above(0)) < 1 {
		t.Errorf("requests running: %v", found)
	}
	if got := rise(t, trace, settled, ends, generated, simulator.LabelContainer, QwenCopyB); got != 0 {
		t.Errorf("%v tokens", got)
	}
}

func TestGPUs(t *testing.T) {
	memory := func(name string, from, to time.Duration) []float64 {
		return values(t, run(t, name), from, to, gpuMemory, simulator.LabelContainer, QwenCopyB)
	}
	for _, name := range []string{"model-crash", "silent-model-crash"} {
		if found := memory(name, Breach, ends); share(found, above(0.1*gpuMemoryMiB)) > 0 {
			t.Errorf("%s: GPU memory %v", name, found)
		}
		if found := memory(name, 0, Breach-time.Second); share(found, above(0.9*gpuMemoryMiB)) < 1 {
			t.Errorf("%s: GPU memory %v", name, found)
		}
	}
	if found := memory("gpu-memory-leak", Breach+50*time.Minute, Length); share(found, above(0.99*gpuMemoryMiB)) < 1 {
		t.Errorf("a leak: GPU memory %v", found)
	}
	idle := values(t, run(t, "reserved-only"), 0, Length, gpuMemory)
	if share(idle, above(0.9*gpuMemoryMiB)) < 1 || share(idle, above(0.93*gpuMemoryMiB)) > 0 {
		t.Errorf("a reservation: GPU memory %v", idle)
	}
	if found := values(t, run(t, "temperature"), Breach+10*time.Minute, ends, "DCGM_FI_DEV_GPU_TEMP", simulator.LabelContainer, QwenCopyB); share(found, above(92)) < 1 {
		t.Errorf("temperature: %v", found)
	}
	if found := values(t, run(t, "healthy"), 0, Length, "DCGM_FI_DEV_GPU_TEMP"); share(found, above(80)) > 0 {
		t.Errorf("healthy temperature: %v", found)
	}
	if found := values(t, run(t, "xid"), Breach, Length, "DCGM_FI_DEV_XID_ERRORS", "err_code", "79"); share(found, above(78)) < 1 {
		t.Errorf("XID: %v", found)
	}
}

func TestInstances(t *testing.T) {
	trace := run(t, "disk-fill")
	available := values(t, trace, Breach+20*time.Minute, ends, "node_filesystem_avail_bytes", simulator.LabelInstance, QwenInB, "mountpoint", "/")
	size := values(t, trace, 0, 0, "node_filesystem_size_bytes", simulator.LabelInstance, QwenInB, "mountpoint", "/")[0]
	if share(available, above(0.031*size)) > 0 {
		t.Errorf("available on the disk: %v", available)
	}
	memory := values(t, run(t, "host-memory"), Breach+5*time.Minute, ends, "node_memory_MemAvailable_bytes", simulator.LabelInstance, QwenInB)
	if share(memory, above(0.051*hostMemory)) > 0 {
		t.Errorf("available memory: %v", memory)
	}
	idle := rise(t, run(t, "host-cpu"), settled, ends, "node_cpu_seconds_total", simulator.LabelInstance, QwenInB, "mode", "idle", "cpu", "0")
	if idle > 0.031*(ends-settled).Seconds() {
		t.Errorf("%v idle seconds", idle)
	}
}

func TestTelemetryThatIsMissing(t *testing.T) {
	silent := run(t, "engine-silent")
	if found := anyValues(silent, Breach, ends, running, simulator.LabelComponent, Qwen); len(found) > 0 {
		t.Errorf("the silent engine: %v", found)
	}
	if found := values(t, silent, Breach, ends, gpuMemory, simulator.LabelComponent, Qwen); share(found, above(0.9*gpuMemoryMiB)) < 1 {
		t.Errorf("GPU memory of the silent engine: %v", found)
	}
	if found := anyValues(run(t, "endpoint-silent"), Breach, Length, "node_memory_MemTotal_bytes"); len(found) > 0 {
		t.Errorf("the silent endpoint: %v", found)
	}
	lost := run(t, "zone-lost")
	if found := anyValues(lost, Breach, Length, "node_memory_MemTotal_bytes", simulator.LabelZone, ZoneB); len(found) > 0 {
		t.Errorf("the lost zone: %v", found)
	}
	if found := anyValues(run(t, "never-reported"), 0, Length, running, simulator.LabelComponent, Qwen); len(found) > 0 {
		t.Errorf("the engine that never reported: %v", found)
	}
}

func TestCopiesMove(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"copies-gathered": {QwenInA: 1, thirdInstance: 1},
		"copies-stacked":  {thirdInstance: 2},
	} {
		got := map[string]int{}
		for _, series := range run(t, name).Find(running, simulator.LabelComponent, Qwen) {
			if last := series.Samples[len(series.Samples)-1]; last.At == Length {
				got[series.Labels.Get(simulator.LabelInstance)]++
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: copies per instance %v, want %v", name, got, want)
		}
	}
}

func TestASlowEngine(t *testing.T) {
	trace := pressed(t, "slow-engine")
	roomy(t, trace, Qwen)
	perSecond := rise(t, trace, settled, ends, generated, simulator.LabelContainer, QwenCopyA) / (ends - settled).Seconds()
	if perSecond > 45 {
		t.Errorf("%v tokens per second", perSecond)
	}
}

func TestGPUMemoryBesideQueues(t *testing.T) {
	pressed(t, "gpu-memory-short")
	creep := run(t, "gpu-memory-creep")
	for at, want := range map[time.Duration]float64{Breach: 0.92, Breach + 2*time.Hour: 0.93, Breach + 6*time.Hour: 0.95} {
		used, _ := creep.Find(gpuMemory, simulator.LabelInstance, QwenInB)[0].At(at)
		if share := used.Value / gpuMemoryMiB; math.Abs(share-want) > 0.001 {
			t.Errorf("memory in use at %s: %v, want %v", at, share, want)
		}
	}
}

func TestRequestsThatFail(t *testing.T) {
	variant := map[string]string{simulator.DimensionEndpoint: Endpoint, simulator.DimensionVariant: Variant}
	classic := func(name, metric string, statistic simulator.Statistic) float64 {
		t.Helper()
		points, err := run(t, name).Classic(simulator.ClassicQuery{Metric: metric, Dimensions: variant, Statistic: statistic, Period: 30 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		return points[2].Value
	}
	for metric, want := range map[string]float64{"Invocation5XXErrors": 0.15, "Invocation4XXErrors": 0.03, "MidStreamErrors": 0.15} {
		if got := classic("error-burst", metric, simulator.Average); got < want*0.7 || got > want*1.3 {
			t.Errorf("%s: %v; want about %v", metric, got, want)
		}
	}
	if got := classic("refusals", "Invocation4XXErrors", simulator.Average); got < 0.55 || got > 0.65 {
		t.Errorf("share of refused requests: %v", got)
	}
	if got := classic("platform-overhead", "OverheadLatency", simulator.Percentile(50)); got < 2e6 {
		t.Errorf("overhead latency: %v microseconds", got)
	}
	if got := classic("healthy", "OverheadLatency", simulator.Maximum); got > 100_000 {
		t.Errorf("healthy overhead latency: %v microseconds", got)
	}
	starved := run(t, "zone-starved")
	if got := rise(t, starved, settled, ends, generated, simulator.LabelZone, ZoneB); got > 0 {
		t.Errorf("%v tokens in the starved zone", got)
	}
}

func TestEvents(t *testing.T) {
	if found := values(t, run(t, "capacity-errors"), Breach, Recovery, "ice_count", simulator.LabelZone, ZoneC); len(found) != 30 {
		t.Errorf("capacity errors: %v", found)
	}
	slow := run(t, "slow-cold-start")
	if found := values(t, slow, 0, Length, "model_download_time", simulator.LabelComponent, Qwen); len(found) != 1 || found[0] != 600 {
		t.Errorf("model download: %v", found)
	}
}
