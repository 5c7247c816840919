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

// ScrapeGap has three samples missing of everything.
func ScrapeGap(every time.Duration) simulator.Config {
	return with(simulator.ScrapeGap{Extent: gap(simulator.Extent{}, every)})
}

// InstanceGap has three samples missing of an instance.
func InstanceGap(every time.Duration) simulator.Config {
	return with(simulator.ScrapeGap{Extent: gap(simulator.Extent{Instance: QwenInB}, every)})
}

// gap is where samples are missing from the first after Breach on.
func gap(where simulator.Extent, every time.Duration) simulator.Extent {
	where.From, where.Until = Breach+time.Second, Breach+3*every+time.Second
	return where
}

// CounterReset has the counters of a copy of Qwen begin at zero again.
func CounterReset() simulator.Config {
	return with(simulator.CounterReset{Extent: lasting(simulator.Extent{Container: QwenCopyB})})
}

// ContainerRestart has the container of a copy of Qwen restart, which takes 90 seconds.
func ContainerRestart() simulator.Config {
	return with(simulator.CounterReset{Extent: lasting(simulator.Extent{Container: QwenCopyB}), Downtime: 90 * time.Second})
}
