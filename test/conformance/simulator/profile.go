package simulator

import "time"

// Profile is how fast a model runs on its GPUs and how much it holds.
type Profile struct {
	// PrefillOverhead and PrefillPerToken make the time for the uncached part of a prompt.
	PrefillOverhead, PrefillPerToken time.Duration
	// PrefillSlice is the most time that a step spends on prompts while answers run beside them: it is by how
	// much a new request slows down the running ones.
	PrefillSlice time.Duration
	// InterTokenLatency is the length of a step with a single answer, InterTokenSlope what each further one
	// adds.
	InterTokenLatency, InterTokenSlope time.Duration
	// KVCacheTokens is how many tokens the KV cache holds.
	KVCacheTokens int
	// MaxBatch is how many requests run at once.
	MaxBatch int
	// GPUs is how many a copy uses, ReservedMemory the share of their memory that the engine takes at its
	// start and holds.
	GPUs           int
	ReservedMemory float64
}

const (
	kib = 1 << 10
	gib = 1 << 30

	// Bytes of a token in the KV cache, in FP16.
	llama8BTokenBytes  = 128 * kib
	llama70BTokenBytes = 320 * kib
	// What a model's weights take, in FP16.
	llama8BBytes  = 16e9
	llama70BBytes = 141e9
	// What an engine needs besides weights and cache, per GPU.
	engineBytes = 2e9

	// vllmReservation is vLLM's share of GPU memory by default.
	vllmReservation = 0.92
	// vllmMaxBatch is vLLM's limit by default.
	vllmMaxBatch = 256
)

// kvCacheTokens is what reserved memory leaves for the KV cache.
func kvCacheTokens(memoryGiB float64, gpus int, weights, tokenBytes float64) int {
	return int((float64(gpus)*(memoryGiB*gib*vllmReservation-engineBytes) - weights) / tokenBytes)
}

func llama8B(memoryGiB float64) Profile {
	return Profile{
		PrefillOverhead: 32 * time.Millisecond,
		PrefillSlice:    40 * time.Millisecond,
		KVCacheTokens:   kvCacheTokens(memoryGiB, 1, llama8BBytes, llama8BTokenBytes),
		MaxBatch:        vllmMaxBatch, GPUs: 1, ReservedMemory: vllmReservation,
	}
}

// Llama8BOnL4 is a model of 8 billion parameters on a GPU with 24 GB. Its speed follows from the GPU's data sheet: a step reads
// 16 GB of weights at 300 GB/s, a token of a prompt takes 16 GFLOP at half of 121 TFLOPS. A step computes up to about 2,000
// tokens of prompts, as vLLM does by default.
func Llama8BOnL4() Profile {
	profile := llama8B(22.5)
	profile.PrefillPerToken = 265 * time.Microsecond
	profile.PrefillSlice = 540 * time.Millisecond
	profile.InterTokenLatency = 54 * time.Millisecond
	profile.InterTokenSlope = 500 * time.Microsecond
	return profile
}

// Llama8BOnL40S is a model of 8 billion parameters on a GPU with 48 GB.
func Llama8BOnL40S() Profile {
	profile := llama8B(44.7)
	profile.PrefillPerToken = 800 * time.Microsecond
	profile.InterTokenLatency = 29 * time.Millisecond
	profile.InterTokenSlope = 400 * time.Microsecond
	return profile
}

// Llama8BOnA100 is a model of 8 billion parameters on a GPU with 80 GB.
func Llama8BOnA100() Profile {
	profile := llama8B(80)
	profile.PrefillPerToken = 420 * time.Microsecond
	profile.InterTokenLatency = 19 * time.Millisecond
	profile.InterTokenSlope = 300 * time.Microsecond
	return profile
}

// Llama8BOnH100 is a model of 8 billion parameters on a GPU with 80 GB.
func Llama8BOnH100() Profile {
	profile := llama8B(80)
	profile.PrefillPerToken = 220 * time.Microsecond
	profile.InterTokenLatency = 12500 * time.Microsecond
	profile.InterTokenSlope = 200 * time.Microsecond
	return profile
}

// Llama70BOn8H100 is a model of 70 billion parameters on eight GPUs with 80 GB each.
func Llama70BOn8H100() Profile {
	return Profile{
		PrefillOverhead: 80 * time.Millisecond, PrefillPerToken: 480 * time.Microsecond, PrefillSlice: 60 * time.Millisecond,
		InterTokenLatency: 22 * time.Millisecond, InterTokenSlope: 250 * time.Microsecond,
		KVCacheTokens: kvCacheTokens(80, 8, llama70BBytes, llama70BTokenBytes),
		MaxBatch:      vllmMaxBatch, GPUs: 8, ReservedMemory: vllmReservation,
	}
}

// stepTime is how long a step with so many answers lasts.
func (p Profile) stepTime(answers int) time.Duration {
	if answers == 0 {
		return 0
	}
	return p.InterTokenLatency + time.Duration(answers-1)*p.InterTokenSlope
}

// prefillTime is how long so many uncached tokens take.
func (p Profile) prefillTime(tokens int) time.Duration {
	return p.PrefillOverhead + time.Duration(tokens)*p.PrefillPerToken
}
