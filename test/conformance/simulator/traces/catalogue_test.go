package traces

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/util/teststorage"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/simulator"
)

// everything has both engines, and all events shortly after the breach.
func everything() simulator.Config {
	config := SGLangBusy()
	config.Duration = 80 * time.Minute
	config.Faults = []simulator.Fault{
		simulator.CapacityErrors{Extent: during(simulator.Extent{}), InstanceType: instanceType, Every: time.Minute, Count: 1},
		simulator.XID{Extent: lasting(simulator.Extent{Container: QwenCopyB}), Code: 79},
	}
	scaleOut(&config, coldStart)
	for _, name := range []string{"rebalancing_blocked", "rebalancing_duration", "ic_copy_moved", "instances_released"} {
		config.Events = append(config.Events, simulator.Event{Name: name, At: Breach, Value: 1, Component: Qwen, Instance: QwenInB})
	}
	return config
}

// TestTheCatalogueFindsItsSignals evaluates the catalogue's queries: names, labels and types are those that it asks for.
func TestTheCatalogueFindsItsSignals(t *testing.T) {
	queries, err := catalogue.Load("../../build/queries.json")
	if err != nil {
		t.Fatal(err)
	}
	trace, err := simulator.Run(everything())
	if err != nil {
		t.Fatal(err)
	}
	storage := teststorage.New(t)
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := trace.Write(t.Context(), storage, start); err != nil {
		t.Fatal(err)
	}
	evaluator := engine.New()
	defer evaluator.Close()

	// Nothing is missing, no adapter is in use, and SageMaker's own series and those of other servers are not simulated.
	absent := []string{"telemetry-gap", "adapters-in-use", "server-responses", "server-error-ratio"}
	ofRequests := []string{"invocation", "model-latency", "overhead-latency", "first-chunk", "mid-stream", "concurrent-requests"}
	found := 0
	for _, signal := range queries.Names() {
		query, err := queries.Resolve(signal + " engines=both every=60 scope=endpoint")
		if err != nil {
			if slices.Contains(absent, signal) || isAnyOf(signal, ofRequests) {
				continue
			}
			t.Error(err)
			continue
		}
		asked, err := evaluator.NewInstantQuery(t.Context(), storage, nil, query.Text, start.Add(Breach+13*time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		result := asked.Exec(t.Context())
		if result.Err != nil || len(result.Warnings) > 0 {
			t.Errorf("%s: %v %v", signal, result.Err, result.Warnings)
		}
		vector, err := result.Vector()
		if err != nil {
			t.Fatal(err)
		}
		if want := !slices.Contains(absent, signal) && !isAnyOf(signal, ofRequests); (len(vector) > 0) != want {
			t.Errorf("%s yields %v", signal, vector)
		}
		if len(vector) > 0 {
			found++
		}
		asked.Close()
	}
	if found < 40 {
		t.Errorf("%d signals found", found)
	}
}

func isAnyOf(signal string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(signal, prefix) })
}
