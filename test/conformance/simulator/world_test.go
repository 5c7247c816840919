package simulator

import (
	"slices"
	"testing"
	"time"
)

// world is an endpoint with two components, each with two copies on instances in two zones.
func world() Config {
	profile := Llama8BOnH100()
	profile.KVCacheTokens = 128_000
	component := func(name string, kind EngineKind, copies ...Copy) Component {
		return Component{
			Name: name, ModelName: name + "-8b", Engine: kind, Profile: profile, Copies: copies,
			Load: Load{Conversation(1.25)},
		}
	}
	instance := func(id, zone string) Instance {
		return Instance{
			ID: id, Type: "ml.p5.4xlarge", Zone: zone, GPUs: 2, GPUMemoryMiB: 81_559, CPUs: 2, MemoryBytes: 256 << 30,
		}
	}
	return Config{
		Duration: time.Hour, PublishInterval: time.Minute, Seed: 7,
		Endpoint: "chat", Variant: "blue", Account: "111122223333", Region: "eu-west-1",
		Instances: []Instance{instance("i-1", "a"), instance("i-2", "b")},
		Components: []Component{
			component("qwen", VLLM, Copy{ContainerID: "c-1", Instance: "i-1"}, Copy{ContainerID: "c-2", Instance: "i-2"}),
			component("llama", SGLang,
				Copy{ContainerID: "c-3", Instance: "i-1", FirstGPU: 1}, Copy{ContainerID: "c-4", Instance: "i-2", FirstGPU: 1}),
		},
	}
}

func mustRun(t *testing.T, config Config) *Trace {
	t.Helper()
	trace, err := Run(config)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// only is the single series of a metric with certain labels.
func only(t *testing.T, trace *Trace, name string, pairs ...string) Series {
	t.Helper()
	found := trace.Find(name, pairs...)
	if len(found) != 1 {
		t.Fatalf("%d series %s %v; want 1", len(found), name, pairs)
	}
	return found[0]
}

func last(series Series) Sample { return series.Samples[len(series.Samples)-1] }

func valueAt(t *testing.T, series Series, at time.Duration) float64 {
	t.Helper()
	for _, sample := range series.Samples {
		if sample.At == at {
			return sample.Value
		}
	}
	t.Fatalf("%s has no sample at %s", series.Labels, at)
	return 0
}

func (l Log) where(met func(Request) bool) Log {
	return slices.DeleteFunc(slices.Clone(l), func(request Request) bool { return !met(request) })
}

func (l Log) of(container string) Log {
	return l.where(func(request Request) bool { return request.Container == container })
}

func total(log Log, number func(Request) int) int {
	sum := 0
	for _, request := range log {
		sum += number(request)
	}
	return sum
}

// quantile is the smallest value that at least the share q does not exceed.
func quantile(q float64, values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(int(q*float64(len(sorted))+0.999999), 1)-1]
}

func seconds(log Log, of func(*Request) time.Duration) []float64 {
	values := make([]float64, len(log))
	for i := range log {
		values[i] = of(&log[i]).Seconds()
	}
	return values
}
