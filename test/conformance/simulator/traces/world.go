// Package traces has a configuration of the simulator for each cause that an alarm tells, and for what no alarm must
// tell. They differ in that cause only: the same endpoint, the same requests before it begins.
package traces

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

const (
	// Endpoint has the components Qwen and Llama.
	Endpoint, Variant = "chat", "blue"
	Qwen, Llama       = "qwen", "llama"
	// QwenModel and LlamaModel are what their engines call the models.
	QwenModel, LlamaModel = "qwen3-8b", "llama-3.1-8b"

	Region  = "eu-west-1"
	Account = "111122223333"
	// ZoneA has two instances, the others one each.
	ZoneA, ZoneB, ZoneC = "eu-west-1a", "eu-west-1b", "eu-west-1c"

	// Each instance has one copy: of Qwen in the zones A and B, of Llama in C and A.
	QwenInA, QwenInB, LlamaInC, LlamaInA = "i-1", "i-2", "i-3", "i-4"
	QwenCopyA, QwenCopyB                 = "c-1", "c-2"
	LlamaCopyC, LlamaCopyA               = "c-3", "c-4"
	instanceType                         = "ml.p5.4xlarge"
	gpuModel                             = "NVIDIA H100 80GB HBM3"
	gpuMemoryMiB                         = 81559
	hostMemory                           = 256 << 30
	requestsPerSecond                    = 1.2
	seed                                 = 20260
)

const (
	// Length is how long the traces are, unless they say otherwise.
	Length = 2 * time.Hour
	// Breach is when what is wrong begins, Recovery when it ends, unless a trace says that it lasts.
	Breach, Recovery = 60 * time.Minute, 90 * time.Minute
)

// kvCacheTokens is less than a GPU of that size has room for, so that long answers fill the cache before the batch.
const kvCacheTokens = 128_000

// World is the endpoint without anything wrong.
func World() simulator.Config {
	return simulator.Config{
		Duration: Length, PublishInterval: time.Minute, Seed: seed,
		Endpoint: Endpoint, Variant: Variant, Account: Account, Region: Region,
		Instances: []simulator.Instance{
			instance(QwenInA, ZoneA), instance(QwenInB, ZoneB), instance(LlamaInC, ZoneC), instance(LlamaInA, ZoneA),
		},
		Components: []simulator.Component{
			component(Qwen, QwenModel, simulator.Copy{ContainerID: QwenCopyA, Instance: QwenInA}, simulator.Copy{ContainerID: QwenCopyB, Instance: QwenInB}),
			component(Llama, LlamaModel, simulator.Copy{ContainerID: LlamaCopyC, Instance: LlamaInC}, simulator.Copy{ContainerID: LlamaCopyA, Instance: LlamaInA}),
		},
	}
}

func instance(id, zone string) simulator.Instance {
	return simulator.Instance{
		ID: id, Type: instanceType, Zone: zone, GPUs: 1, GPUMemoryMiB: gpuMemoryMiB, GPUModel: gpuModel,
		CPUs: 4, MemoryBytes: hostMemory,
	}
}

func component(name, model string, copies ...simulator.Copy) simulator.Component {
	profile := simulator.Llama8BOnH100()
	profile.KVCacheTokens = kvCacheTokens
	return simulator.Component{
		Name: name, ModelName: model, Engine: simulator.VLLM, Profile: profile, Copies: copies,
		Load: simulator.Load{simulator.Conversation(requestsPerSecond)},
	}
}

// find is the component of a name.
func find(config *simulator.Config, name string) *simulator.Component {
	for i := range config.Components {
		if config.Components[i].Name == name {
			return &config.Components[i]
		}
	}
	panic("no component " + name)
}

// with is the world with faults.
func with(faults ...simulator.Fault) simulator.Config {
	config := World()
	config.Faults = faults
	return config
}

// during is where something is wrong between Breach and Recovery.
func during(where simulator.Extent) simulator.Extent {
	where.From, where.Until = Breach, Recovery
	return where
}

// lasting is where something is wrong from Breach on.
func lasting(where simulator.Extent) simulator.Extent {
	where.From = Breach
	return where
}
