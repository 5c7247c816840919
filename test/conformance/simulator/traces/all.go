package traces

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// Named is a trace with its name.
type Named struct {
	Name   string
	Config simulator.Config
}

// All are the traces of this package, each once, published at an interval.
func All(every time.Duration) []Named {
	all := []Named{
		{"healthy", Healthy(2)},
		{"spike", Spike()},
		{"kv-saturation", KVSaturation(Qwen)},
		{"two-crossed", TwoCrossed()},
		{"two-causes", TwoCauses()},
		{"queueing", Queueing()},
		{"stalled", Stalled()},
		{"kv-leak", KVLeak()},
		{"sglang-busy", SGLangBusy()},
		{"sglang-saturated", SGLangSaturated()},
		{"reserved-only", ReservedOnly()},
		{"slow-engine", SlowEngine()},
		{"error-burst", ErrorBurst()},
		{"refusals", Refusals()},
		{"platform-overhead", PlatformOverhead()},
		{"gpu-memory-leak", GPUMemoryLeak()},
		{"gpu-memory-creep", GPUMemoryCreep()},
		{"gpu-memory-short", GPUMemoryShort()},
		{"model-crash", ModelCrash()},
		{"silent-model-crash", SilentModelCrash()},
		{"temperature", Temperature()},
		{"xid", XID()},
		{"disk-fill", DiskFill()},
		{"host-memory", HostMemory()},
		{"host-cpu", HostCPU()},
		{"zone-starved", ZoneStarved()},
		{"zone-lost", ZoneLost()},
		{"copies-gathered", CopiesGathered()},
		{"copies-stacked", CopiesStacked()},
		{"scaling-not-triggered", ScalingNotTriggered()},
		{"scaling-ceiling", ScalingCeiling()},
		{"scaling-helps", ScalingHelps()},
		{"scaled-in", ScaledIn()},
		{"slow-cold-start", SlowColdStart()},
		{"capacity-errors", CapacityErrors()},
		{"engine-silent", EngineSilent()},
		{"never-reported", NeverReported()},
		{"endpoint-silent", EndpointSilent()},
		{"scrape-gap", ScrapeGap(every)},
		{"instance-gap", InstanceGap(every)},
		{"counter-reset", CounterReset()},
		{"container-restart", ContainerRestart()},
	}
	for i := range all {
		all[i].Config.PublishInterval = every
	}
	return all
}
