package simulator

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	faultFrom  = 10 * time.Minute
	faultUntil = 20 * time.Minute
)

// at is the window of the faults under test.
func at(extent Extent) Extent {
	extent.From, extent.Until = faultFrom, faultUntil
	return extent
}

func shortWorld(faults ...Fault) Config {
	config := world()
	config.Duration = 30 * time.Minute
	for i := range config.Components {
		config.Components[i].Load = Load{Conversation(2.5)}
	}
	config.Faults = faults
	return config
}

// differences are the metrics that differ between two traces, by copy or else by instance, and whether any
// differs before a time.
func differences(left, right *Trace, from time.Duration) (byPlace map[string][]string, early bool) {
	found := map[string]map[string]bool{}
	compare := func(one, other *Trace) {
		for _, series := range one.Series {
			var twin Series
			for _, candidate := range other.Find(series.Name()) {
				if candidate.Labels.String() == series.Labels.String() {
					twin = candidate
				}
			}
			if reflect.DeepEqual(series.Samples, twin.Samples) {
				continue
			}
			place := series.Labels.Get(LabelContainer)
			if place == "" {
				place = series.Labels.Get(LabelInstance)
			}
			if found[place] == nil {
				found[place] = map[string]bool{}
			}
			found[place][series.Name()] = true
			before := func(s Series) []Sample {
				return slices.DeleteFunc(slices.Clone(s.Samples), func(sample Sample) bool { return sample.At >= from })
			}
			one, other := before(series), before(twin)
			early = early || len(one)+len(other) > 0 && !reflect.DeepEqual(one, other)
		}
	}
	compare(left, right)
	compare(right, left)
	byPlace = map[string][]string{}
	for place, names := range found {
		byPlace[place] = slices.Sorted(maps.Keys(names))
	}
	return byPlace, early
}

// TestFaultsChangeWhatTheyShould runs each fault and compares with a run without it. What a fault does to a copy of qwen
// may change the other one's share of requests, and how busy their instances are, but never llama.
func TestFaultsChangeWhatTheyShould(t *testing.T) {
	healthy := mustRun(t, shortWorld())
	copyTwo := at(Extent{Container: "c-2"})
	instanceTwo := at(Extent{Instance: "i-2"})
	whole := []string{"i-1", "i-2", "c-1", "c-2"}
	for name, want := range map[string]struct {
		fault Fault
		// places differ, and of metrics only these where there are any.
		places, metrics []string
		sameLog         bool
	}{
		"leak of the cache": {KVLeak{copyTwo, Rise{0.3, time.Minute}}, []string{"c-2"}, []string{"vllm:kv_cache_usage_perc"}, true},
		"slow decode":       {SlowDecode{copyTwo, 3}, whole, nil, false},
		"slow prefill":      {SlowPrefill{copyTwo, 2}, whole, nil, false},
		"stall":             {Stall{copyTwo}, whole, nil, false},
		"errors":            {ErrorBurst{copyTwo, 0.1, 0.1, 0.1, 0.1}, whole, nil, false},
		"crash":             {MemoryDrop{copyTwo, false}, whole, nil, false},
		"silent crash":      {MemoryDrop{copyTwo, true}, whole, nil, false},
		"restart":           {CounterReset{copyTwo, 30 * time.Second}, whole, nil, false},
		"silent engine":     {EngineSilent{at(Extent{Component: "qwen"})}, []string{"c-1", "c-2"}, nil, true},
		"memory leak": {MemoryLeak{copyTwo, Rise{0.99, 5 * time.Minute}}, []string{"c-2"},
			[]string{"DCGM_FI_DEV_FB_FREE", "DCGM_FI_DEV_FB_USED"}, true},
		"temperature": {GPUTemperature{copyTwo, Rise{95, time.Minute}}, []string{"c-2"},
			[]string{"DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_MEMORY_TEMP"}, true},
		"XID": {XID{copyTwo, 79}, []string{"c-2"}, []string{"DCGM_FI_DEV_XID_ERRORS"}, true},
		"full disk": {DiskFill{Extent: instanceTwo, Rise: Rise{0.97, time.Minute}}, []string{"i-2"},
			[]string{"node_filesystem_avail_bytes"}, true},
		"memory":       {HostMemory{instanceTwo, Rise{0.95, 0}}, []string{"i-2"}, []string{"node_memory_MemAvailable_bytes"}, true},
		"processor":    {HostCPU{instanceTwo, Rise{0.97, 0}}, []string{"i-2"}, []string{"node_cpu_seconds_total"}, true},
		"gap":          {ScrapeGap{instanceTwo}, []string{"i-2", "c-2", "c-4"}, nil, true},
		"starved copy": {ZoneStarved{at(Extent{Zone: "b", Component: "qwen"})}, whole, nil, false},
		"overhead":     {Overhead{at(Extent{}), time.Second}, nil, nil, false},
		"no capacity":  {CapacityErrors{at(Extent{Zone: "b"}), "ml.p5.4xlarge", time.Minute, 1}, []string{""}, []string{"ice_count"}, true},
		"lost zone":    {ZoneLost{at(Extent{Zone: "b"})}, append([]string{"c-3", "c-4"}, whole...), nil, false},
		"starved zone": {ZoneStarved{at(Extent{Zone: "b"})}, append([]string{"c-3", "c-4"}, whole...), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			faulty := mustRun(t, shortWorld(want.fault))
			differ, early := differences(healthy, faulty, faultFrom)
			if early {
				t.Error("samples before the fault differ")
			}
			if got, places := slices.Sorted(maps.Keys(differ)), slices.Sorted(slices.Values(want.places)); !slices.Equal(got, places) {
				t.Errorf("%v differ; want %v", differ, places)
			}
			for place, metrics := range differ {
				if want.metrics != nil && !slices.Equal(metrics, want.metrics) {
					t.Errorf("%s: %v differ; want %v", place, metrics, want.metrics)
				}
			}
			if same := sameRequests(healthy.Log, faulty.Log); same != want.sameLog {
				t.Errorf("the same requests: %t; want %t", same, want.sameLog)
			}
		})
	}
}

