package traces

import (
	"slices"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// busyRate is what two copies can take and one cannot.
const busyRate = 3.1

// ZoneStarved has the router keep requests from zone B, so that Qwen's copy in zone A gets more than it can take.
func ZoneStarved() simulator.Config {
	config := with(simulator.ZoneStarved{Extent: during(simulator.Extent{Zone: ZoneB})})
	find(&config, Qwen).Load = simulator.Load{simulator.Conversation(busyRate)}
	return config
}

// ZoneLost has the instance of zone B end, with a copy of Qwen.
func ZoneLost() simulator.Config {
	return with(simulator.ZoneLost{Extent: lasting(simulator.Extent{Zone: ZoneB})})
}

// pressure is traffic that the two copies of Qwen cannot take: requests wait for their prompts to be computed.
func pressure(config *simulator.Config, until time.Duration) {
	more := simulator.Change{From: Breach, Until: until, Begin: 5.3}
	find(config, Qwen).Load = simulator.Load{simulator.Conversation(requestsPerSecond, more)}
}

// ScalingNotTriggered has pressure on Qwen, and its copies stay two, below a maximum of more.
func ScalingNotTriggered() simulator.Config {
	config := World()
	pressure(&config, Recovery)
	return config
}

// coldStart is what a copy takes to serve.
var coldStart = simulator.ColdStart{ModelDownload: 60 * time.Second, GPULoad: 40 * time.Second, ContainerStart: 20 * time.Second}

const (
	thirdInstance = "i-5"
	thirdCopy     = "c-5"
	// scaled is when a third copy is asked for, five minutes after the pressure begins.
	scaled = Breach + 5*time.Minute
	// provisioning is how long an instance takes to come.
	provisioning = 4 * time.Minute
)

// scaleOut adds a third copy of Qwen on an instance of its own.
func scaleOut(config *simulator.Config, start simulator.ColdStart) {
	added := instance(thirdInstance, ZoneC)
	added.From = scaled + provisioning
	config.Instances = append(config.Instances, added)
	qwen := find(config, Qwen)
	qwen.Copies = append(qwen.Copies, simulator.Copy{
		ContainerID: thirdCopy, Instance: thirdInstance, From: added.From, ColdStart: start,
	})
	config.Operations = append(config.Operations, simulator.Operation{
		At: scaled, Duration: provisioning + start.ModelDownload + start.GPULoad + start.ContainerStart,
		Component: Qwen, Direction: simulator.ScaleOut, Type: "UpdateInferenceComponentRuntimeConfig",
	})
}

// ScalingCeiling has pressure on Qwen for the rest of the trace: a third copy comes, the maximum, and is not enough.
func ScalingCeiling() simulator.Config {
	config := World()
	more := simulator.Change{From: Breach, Begin: 8.4}
	find(&config, Qwen).Load = simulator.Load{simulator.Conversation(requestsPerSecond, more)}
	scaleOut(&config, coldStart)
	return config
}

// ScalingHelps has pressure on Qwen that a third copy relieves.
func ScalingHelps() simulator.Config {
	config := World()
	pressure(&config, 0)
	scaleOut(&config, coldStart)
	return config
}

// ScaledIn has Qwen give up a copy that it does not need.
func ScaledIn() simulator.Config {
	config := World()
	qwen := find(&config, Qwen)
	qwen.Load = simulator.Load{simulator.Conversation(1)}
	qwen.Copies[1].Until = Breach
	config.Operations = []simulator.Operation{{
		At: Breach, Duration: 30 * time.Second, Component: Qwen, Direction: simulator.ScaleIn,
		Type: "UpdateInferenceComponentRuntimeConfig",
	}}
	return config
}

// SlowColdStart has a third copy of Qwen take a quarter of an hour to start.
func SlowColdStart() simulator.Config {
	config := World()
	scaleOut(&config, simulator.ColdStart{
		ModelDownload: 10 * time.Minute, GPULoad: 4 * time.Minute, ContainerStart: time.Minute,
	})
	return config
}

// CapacityErrors has no instance to be had in any zone, once a minute.
func CapacityErrors() simulator.Config {
	return with(simulator.CapacityErrors{
		Extent: during(simulator.Extent{}), InstanceType: instanceType, Every: time.Minute, Count: 1,
	})
}

// CopiesGathered has the copy of Qwen in zone B move to zone A, where the other one is.
func CopiesGathered() simulator.Config {
	config := World()
	move(&config, instance(thirdInstance, ZoneA), QwenCopyB)
	return config
}

// CopiesStacked has both copies of Qwen move to one instance with two GPUs in zone C.
func CopiesStacked() simulator.Config {
	config := World()
	target := instance(thirdInstance, ZoneC)
	target.GPUs = 2
	move(&config, target, QwenCopyA, QwenCopyB)
	return config
}

// move ends copies of Qwen at Breach and begins as many on a new instance.
func move(config *simulator.Config, to simulator.Instance, containers ...string) {
	to.From = Breach
	config.Instances = append(config.Instances, to)
	qwen := find(config, Qwen)
	for i := range qwen.Copies {
		if gpu := slices.Index(containers, qwen.Copies[i].ContainerID); gpu >= 0 {
			qwen.Copies[i].Until = Breach
			qwen.Copies = append(qwen.Copies, simulator.Copy{
				ContainerID: movedCopies[gpu], Instance: to.ID, FirstGPU: gpu, From: Breach,
			})
		}
	}
}

var movedCopies = []string{"c-6", "c-7"}
