package alarms

import (
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// delayCase is a step over the threshold of a rule.
type delayCase struct {
	rule, contributor string
	config            func() simulator.Config
	// crossed is when.
	crossed func(*testing.T, simulator.Config) time.Duration
	// sampled tells whether a sample must come that shows it: not of what is an event of its own, or the end of samples.
	sampled bool
}

var (
	copyB    = simulator.Extent{Container: traces.QwenCopyB, From: traces.Breach}
	instance = simulator.Extent{Instance: traces.QwenInB, From: traces.Breach}
	begins   = crossedAt(traces.Breach)
)

func faulty(faults ...simulator.Fault) func() simulator.Config {
	return func() simulator.Config {
		config := traces.World()
		config.Faults = faults
		return config
	}
}

// crowded has twice as many requests of Qwen as its copies can take, at once.
func crowded() simulator.Config {
	config := traces.World()
	config.Components[0].Load = simulator.Load{simulator.Conversation(1.2, simulator.Change{From: traces.Breach, Begin: 9})}
	return config
}

// crowdedOut is the same beside a GPU without memory.
func crowdedOut() simulator.Config {
	config := crowded()
	config.Faults = []simulator.Fault{simulator.MemoryLeak{Extent: copyB, Rise: simulator.Rise{Level: 0.995}}}
	return config
}

func saturated() simulator.Config { return traces.KVSaturation(traces.Qwen) }

// fullCache takes nearly all of the KV cache away.
var fullCache = faulty(simulator.KVLeak{Extent: copyB, Rise: simulator.Rise{Level: 0.97}})

// delayCases has every rule and cause.
var delayCases = []delayCase{
	{"kv-cache-pressure", "qwen", fullCache, crossedBySamples(clock(61, 0), kvAbove(0.9)), true},
	{"kv-cache-full", "qwen", fullCache, crossedBySamples(clock(61, 0), kvAbove(0.95)), true},
	{"waiting-requests", "qwen", crowded, crossedBySamples(clock(61, 0), waitingAbove(10)), true},
	{"preemptions", "qwen", saturated, crossedBySamples(clock(66, 0), preempted), true},
	{"kv-bound", "qwen", saturated,
		crossedBySamples(clock(66, 0), always(kvAbove(0.95), waitingAbove(5), preempted)), true},
	{"throughput-stalled", "c-2", faulty(simulator.Stall{Extent: copyB}), begins, true},
	{"throughput-below-expected", "i-1", traces.SlowEngine, crossedBySamples(clock(66, 0), func(w world, at time.Duration) bool {
		return w.most("vllm:num_requests_waiting", at, of{"@resource.host.id", "i-1"}) > 0
	}), true},
	{"latency-baseline", "qwen", crowded, crossedByLog, true},
	{"gpu-memory-drop", "i-2", faulty(simulator.MemoryDrop{Extent: copyB}), begins, true},
	{"gpu-memory-exhausted", "i-2", faulty(simulator.MemoryLeak{Extent: copyB, Rise: simulator.Rise{Level: 0.995}}), begins, true},
	// One point above the reservation: two hours after the leak begins.
	{"gpu-memory-trend", "i-2", traces.GPUMemoryCreep, crossedAt(clock(180, 0)), true},
	{"gpu-temperature", "i-2", faulty(simulator.GPUTemperature{Extent: copyB, Rise: simulator.Rise{Level: 94}}), begins, true},
	{"disk", "i-2", faulty(simulator.DiskFill{Extent: instance, Rise: simulator.Rise{Level: 0.97}}), begins, true},
	{"memory", "i-2", faulty(simulator.HostMemory{Extent: instance, Rise: simulator.Rise{Level: 0.95}}), begins, true},
	{"cpu", "i-2", faulty(simulator.HostCPU{Extent: instance, Rise: simulator.Rise{Level: 0.97}}), begins, true},
	{"zone-without-instances", "eu-west-1b", traces.ZoneLost, begins, false},
	{"zone-traffic-share", "eu-west-1b", traces.ZoneStarved, begins, true},
	{"copies-in-one-zone", "qwen", traces.CopiesGathered, begins, false},
	{"copies-on-one-instance", "qwen", traces.CopiesStacked, begins, false},
	{"zone-skew", "chat", traces.CopiesGathered, begins, true},
	{"capacity-errors", "eu-west-1a", traces.CapacityErrors, happensAt(traces.Breach), false},
	{"slow-cold-start", "qwen", traces.SlowColdStart, happensAt(clock(79, 0)), false},
	{"scaling-not-triggered", "qwen", crowded, crossedBySamples(clock(61, 0), waitingAbove(5)), true},
	// The third copy serves from 71:00 on.
	{"scaling-at-maximum", "qwen", traces.ScalingCeiling, crossedAt(clock(71, 0)), true},
	{"endpoint-silent", "chat", traces.EndpointSilent, begins, false},
	{"component-stopped", "qwen", traces.EngineSilent, begins, false},
	{"engine-silent", "qwen", traces.EngineSilent, begins, false},
	{"components-missing", "chat", traces.NeverReported, crossedAt(0), true},
	{"time-to-first-token-fast-burn", "qwen", crowded, crossedByLog, true},
	{"time-to-first-token-slow-burn", "qwen", crowded, crossedByLog, true},
	{"zone-imbalance", "qwen", traces.ZoneStarved, begins, true},
	{"gpu-memory-pressure", "qwen", crowdedOut, begins, true},
	{"scaling-stuck", "qwen", crowded, crossedBySamples(clock(61, 0), waitingAbove(5)), true},
	{"kv-cache-saturated", "qwen", saturated, crossedBySamples(clock(66, 0), always(isLate, kvAbove(0.9))), true},
	{"queueing", "qwen", crowded, crossedBySamples(clock(61, 0), waitingAbove(5)), true},
	{"telemetry-missing", "qwen", traces.EngineSilent, begins, false},
}