func TestErrorBurstHitsItsShares(t *testing.T) {
	trace := mustRun(t, shortWorld(ErrorBurst{at(Extent{Component: "qwen"}), 0.1, 0.2, 0.05, 0.15}))
	within := trace.Log.where(func(r Request) bool { return r.Component == "qwen" && r.Arrival >= faultFrom && r.Arrival < faultUntil })
	for status, share := range map[Status]float64{Refused: 0.1, Failed: 0.2, Disconnected: 0.05, BrokenOff: 0.15, Answered: 0.5} {
		if got := len(within.where(func(r Request) bool { return r.Status == status })); !near(got, share*float64(len(within))) {
			t.Errorf("%d of %d are %s; want about %v", got, len(within), status, share)
		}
	}
	if got := trace.Log.where(func(r Request) bool { return r.Component == "llama" && r.Status != Answered && r.Status != Pending }); len(got) > 0 {
		t.Errorf("%d requests to llama are hit", len(got))
	}
	if got := last(only(t, trace, "http_requests_total", LabelContainer, "c-1", "status", "5xx")).Value; got == 0 {
		t.Error("the container counts no 5XX response")
	}
}

func TestCrashFreesMemoryAndComesBack(t *testing.T) {
	trace := mustRun(t, shortWorld(MemoryDrop{at(Extent{Container: "c-2"}), true}))
	used := only(t, trace, "DCGM_FI_DEV_FB_USED", LabelContainer, "c-2")
	if before, during, after := valueAt(t, used, faultFrom-time.Minute), valueAt(t, used, faultFrom), valueAt(t, used, faultUntil); before < 70_000 ||
		during > 1000 || after != before {
		t.Errorf("GPU memory: %v, %v, %v MiB", before, during, after)
	}
	if silence := longestGap(only(t, trace, "vllm:num_requests_running", LabelContainer, "c-2")); silence != 11*time.Minute {
		t.Errorf("the engine is silent for %s; want 11m", silence)
	}
	served := trace.Log.of("c-2").where(func(r Request) bool { return r.Arrival >= faultFrom && r.Arrival < faultUntil })
	if len(served) > 0 {
		t.Errorf("%d requests go to a crashed copy", len(served))
	}
	if last(only(t, trace, "vllm:generation_tokens_total", LabelContainer, "c-2")).Value == 0 {
		t.Error("nothing is generated after the crash")
	}
	broken := trace.Log.of("c-2").where(func(r Request) bool { return r.Status == BrokenOff || r.Status == Disconnected })
	if len(broken) == 0 || slices.ContainsFunc(broken, func(r Request) bool { return r.Finished != faultFrom }) {
		t.Errorf("requests that fail: %v", broken)
	}
}

func longestGap(series Series) time.Duration {
	longest := time.Duration(0)
	for i := 1; i < len(series.Samples); i++ {
		longest = max(longest, series.Samples[i].At-series.Samples[i-1].At)
	}
	return longest
}

