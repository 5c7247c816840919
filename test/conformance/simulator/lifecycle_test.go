package simulator

import (
	"testing"
	"time"
)

func TestCopiesComeAndGo(t *testing.T) {
	config := shortWorld()
	added := Instance{
		ID: "i-3", Type: "ml.p5.4xlarge", Zone: "b", GPUs: 2, GPUMemoryMiB: 81_559, CPUs: 2, MemoryBytes: 256 << 30,
		From: 8 * time.Minute,
	}
	config.Instances = append(config.Instances, added)
	start := ColdStart{ModelDownload: time.Minute, GPULoad: 30 * time.Second, ContainerStart: 30 * time.Second}
	config.Components[0].Copies = append(config.Components[0].Copies,
		Copy{ContainerID: "c-5", Instance: "i-3", From: 8 * time.Minute, ColdStart: start})
	config.Components[0].Copies[1].Until = 20 * time.Minute
	config.Operations = []Operation{
		{At: 6 * time.Minute, Duration: 4 * time.Minute, Component: "qwen", Direction: ScaleOut, Type: "scaling"},
		{At: 29 * time.Minute, Duration: 4 * time.Minute, Component: "qwen", Direction: ScaleIn, Type: "scaling"},
	}
	config.Events = []Event{{Name: "rebalancing_blocked", At: time.Minute, Value: 1, Component: "qwen", Instance: "i-2"}}
	trace := mustRun(t, config)

	began := func(name string, pairs ...string) time.Duration {
		t.Helper()
		return only(t, trace, name, pairs...).Samples[0].At
	}
	if got := began("node_memory_MemTotal_bytes", LabelInstance, "i-3"); got != 8*time.Minute {
		t.Errorf("the instance's series begin at %s; want 8m", got)
	}
	if got := began("vllm:num_requests_running", LabelContainer, "c-5"); got != 10*time.Minute {
		t.Errorf("the engine's series begin at %s; want 10m", got)
	}
	memory := only(t, trace, "DCGM_FI_DEV_FB_USED", LabelContainer, "c-5", "gpu", "0")
	if before, after := valueAt(t, memory, 9*time.Minute), valueAt(t, memory, 10*time.Minute); before > 1000 || after < 70_000 {
		t.Errorf("GPU memory: %v, then %v MiB", before, after)
	}
	if idle := only(t, trace, "DCGM_FI_DEV_FB_USED", LabelInstance, "i-3", "gpu", "1"); idle.Labels.Has(LabelComponent) {
		t.Errorf("%s: an idle GPU has a component", idle.Labels)
	}
	for name, want := range map[string]Sample{
		"model_download_time":  {At: 9 * time.Minute, Value: 60},
		"gpu_load_time":        {At: 9*time.Minute + 30*time.Second, Value: 30},
		"container_start_time": {At: 10 * time.Minute, Value: 30},
	} {
		if got := only(t, trace, name, LabelComponent, "qwen", LabelInstance, "i-3").Samples; len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v; want %v", name, got, want)
		}
	}
	operation := only(t, trace, "e2e_duration", LabelDirection, ScaleOut, LabelOperation, "scaling", LabelComponent, "qwen")
	if got := operation.Samples; len(got) != 1 || got[0].At != 10*time.Minute || got[0].Value != 240 {
		t.Errorf("scaling operations: %v", got)
	}
	only(t, trace, "rebalancing_blocked", LabelZone, "b", LabelInstanceType, "ml.p5.4xlarge")

	// The copy that leaves takes nothing more, answers what it has, and its series end.
	leaving := trace.Log.of("c-2")
	for _, request := range leaving {
		if request.Arrival >= 20*time.Minute || request.Status != Answered {
			t.Errorf("got %+v", request)
		}
	}
	ended := only(t, trace, "vllm:num_requests_running", LabelContainer, "c-2").Samples
	if at := ended[len(ended)-1].At; at < 20*time.Minute || at > 22*time.Minute {
		t.Errorf("the series end at %s; want soon after 20m", at)
	}
	if idle := trace.Find("DCGM_FI_DEV_FB_USED", LabelInstance, "i-2", "gpu", "0", LabelComponent, ""); len(idle) != 1 ||
		idle[0].Samples[0].At < 20*time.Minute {
		t.Errorf("the freed GPU has no series without a component: %v", idle)
	}
}
