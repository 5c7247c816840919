package traces

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// GPUMemoryLeak has the memory of a GPU of Qwen rise from its reservation to 99.5 % within 50 minutes.
func GPUMemoryLeak() simulator.Config {
	return with(simulator.MemoryLeak{
		Extent: lasting(simulator.Extent{Container: QwenCopyB}), Rise: simulator.Rise{Level: 0.995, Over: 50 * time.Minute},
	})
}

// GPUMemoryCreep has the memory of a GPU of Qwen rise from its reservation to 97 % within ten hours, of which seven are in the trace.
func GPUMemoryCreep() simulator.Config {
	config := with(simulator.MemoryLeak{
		Extent: lasting(simulator.Extent{Container: QwenCopyB}), Rise: simulator.Rise{Level: 0.97, Over: 10 * time.Hour},
	})
	config.Duration = 8 * time.Hour
	return config
}

// GPUMemoryShort has requests of Qwen wait, while something else fills the memory of one of its GPUs.
func GPUMemoryShort() simulator.Config {
	config := Queueing()
	config.Faults = []simulator.Fault{simulator.MemoryLeak{
		Extent: lasting(simulator.Extent{Container: QwenCopyB}), Rise: simulator.Rise{Level: 0.995, Over: 2 * time.Minute},
	}}
	return config
}

// ModelCrash has a copy of Qwen die while its server goes on publishing.
func ModelCrash() simulator.Config {
	return with(simulator.MemoryDrop{Extent: during(simulator.Extent{Container: QwenCopyB})})
}

// SilentModelCrash has a copy of Qwen die with its server.
func SilentModelCrash() simulator.Config {
	return with(simulator.MemoryDrop{Extent: during(simulator.Extent{Container: QwenCopyB}), Silent: true})
}

// Temperature has the GPU of a copy of Qwen heat up to 94 degrees Celsius within ten minutes.
func Temperature() simulator.Config {
	return with(simulator.GPUTemperature{
		Extent: during(simulator.Extent{Container: QwenCopyB}), Rise: simulator.Rise{Level: 94, Over: 10 * time.Minute},
	})
}

// XID has the GPU of a copy of Qwen fall off the bus.
func XID() simulator.Config {
	return with(simulator.XID{Extent: lasting(simulator.Extent{Container: QwenCopyB}), Code: 79})
}

// DiskFill has the root disk of an instance fill up to 97 % within 20 minutes.
func DiskFill() simulator.Config {
	return with(simulator.DiskFill{Extent: during(onInstance), Rise: simulator.Rise{Level: 0.97, Over: 20 * time.Minute}})
}

// HostMemory has an instance use 95 % of its memory.
func HostMemory() simulator.Config {
	return with(simulator.HostMemory{Extent: during(onInstance), Rise: simulator.Rise{Level: 0.95, Over: 5 * time.Minute}})
}

// HostCPU has an instance keep 97 % of its cores busy.
func HostCPU() simulator.Config {
	return with(simulator.HostCPU{Extent: during(onInstance), Rise: simulator.Rise{Level: 0.97}})
}

var onInstance = simulator.Extent{Instance: QwenInB}
