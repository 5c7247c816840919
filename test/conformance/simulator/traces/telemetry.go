package traces

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// EngineSilent has the engines of Qwen stop publishing. They go on serving.
func EngineSilent() simulator.Config {
	return with(simulator.EngineSilent{Extent: during(simulator.Extent{Component: Qwen})})
}

// NeverReported has the engines of Qwen publish nothing from the start.
func NeverReported() simulator.Config {
	return with(simulator.EngineSilent{Extent: simulator.Extent{Component: Qwen}})
}

// EndpointSilent has all series of the endpoint end.
func EndpointSilent() simulator.Config {
	return with(simulator.ScrapeGap{Extent: lasting(simulator.Extent{})})
}

// ScrapeGap has no samples of anything for three minutes.
func ScrapeGap() simulator.Config {
	return with(simulator.ScrapeGap{Extent: simulator.Extent{From: Breach + time.Second, Until: Breach + 3*time.Minute + time.Second}})
}

// InstanceGap has no samples of an instance for three minutes.
func InstanceGap() simulator.Config {
	return with(simulator.ScrapeGap{Extent: simulator.Extent{
		Instance: QwenInB, From: Breach + time.Second, Until: Breach + 3*time.Minute + time.Second,
	}})
}

// CounterReset has the counters of a copy of Qwen begin at zero again.
func CounterReset() simulator.Config {
	return with(simulator.CounterReset{Extent: lasting(simulator.Extent{Container: QwenCopyB})})
}

// ContainerRestart has the container of a copy of Qwen restart, which takes 90 seconds.
func ContainerRestart() simulator.Config {
	return with(simulator.CounterReset{Extent: lasting(simulator.Extent{Container: QwenCopyB}), Downtime: 90 * time.Second})
}
