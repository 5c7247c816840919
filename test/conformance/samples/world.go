package samples

import (
	"fmt"
	"slices"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

const (
	// From is where within a trace the samples begin, so that the first half hour is good, and the newest point is bad.
	From = traces.Breach - 30*time.Minute
	// Step is the time between two points, Points how many there are.
	Step   = time.Minute
	Points = 61
	// end is after the last period of five minutes that is asked for.
	end = From + (Points-1)*Step + 5*time.Minute

	variant = "AllTraffic"
)

// The layouts of an endpoint.
const (
	components = "components"
	single     = "single"
)

// Names are those in the simulator: of the endpoint that is in the situation, and of others of its account.
var Names = map[string][]string{
	"endpoint":  {traces.Endpoint, "search", "summaries"},
	"variant":   {variant},
	"component": {traces.Qwen, traces.Llama},
}

// configs are the endpoints of a world in a situation: the first one is in it, the others are well.
func configs(world World, situation Situation) ([]simulator.Config, error) {
	engine := simulator.EngineKind(world.Engine)
	if engine != simulator.VLLM && engine != simulator.SGLang {
		return nil, fmt.Errorf("no engine %q", world.Engine)
	}
	first := situation.config()
	for i := range first.Components {
		first.Components[i].Engine = engine
	}
	all := []simulator.Config{first}
	switch world.Layout {
	case single:
		all[0] = withoutComponents(first)
	case components:
		all = append(all, neighbour(1, simulator.VLLM), neighbour(2, simulator.SGLang))
	default:
		return nil, fmt.Errorf("no layout %q", world.Layout)
	}
	for i := range all {
		all[i].PublishInterval = time.Duration(world.Every) * time.Second
		all[i].Variant = variant
		all[i].Duration = end
	}
	return all, nil
}

// withoutComponents is an endpoint with the first component as its only model.
func withoutComponents(config simulator.Config) simulator.Config {
	model := config.Components[0]
	model.Name = ""
	config.Components = []simulator.Component{model}
	config.Instances = slices.DeleteFunc(slices.Clone(config.Instances), func(instance simulator.Instance) bool {
		return !slices.ContainsFunc(model.Copies, func(placed simulator.Copy) bool { return placed.Instance == instance.ID })
	})
	config.Operations = slices.Clone(config.Operations)
	for i := range config.Operations {
		config.Operations[i].Component = ""
	}
	return config
}

// neighbour is another endpoint with one model, with instances and containers of its own.
func neighbour(number int, engine simulator.EngineKind) simulator.Config {
	config := withoutComponents(traces.Healthy(2))
	config.Endpoint = Names["endpoint"][number]
	config.Seed += uint64(number)
	config.Components[0].Engine = engine
	config.Components[0].Copies = slices.Clone(config.Components[0].Copies)
	for i := range config.Instances {
		renamed := fmt.Sprintf("i-%d%d", number, i+1)
		for j := range config.Components[0].Copies {
			if placed := &config.Components[0].Copies[j]; placed.Instance == config.Instances[i].ID {
				placed.Instance, placed.ContainerID = renamed, fmt.Sprintf("c-%d%d", number, j+1)
			}
		}
		config.Instances[i].ID = renamed
	}
	return config
}