func TestCountersResetOnRestart(t *testing.T) {
	trace := mustRun(t, shortWorld(CounterReset{at(Extent{Container: "c-2"}), 90 * time.Second}))
	for _, series := range trace.Series {
		counter := strings.HasSuffix(series.Name(), "_total") && series.Labels.Get(LabelContainer) == "c-2"
		if !counter || last(series).Value == 0 {
			continue
		}
		resets := 0
		for i := 1; i < len(series.Samples); i++ {
			if series.Samples[i].Value < series.Samples[i-1].Value {
				resets++
			}
		}
		if resets != 1 {
			t.Errorf("%s is reset %d times; want 1", series.Labels, resets)
		}
	}
	bad := trace.Log.where(func(r Request) bool { return r.Status != Answered && r.Status != Pending })
	if len(bad) > 0 {
		t.Errorf("%d requests fail", len(bad))
	}
	tokens := only(t, trace, "vllm:generation_tokens_total", LabelContainer, "c-2")
	if gap := longestGap(tokens); gap < 2*time.Minute || gap > 3*time.Minute {
		t.Errorf("no samples for %s; want two to three minutes", gap)
	}
}

func TestStallKeepsRequestsWithoutTokens(t *testing.T) {
	trace := mustRun(t, shortWorld(Stall{at(Extent{Container: "c-2"})}))
	running := only(t, trace, "vllm:num_requests_running", LabelContainer, "c-2")
	tokens := only(t, trace, "vllm:generation_tokens_total", LabelContainer, "c-2")
	for minute := faultFrom + time.Minute; minute < faultUntil; minute += time.Minute {
		if valueAt(t, running, minute) == 0 || valueAt(t, tokens, minute) != valueAt(t, tokens, faultFrom) {
			t.Errorf("at %s: %v run, %v tokens", minute, valueAt(t, running, minute), valueAt(t, tokens, minute))
		}
	}
	if valueAt(t, tokens, faultUntil+time.Minute) <= valueAt(t, tokens, faultFrom) {
		t.Error("no tokens after the stall")
	}
}

func TestRequestsWithoutAnyCopyFail(t *testing.T) {
	config := shortWorld(MemoryDrop{at(Extent{Component: "qwen"}), false})
	config.Components[1].Copies[0].From, config.Components[1].Copies[1].From = 5*time.Minute, 5*time.Minute
	trace := mustRun(t, config)
	crashed := trace.Log.where(func(r Request) bool { return r.Component == "qwen" && r.Arrival > faultFrom && r.Arrival < faultUntil })
	if len(crashed) == 0 || len(crashed.where(func(r Request) bool { return r.Status == Unserved })) != len(crashed) {
		t.Error("requests are served without a copy that is well")
	}
	early := trace.Log.where(func(r Request) bool { return r.Component == "llama" && r.Arrival < 5*time.Minute })
	if len(early) == 0 || len(early.where(func(r Request) bool { return r.Status == NoCapacity })) != len(early) {
		t.Error("requests are served without a copy")
	}
}

// A request that runs when the engine stalls ends later by as long.
func TestStallDelaysWhatRuns(t *testing.T) {
	serve := func(stalled bool) time.Duration {
		component := &Component{Name: "c", Engine: VLLM, Profile: Llama8BOnH100()}
		server := newServer(component, Copy{ContainerID: "c-1"}, &Instance{ID: "i-1"})
		request := &Request{PromptTokens: 100, AnswerTokens: 200, Admitted: NotYet, FirstToken: NotYet, Finished: NotYet}
		server.take(request, ErrorBurst{})
		server.advance(time.Second)
		server.setStalled(stalled, time.Second)
		server.advance(time.Minute)
		server.setStalled(false, time.Minute)
		server.advance(time.Hour)
		return request.Finished
	}
	if late := serve(true) - serve(false); late != time.Minute-time.Second {
		t.Errorf("the request ends %s later; want 59s", late)
	}
}

// What is slow stays slow when its container restarts.
func TestFaultsOutlastARestart(t *testing.T) {
	slow := SlowDecode{Extent{Container: "c-2", From: faultFrom}, 4}
	trace := mustRun(t, shortWorld(slow, CounterReset{at(Extent{Container: "c-2"}), time.Second}))
	late := trace.Log.of("c-2").where(func(r Request) bool {
		return r.Arrival > faultUntil && r.Status == Answered && r.GeneratedTokens > 10
	})
	for _, request := range late {
		if step := (request.Finished - request.FirstToken) / time.Duration(request.GeneratedTokens-1); step < 45*time.Millisecond {
			t.Fatalf("a token every %s; want at least four times 12.5ms", step)
		}
	}
	if len(late) == 0 {
		t.Error("no request after the restart")
	}
}
