package simulator

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
)

var coldStart = ColdStart{ModelDownload: time.Minute, GPULoad: 30 * time.Second, ContainerStart: 30 * time.Second}

// growing is a world in which a third copy of Qwen can be placed on an instance of its own.
func growing() Config {
	config := shortWorld()
	config.Instances = append(config.Instances, spare(0))
	return config
}

func spare(from time.Duration) Instance {
	return Instance{
		ID: "i-3", Type: "ml.p5.4xlarge", Zone: "b", GPUs: 2, GPUMemoryMiB: 81_559, CPUs: 2, MemoryBytes: 256 << 30, From: from,
	}
}

func mustStart(t *testing.T, config Config) *Simulation {
	t.Helper()
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPiecesMakeTheSameRun(t *testing.T) {
	config := growing()
	pieces := mustStart(t, config)
	for at := time.Duration(0); at < config.Duration; at += 7 * time.Second {
		pieces.Play(at)
	}
	pieces.Play(config.Duration)
	if !reflect.DeepEqual(pieces.Trace(), mustRun(t, config)) {
		t.Error("a run in pieces differs")
	}
}

// What is decided on the way is what a configuration says beforehand.
func TestCopiesAddedAndRemovedOnTheWay(t *testing.T) {
	planned := growing()
	third := Copy{ContainerID: "c-5", Instance: "i-3", From: 8 * time.Minute, ColdStart: coldStart}
	planned.Components[0].Copies = append(planned.Components[0].Copies, third)
	planned.Components[0].Copies[1].Until = 20 * time.Minute
	want := mustRun(t, planned)

	config := growing()
	s := mustStart(t, config)
	s.Play(8 * time.Minute)
	must(t, s.AddCopy("qwen", third))
	if got := s.Copies("qwen"); len(got) != 3 || got[2].Serving || got[2].ContainerID != "c-5" || !got[0].Serving {
		t.Errorf("copies after one was added: %+v", got)
	}
	s.Play(20 * time.Minute)
	must(t, s.RemoveCopy("c-2", Drain))
	if got := s.Copies("qwen"); len(got) != 3 || !got[1].Leaving || got[1].Outstanding == 0 {
		t.Errorf("copies while one drains: %+v", got)
	}
	s.Play(config.Duration)
	got := s.Trace()
	if !sameRequests(got.Log, want.Log) {
		t.Error("requests differ")
	}
	if !reflect.DeepEqual(got.Find("vllm:kv_cache_usage_perc"), want.Find("vllm:kv_cache_usage_perc")) {
		t.Error("series differ")
	}
	if !reflect.DeepEqual(got.Find("container_start_time"), want.Find("container_start_time")) {
		t.Error("cold starts differ")
	}
	if len(s.Copies("qwen")) != 2 {
		t.Errorf("copies at the end: %+v", s.Copies("qwen"))
	}
}

func TestAbortEndsRequests(t *testing.T) {
	s := mustStart(t, shortWorld())
	s.Play(20 * time.Minute)
	lost := s.Copies("qwen")[1]
	must(t, s.RemoveCopy("c-2", Abort))
	s.Play(21 * time.Minute)
	broken := s.Log(0).of("c-2").where(func(r Request) bool { return r.Status == BrokenOff || r.Status == Disconnected })
	if lost.Outstanding == 0 || len(broken) != lost.Outstanding {
		t.Errorf("%d requests were lost, of %d", len(broken), lost.Outstanding)
	}
}

func TestACopyThatIsRemovedBeforeItServes(t *testing.T) {
	s := mustStart(t, growing())
	s.Play(8 * time.Minute)
	must(t, s.AddCopy("qwen", Copy{ContainerID: "c-5", Instance: "i-3", From: 8 * time.Minute, ColdStart: coldStart}))
	s.Play(9*time.Minute + 15*time.Second)
	must(t, s.RemoveCopy("c-5", Drain))
	s.Play(30 * time.Minute)
	trace := s.Trace()
	if len(trace.Log.of("c-5")) > 0 || len(trace.Find("vllm:num_requests_running", LabelContainer, "c-5")) > 0 {
		t.Error("it served")
	}
	if len(trace.Find("model_download_time")) != 1 || len(trace.Find("gpu_load_time")) != 0 {
		t.Error("a phase after its end is reported, or the one before it is not")
	}
}

func TestInstancesComeAndGo(t *testing.T) {
	s := mustStart(t, shortWorld())
	s.Play(5 * time.Minute)
	must(t, s.AddInstance(spare(10*time.Minute)))
	must(t, s.AddCopy("qwen", Copy{ContainerID: "c-5", Instance: "i-3", From: 10 * time.Minute, ColdStart: coldStart}))
	s.Play(15 * time.Minute)
	if err := s.RemoveInstance("i-3"); err == nil || !strings.Contains(err.Error(), "still has copies") {
		t.Errorf("got %v", err)
	}
	must(t, s.RemoveCopy("c-5", Abort))
	must(t, s.RemoveInstance("i-3"))
	s.Play(30 * time.Minute)
	samples := only(t, s.Trace(), "node_memory_MemTotal_bytes", LabelInstance, "i-3").Samples
	if first, end := samples[0].At, samples[len(samples)-1].At; first != 10*time.Minute || end != 15*time.Minute {
		t.Errorf("the instance publishes from %s to %s; want 10m to 15m", first, end)
	}
}

func TestChangesThatMakeNoSense(t *testing.T) {
	s := mustStart(t, growing())
	s.Play(10 * time.Minute)
	for want, err := range map[string]error{
		"no component":        s.AddCopy("gemma", Copy{ContainerID: "c-9", Instance: "i-3", From: 10 * time.Minute}),
		"no instance \"i-9\"": s.AddCopy("qwen", Copy{ContainerID: "c-9", Instance: "i-9", From: 10 * time.Minute}),
		"so many GPUs":        s.AddCopy("qwen", Copy{ContainerID: "c-9", Instance: "i-3", FirstGPU: 2, From: 10 * time.Minute}),
		"the same GPU":        s.AddCopy("qwen", Copy{ContainerID: "c-9", Instance: "i-1", From: 10 * time.Minute}),
		"exists twice":        s.AddCopy("qwen", Copy{ContainerID: "c-1", Instance: "i-3", From: 10 * time.Minute}),
		"would begin at 9m":   s.AddCopy("qwen", Copy{ContainerID: "c-9", Instance: "i-3", From: 9 * time.Minute}),
		"i-1 exists twice":    s.AddInstance(Instance{ID: "i-1", From: 10 * time.Minute}),
		"i-8 would begin":     s.AddInstance(Instance{ID: "i-8", From: 9 * time.Minute}),
		"no copy \"c-9\"":     s.RemoveCopy("c-9", Drain),
		"no instance \"i-7\"": s.RemoveInstance("i-7"),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v; want %q", err, want)
		}
	}
}

// counter is a storage that counts the samples of each time.
type counter map[int64]int

func (c counter) Appender(context.Context) storage.Appender { return counting{at: c} }

type counting struct {
	storage.Appender
	at counter
}

func (c counting) Append(_ storage.SeriesRef, _ labels.Labels, at int64, _ float64) (storage.SeriesRef, error) {
	c.at[at]++
	return 0, nil
}

func (counting) Commit() error { return nil }

// A sample is written once, when its time has come.
func TestSamplesAreWrittenOnce(t *testing.T) {
	config := shortWorld()
	config.Components = nil
	s := mustStart(t, config)
	written := counter{}
	s.Play(10 * time.Minute)
	must(t, s.Write(t.Context(), written, time.UnixMilli(0), 8*time.Minute))
	if written[480_000] == 0 || written[540_000] != 0 {
		t.Errorf("written by 8m: %v", written)
	}
	must(t, s.Write(t.Context(), written, time.UnixMilli(0), 10*time.Minute))
	must(t, s.Write(t.Context(), written, time.UnixMilli(0), 10*time.Minute))
	if len(written) != 11 || written[540_000] != written[480_000] {
		t.Errorf("written by 10m: %v", written)
	}
}
