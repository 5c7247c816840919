// Package load sends requests to a serving engine and measures them from the client's side.
package load

import (
	"math/rand/v2"
	"time"
)

// Request is a request to be sent.
type Request struct {
	// Prompt has one token for each byte.
	Prompt string
	// OutputTokens is how many tokens the engine must generate, no fewer and no more.
	OutputTokens int
	// Stream asks for the tokens as they come.
	Stream bool
	// Adapter is the name of the adapter to use, if any.
	Adapter string
	// GiveUpAfter is after how many tokens of a streamed answer the client goes away; 0 for never.
	GiveUpAfter int
	// InterruptAfter is after how many tokens of a streamed answer the client interrupts all requests; 0
	// for never.
	InterruptAfter int
	// At is when to send the request, from the start of the plan.
	At time.Duration
}

// Profile says what requests to plan.
type Profile struct {
	Requests  int
	PerSecond float64
	Stream    bool
	Adapter   string
	// GiveUp makes the client go away from every other request when half of its tokens are there.
	GiveUp bool
	// Interrupt makes the client interrupt all requests when half of the tokens of the first are there.
	Interrupt bool
	// MinPrompt, MaxPrompt, MinOutput, MaxOutput are in tokens.
	MinPrompt, MaxPrompt, MinOutput, MaxOutput int
}

// preamble begins every other prompt, so that the engine's prefix cache has something to find.
const preamble = "You are a helpful assistant that answers briefly and politely. "

// Plan draws requests of a profile. Equal seeds give equal plans. Requests arrive at random, with
// exponentially distributed gaps.
func Plan(profile Profile, seed uint64) []Request {
	random := rand.New(rand.NewPCG(seed, 0))
	requests := make([]Request, profile.Requests)
	var at time.Duration
	for i := range requests {
		prompt := make([]byte, between(random, profile.MinPrompt, profile.MaxPrompt))
		for j := range prompt {
			prompt[j] = byte('a' + random.IntN(26))
		}
		if i%2 == 0 {
			copy(prompt, preamble)
		}
		requests[i] = Request{
			Prompt:       string(prompt),
			OutputTokens: between(random, profile.MinOutput, profile.MaxOutput),
			Stream:       profile.Stream,
			Adapter:      profile.Adapter,
			At:           at,
		}
		if profile.GiveUp && i%2 == 1 {
			requests[i].GiveUpAfter = requests[i].OutputTokens / 2
		}
		if profile.Interrupt && i == 0 {
			requests[i].InterruptAfter = requests[i].OutputTokens / 2
		}
		at += time.Duration(random.ExpFloat64() / profile.PerSecond * float64(time.Second))
	}
	return requests
}

func between(random *rand.Rand, least, most int) int {
	return least + random.IntN(most-least+1)
}
