// Package loads has the traffic that policies are tried under: generated from a seed, or recorded.
package loads

import (
	"math/rand/v2"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// Load is traffic for a while.
type Load struct {
	Name     string
	Duration time.Duration
	Seed     uint64
	// Copies are enough for its beginning.
	Copies int
	// Rise is when traffic begins to grow.
	Rise     time.Duration
	Streams  simulator.Load
	Recorded []simulator.Arrival
}

// point is how many requests arrive per second at a time.
type point struct {
	at        time.Duration
	perSecond float64
}

const (
	// piece is how long a rate stays the same.
	piece = 30 * time.Second
	// gust is by how much traffic differs from one minute to the next beyond what independent requests would: the standard deviation
	// that the recorded hour has (9 % of its mean of ten minutes).
	gust, gustLength = 0.09, time.Minute
)

// along is traffic that follows a line through points, the first of them at the beginning, and stays as it is after the last, in
// gusts.
func along(kind simulator.Stream, seed uint64, length time.Duration, points ...point) simulator.Stream {
	random := rand.New(rand.NewPCG(seed, uint64(kind.Answer.Median)))
	kind.PerSecond = 0
	factor := 1.0
	for at := time.Duration(0); at < length; at += piece {
		if at%gustLength == 0 {
			factor = max(1+gust*random.NormFloat64(), 0)
		}
		kind.Changes = append(kind.Changes, simulator.Change{From: at, Until: at + piece, Begin: factor * on(points, at+piece/2)})
	}
	return kind
}

// on is the height of a line at a time.
func on(points []point, at time.Duration) float64 {
	for i, to := range points[1:] {
		if from := points[i]; at < to.at {
			return from.perSecond + (to.perSecond-from.perSecond)*float64(at-from.at)/float64(to.at-from.at)
		}
	}
	return points[len(points)-1].perSecond
}

// conversation is traffic like that of a chat.
func conversation() simulator.Stream { return simulator.Conversation(0) }

// reports are long answers to long prompts: each takes as much of an engine as several requests of a conversation.
func reports() simulator.Stream {
	return simulator.Stream{
		Prompt:     simulator.Lengths{Median: 1800, Spread: 0.4, Min: 200, Max: 4150},
		Answer:     simulator.Lengths{Median: 600, Spread: 0.5, Min: 100, Max: 2000},
		PrefixHits: 0.1,
	}
}
