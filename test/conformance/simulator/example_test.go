package simulator_test

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/storage"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// A trace is simulated, put into a storage for the engine of Prometheus, and asked for classic metrics.
func Example() {
	config := traces.KVSaturation(traces.Qwen)
	config.PublishInterval = 10 * time.Second
	trace, err := simulator.Run(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	var database storage.Appendable = discard{}
	if err := trace.Write(context.Background(), database, time.Unix(0, 0)); err != nil {
		fmt.Println(err)
		return
	}
	latency, err := trace.Classic(simulator.ClassicQuery{
		Metric: "ModelLatency", Statistic: simulator.Percentile(99),
		Dimensions: map[string]string{simulator.DimensionComponent: traces.Qwen},
	})
	fmt.Println(latency[0].At, latency[0].Value < latency[len(latency)/2+30].Value, err)
	// Output: 0s true <nil>
}
