package scaling

import (
	"fmt"
	"time"

	"cdk-sagemaker-insights/conformance/scaling/loads"
	"cdk-sagemaker-insights/conformance/simulator"
)

// The names in the world, which templates have to use.
const (
	Endpoint, Variant, Component = "chat", "AllTraffic", "qwen"
	modelName                    = "qwen3-8b"
	// MaxCopies is how many copies the fleet has room for.
	MaxCopies = 8
)

// Startup is how long it takes until a new copy serves.
type Startup struct {
	ColdStart simulator.ColdStart
	// Instances exist from the beginning, with a GPU each. A copy beyond them waits for an instance of its own.
	Instances    int
	Provisioning time.Duration
	// Idle is after how long without a copy an instance beyond those is given back.
	Idle time.Duration
}

// FreeGPUs is a fleet in which every copy finds a GPU and serves after two minutes.
func FreeGPUs() Startup {
	return Startup{
		ColdStart: simulator.ColdStart{ModelDownload: time.Minute, GPULoad: 40 * time.Second, ContainerStart: 20 * time.Second},
		Instances: MaxCopies, Provisioning: 5 * time.Minute, Idle: 10 * time.Minute,
	}
}

// Provisioned is a fleet with so many instances, in which further copies serve after seven minutes.
func Provisioned(instances int) Startup {
	startup := FreeGPUs()
	startup.Instances = instances
	return startup
}

// world is the endpoint at the beginning of a load. Nobody looks at its series unless there are alarms.
func world(setup *Setup) simulator.Config {
	publish := setup.Publish
	if setup.Policies == nil || len(setup.Policies.Alarms) == 0 {
		publish = setup.Load.Duration
	}
	config := simulator.Config{
		Duration: setup.Load.Duration, PublishInterval: publish, Seed: setup.Load.Seed,
		Endpoint: Endpoint, Variant: Variant, Account: "111122223333", Region: "eu-west-1",
		Components: []simulator.Component{{
			Name: Component, ModelName: modelName, Engine: simulator.VLLM, Profile: simulator.Llama8BOnL4(),
			Load: setup.Load.Streams, Recorded: setup.Load.Recorded,
		}},
	}
	for i := range max(setup.Startup.Instances, setup.Load.Copies) {
		config.Instances = append(config.Instances, instance(i, 0, publish))
	}
	for i := range setup.Load.Copies {
		config.Components[0].Copies = append(config.Components[0].Copies, simulator.Copy{
			ContainerID: fmt.Sprintf("c-%d", i), Instance: config.Instances[i].ID,
		})
	}
	return config
}

var zones = []string{"eu-west-1a", "eu-west-1b", "eu-west-1c"}

// instance is a machine with one GPU. Collectors do not scrape in step: their offsets are spread over the interval.
func instance(number int, from, publish time.Duration) simulator.Instance {
	const spread = 7
	return simulator.Instance{
		ID: fmt.Sprintf("i-%d", number), Type: "ml.g6.xlarge", Zone: zones[number%len(zones)], GPUs: 1, GPUMemoryMiB: 23034,
		GPUModel: "NVIDIA L4", CPUs: 1, MemoryBytes: 16 << 30, From: from,
		ScrapeOffset: publish * time.Duration(number%spread) / spread,
	}
}

// Setup is what is run.
type Setup struct {
	Load    loads.Load
	Startup Startup
	// Publish is the time between two samples of a series, Ingestion how long it takes until CloudWatch shows a sample or a data
	// point.
	Publish, Ingestion time.Duration
	Policies           Policies
	// Begin is when the policies and their alarms come into being.
	Begin    time.Duration
	Unknowns Unknowns
}
