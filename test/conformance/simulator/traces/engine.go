package traces

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// Healthy has nothing wrong for so many hours.
func Healthy(hours int) simulator.Config {
	config := World()
	config.Duration = time.Duration(hours) * time.Hour
	return config
}

// Spike is more traffic than the copies of Qwen can take, over in a minute.
func Spike() simulator.Config {
	config := World()
	spike := simulator.Change{From: Breach, Until: Breach + time.Minute, Begin: 7}
	find(&config, Qwen).Load = simulator.Load{simulator.Conversation(requestsPerSecond, spike)}
	return config
}

// longAnswers fill the KV cache of a component and ask little of its compute.
func longAnswers(perSecond float64) simulator.Stream {
	return simulator.Stream{
		Changes:    []simulator.Change{{From: Breach, Until: Recovery, Begin: perSecond}},
		Prompt:     simulator.Lengths{Median: 300, Spread: 0.3, Min: 100, Max: 1000},
		Answer:     simulator.Lengths{Median: 1500, Spread: 0.3, Min: 500, Max: 3000},
		PrefixHits: 0.5,
	}
}

// KVSaturation has more long answers than fit in the KV caches of a component.
func KVSaturation(component string) simulator.Config {
	config := World()
	saturate(&config, component)
	return config
}

func saturate(config *simulator.Config, component string) {
	of := find(config, component)
	of.Load = append(of.Load, longAnswers(saturatingRate))
}

// saturatingRate is by how much a component's copies cannot keep up.
const saturatingRate = 3.2

// TwoCrossed has full KV caches at Qwen, while Llama is slow for another reason.
func TwoCrossed() simulator.Config {
	config := with(simulator.SlowDecode{Extent: during(simulator.Extent{Component: Llama}), Factor: 4})
	saturate(&config, Qwen)
	return config
}

// TwoCauses has full KV caches at Qwen, while requests of Llama wait for a place in the batch.
func TwoCauses() simulator.Config {
	config := KVSaturation(Qwen)
	crowd(&config, Llama)
	return config
}

// Queueing has requests of Qwen wait for a place in the batch, while the KV cache has room.
func Queueing() simulator.Config {
	config := World()
	crowd(&config, Qwen)
	return config
}

func crowd(config *simulator.Config, component string) {
	crowded := find(config, component)
	crowded.Profile.MaxBatch = 12
	more := simulator.Change{From: Breach, Until: Recovery, Begin: 3.3}
	crowded.Load = simulator.Load{simulator.Conversation(requestsPerSecond, more)}
}

// Stalled has a copy of Qwen that stops in the middle of a step.
func Stalled() simulator.Config {
	return with(simulator.Stall{Extent: during(simulator.Extent{Container: QwenCopyB})})
}

// KVLeak has a copy of Qwen lose its KV cache little by little.
func KVLeak() simulator.Config {
	return with(simulator.KVLeak{
		Extent: during(simulator.Extent{Container: QwenCopyB}), Rise: simulator.Rise{Level: 0.95, Over: 10 * time.Minute},
	})
}

// SGLangBusy has SGLang serve Llama: its cache is as full as it should be, and nothing waits.
func SGLangBusy() simulator.Config {
	config := World()
	find(&config, Llama).Engine = simulator.SGLang
	return config
}

// SGLangSaturated has SGLang serve Llama, and more long answers than fit in its KV caches.
func SGLangSaturated() simulator.Config {
	config := SGLangBusy()
	saturate(&config, Llama)
	return config
}

// ReservedOnly has engines that reserved their memory and get no requests.
func ReservedOnly() simulator.Config {
	config := World()
	for i := range config.Components {
		config.Components[i].Load = nil
	}
	return config
}

// SlowEngine has the engines of Qwen decode twenty times slower, with few places in the batch: requests wait and few tokens come.
func SlowEngine() simulator.Config {
	config := with(simulator.SlowDecode{Extent: during(simulator.Extent{Component: Qwen}), Factor: 20})
	find(&config, Qwen).Profile.MaxBatch = 12
	return config
}

// ErrorBurst has two thirds of Qwen's requests fail, in all ways.
func ErrorBurst() simulator.Config {
	return with(simulator.ErrorBurst{
		Extent: during(simulator.Extent{Component: Qwen}), Refused: 0.06, Failed: 0.3, Disconnected: 0.04, BrokenOff: 0.3,
	})
}

// Refusals has the containers refuse most requests.
func Refusals() simulator.Config {
	return with(simulator.ErrorBurst{Extent: during(simulator.Extent{}), Refused: 0.6})
}

// PlatformOverhead has SageMaker add two seconds to every request.
func PlatformOverhead() simulator.Config {
	return with(simulator.Overhead{Extent: during(simulator.Extent{}), Extra: 2 * time.Second})
}
