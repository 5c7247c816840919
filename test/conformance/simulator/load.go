package simulator

import (
	"math"
	"math/rand/v2"
	"time"
)

// Load is the traffic of a component: streams of requests of different kinds.
type Load []Stream

// Stream is traffic of one kind. Requests arrive at random, independently of each other.
type Stream struct {
	// PerSecond is how many requests arrive before any change.
	PerSecond float64
	// Changes are added to it.
	Changes []Change
	// Prompt and Answer are lengths in tokens.
	Prompt, Answer Lengths
	// PrefixHits is the average share of a prompt that is found in the prefix cache.
	PrefixHits float64
}

// Arrival is a request that was recorded somewhere.
type Arrival struct {
	At time.Duration
	// PromptTokens and AnswerTokens are lengths.
	PromptTokens, AnswerTokens int
	// PrefixHits is the average share of a prompt that is found in the prefix cache.
	PrefixHits float64
}

// Change adds requests per second for a while: the same number for a step or a short spike, another at the
// end than at the beginning for a ramp.
type Change struct {
	// Until of zero is the end of the trace.
	From, Until time.Duration
	// Begin and End are requests per second; in between they change evenly. With an End of zero the number
	// stays as it is at the beginning.
	Begin, End float64
}

// until is the end of a change in a trace.
func (c Change) until(duration time.Duration) time.Duration { return endOr(c.Until, duration) }

// at is what the change adds at a time within it.
func (c Change) at(t, duration time.Duration) float64 {
	end := c.End
	if end == 0 {
		end = c.Begin
	}
	share := float64(t-c.From) / float64(c.until(duration)-c.From)
	return c.Begin + (end-c.Begin)*share
}

// rate is how many requests arrive per second at a time, seen from the right.
func (s Stream) rate(t, duration time.Duration) float64 {
	rate := s.PerSecond
	for _, change := range s.Changes {
		if t >= change.From && t < change.until(duration) {
			rate += change.at(t, duration)
		}
	}
	return max(rate, 0)
}

// Lengths is a log-normal distribution of numbers of tokens.
type Lengths struct {
	Median float64
	// Spread is the standard deviation of the logarithm.
	Spread   float64
	Min, Max int
}

// Conversation lengths: they follow the Azure trace of 2023, as described in the facts about engine latency.
var (
	ConversationPrompt = Lengths{Median: 1000, Spread: 0.8, Min: 16, Max: 4150}
	ConversationAnswer = Lengths{Median: 130, Spread: 0.86, Min: 4, Max: 1000}
)

func (l Lengths) draw(random *rand.Rand) int {
	length := int(math.Round(l.Median * math.Exp(l.Spread*random.NormFloat64())))
	return min(max(length, l.Min), l.Max)
}

// Conversation is a stream like a conversation service's.
func Conversation(perSecond float64, changes ...Change) Stream {
	return Stream{
		PerSecond: perSecond, Changes: changes,
		Prompt: ConversationPrompt, Answer: ConversationAnswer, PrefixHits: 0.3,
	}
}
