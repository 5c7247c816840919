package samples

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// Situation is what dashboards are shown in.
type Situation struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`

	config func() simulator.Config
}

// Situations are all, in the order in which they are offered.
func Situations() []Situation {
	return []Situation{
		{"healthy-day", "Healthy day", "Nothing is wrong. An hour of even traffic.", func() simulator.Config { return traces.Healthy(2) }},
		{"kv-saturation", "KV saturation", "From 10:30 on more long answers come than fit into the KV caches of a component.",
			func() simulator.Config { return traces.KVSaturation(traces.Qwen) }},
		{"zone-loss", "Zone loss", "At 10:30 a zone is lost. The copy that is left of a component serves its requests alone, and they begin to wait.", zoneLoss},
		{"cold-start", "Cold start", "At 10:30 more requests come than two copies can serve. A third one is asked for at 10:35 and serves at 10:45.", coldStart},
	}
}

// lonelyRate is about what one copy can take, so that the loss of the other one is felt.
const lonelyRate = 2.4

func zoneLoss() simulator.Config {
	config := traces.ZoneLost()
	config.Components[0].Load = simulator.Load{simulator.Conversation(lonelyRate)}
	return config
}

// slowStart is how long the third copy takes once it has an instance: with the four minutes before it, ten.
var slowStart = simulator.ColdStart{ModelDownload: 3*time.Minute + 30*time.Second, GPULoad: 100 * time.Second, ContainerStart: 50 * time.Second}

func coldStart() simulator.Config {
	config := traces.ScalingHelps()
	copies := config.Components[0].Copies
	added := &copies[len(copies)-1]
	grown := slowStart.ModelDownload + slowStart.GPULoad + slowStart.ContainerStart -
		added.ColdStart.ModelDownload - added.ColdStart.GPULoad - added.ColdStart.ContainerStart
	added.ColdStart = slowStart
	config.Operations[0].Duration += grown
	return config
}
