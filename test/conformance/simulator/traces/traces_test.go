package traces

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// run simulates each trace once for all tests.
var run = func() func(t *testing.T, name string) *simulator.Trace {
	var mutex sync.Mutex
	done := map[string]*simulator.Trace{}
	return func(t *testing.T, name string) *simulator.Trace {
		t.Helper()
		mutex.Lock()
		defer mutex.Unlock()
		if trace, found := done[name]; found {
			return trace
		}
		for _, named := range All(time.Minute) {
			if named.Name == name {
				trace, err := simulator.Run(named.Config)
				if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				done[name] = trace
				return trace
			}
		}
		t.Fatalf("no trace %q", name)
		return nil
	}
}()

// Times between which a breach is at its height.
const (
	settled = Breach + 5*time.Minute
	ends    = Recovery - time.Minute
)

// values are those of all series of a metric with certain labels, within a time. There must be some.
func values(t *testing.T, trace *simulator.Trace, from, to time.Duration, metric string, pairs ...string) []float64 {
	t.Helper()
	found := anyValues(trace, from, to, metric, pairs...)
	if len(found) == 0 {
		t.Fatalf("no values of %s %v from %s to %s", metric, pairs, from, to)
	}
	return found
}

func anyValues(trace *simulator.Trace, from, to time.Duration, metric string, pairs ...string) []float64 {
	var found []float64
	for _, series := range trace.Find(metric, pairs...) {
		for _, sample := range series.Samples {
			if sample.At >= from && sample.At <= to {
				found = append(found, sample.Value)
			}
		}
	}
	return found
}

// rise is by how much counters rose within a time.
func rise(t *testing.T, trace *simulator.Trace, from, to time.Duration, metric string, pairs ...string) float64 {
	t.Helper()
	total := 0.0
	counters := trace.Find(metric, pairs...)
	if len(counters) == 0 {
		t.Fatalf("no series %s %v", metric, pairs)
	}
	for _, series := range counters {
		before, _ := series.At(from)
		after, _ := series.At(to)
		total += after.Value - before.Value
	}
	return total
}

func share(found []float64, met func(float64) bool) float64 {
	count := 0
	for _, value := range found {
		if met(value) {
			count++
		}
	}
	return float64(count) / float64(len(found))
}

func above(limit float64) func(float64) bool {
	return func(value float64) bool { return value > limit }
}

// firstTokens is a quantile in seconds of the times to first tokens within a time.
func firstTokens(trace *simulator.Trace, q float64, from, to time.Duration, component string) float64 {
	var found []float64
	for _, request := range trace.Log {
		if request.Component == component && request.FirstToken != simulator.NotYet && request.FirstToken >= from && request.FirstToken <= to {
			found = append(found, request.TimeToFirstToken().Seconds())
		}
	}
	slices.Sort(found)
	return found[int(q*float64(len(found)-1))]
}

func TestNamesAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for _, named := range All(time.Minute) {
		if seen[named.Name] {
			t.Errorf("%s exists twice", named.Name)
		}
		seen[named.Name] = true
	}
	fmt.Fprintf(os.Stderr, "%d traces, seed %d\n", len(seen), seed)
}

// TestBeforeTheBreachAllIsWell compares with the healthy trace. Exempt are traces of another world: with another load,
// engine or silence from the start.
func TestBeforeTheBreachAllIsWell(t *testing.T) {
	exempt := []string{"zone-starved", "scaled-in", "sglang-busy", "sglang-saturated", "reserved-only", "never-reported"}
	healthy := run(t, "healthy")
	for _, named := range All(time.Minute) {
		if slices.Contains(exempt, named.Name) {
			continue
		}
		trace := run(t, named.Name)
		byLabels := map[string]simulator.Series{}
		for _, series := range trace.Series {
			byLabels[series.Labels.String()] = series
		}
		for _, series := range healthy.Series {
			if !reflect.DeepEqual(before(series), before(byLabels[series.Labels.String()])) {
				t.Errorf("%s: %s differs before the breach", named.Name, series.Labels)
				break
			}
		}
	}
}

func before(series simulator.Series) []simulator.Sample {
	return slices.DeleteFunc(slices.Clone(series.Samples), func(sample simulator.Sample) bool { return sample.At >= Breach })
}

// calm checks a component that nothing is wrong with.
func calm(t *testing.T, name, component string, from, to time.Duration) {
	t.Helper()
	trace := run(t, name)
	if p99 := firstTokens(trace, 0.99, from, to, component); p99 > 2 {
		t.Errorf("%s, %s: P99 of the time to the first token is %v s", name, component, p99)
	}
	if waiting := values(t, trace, from, to, "vllm:num_requests_waiting", simulator.LabelComponent, component); share(waiting, above(5)) > 0 {
		t.Errorf("%s, %s: requests wait: %v", name, component, waiting)
	}
	if usage := values(t, trace, from, to, "vllm:kv_cache_usage_perc", simulator.LabelComponent, component); share(usage, above(0.6)) > 0 {
		t.Errorf("%s, %s: the KV cache is full: %v", name, component, usage)
	}
	if preempted := rise(t, trace, from, to, "vllm:num_preemptions_total", simulator.LabelComponent, component); preempted > 0 {
		t.Errorf("%s, %s: %v preemptions", name, component, preempted)
	}
	for _, request := range trace.Log {
		bad := request.Status != simulator.Answered && request.Status != simulator.Pending
		if bad && request.Component == component && request.Arrival >= from && request.Arrival <= to {
			t.Errorf("%s: got %+v", name, request)
			break
		}
	}
}

// TestWhoeverIsNotHitStaysCalm checks the components that a trace does not touch, and both where it touches no request.
func TestWhoeverIsNotHitStaysCalm(t *testing.T) {
	onlyQwen := []string{
		"spike", "kv-saturation", "queueing", "stalled", "kv-leak", "error-burst", "model-crash", "silent-model-crash",
		"zone-starved", "zone-lost", "scaling-not-triggered", "scaling-ceiling", "scaling-helps", "never-reported", "slow-engine",
		"gpu-memory-short",
	}
	nobody := []string{
		"healthy", "platform-overhead", "gpu-memory-leak", "gpu-memory-creep", "copies-gathered", "copies-stacked", "temperature", "xid", "disk-fill", "host-memory", "host-cpu",
		"slow-cold-start", "capacity-errors", "engine-silent", "endpoint-silent", "scrape-gap",
		"instance-gap", "counter-reset", "container-restart", "scaled-in",
	}
	for _, name := range onlyQwen {
		calm(t, name, Llama, 0, Length)
	}
	for _, name := range nobody {
		calm(t, name, Llama, 0, Length)
		calm(t, name, Qwen, 0, Length)
	}
	for _, name := range []string{"spike", "kv-saturation", "queueing", "kv-leak", "scaling-not-triggered", "model-crash"} {
		// Some take a while to work off what has piled up.
		calm(t, name, Qwen, Length-5*time.Minute, Length)
	}
	// Without the lost zone Qwen has one copy, which is enough, once what was under way has failed.
	calm(t, "zone-lost", Qwen, Breach+time.Second, Length)
}
