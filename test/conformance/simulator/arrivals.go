package simulator

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// arrivals draws the requests of all components, in the order of their arrival.
func arrivals(config *Config) []*Request {
	var all []*Request
	for _, component := range config.Components {
		for i, stream := range component.Load {
			random := rand.New(rand.NewPCG(config.Seed, hash(component.Name, string(rune('0'+i)))))
			all = append(all, stream.requests(component.Name, config.Duration, random)...)
		}
		random := rand.New(rand.NewPCG(config.Seed, hash(component.Name, "recorded")))
		for _, arrival := range component.Recorded {
			if arrival.At < config.Duration {
				all = append(all, arrival.request(component.Name, random))
			}
		}
	}
	slices.SortStableFunc(all, func(left, right *Request) int { return cmp.Compare(left.Arrival, right.Arrival) })
	for i, request := range all {
		request.ID = i
	}
	return all
}

func hash(parts ...string) uint64 {
	sum := fnv.New64a()
	for _, part := range parts {
		sum.Write([]byte(part))
		sum.Write([]byte{0})
	}
	return sum.Sum64()
}

// requests draws a Poisson process: the expected number of requests between two of them is exponentially distributed.
func (s Stream) requests(component string, duration time.Duration, random *rand.Rand) []*Request {
	var requests []*Request
	expected := random.ExpFloat64()
	edges := s.edges(duration)
	for i, from := range edges[:len(edges)-1] {
		until := edges[i+1]
		seconds := (until - from).Seconds()
		begin := s.rate(from, duration)
		end := s.rate(until-1, duration)
		passed := 0.0
		for inPiece := (begin + end) / 2 * seconds; expected <= inPiece-passed; {
			passed += expected
			at := from + time.Duration(timeOf(passed, begin, end, seconds)*float64(time.Second))
			requests = append(requests, s.request(component, min(at, until-1), random))
			expected = random.ExpFloat64()
		}
		expected -= (begin+end)/2*seconds - passed
	}
	return requests
}

// edges are the times at which the rate bends or jumps, from zero to the end.
func (s Stream) edges(duration time.Duration) []time.Duration {
	edges := []time.Duration{0, duration}
	for _, change := range s.Changes {
		edges = append(edges, min(change.From, duration), min(change.until(duration), duration))
	}
	slices.Sort(edges)
	return slices.Compact(edges)
}

// timeOf is after how many seconds a rate that goes evenly from begin to end has brought so many requests.
func timeOf(requests, begin, end, seconds float64) float64 {
	slope := (end - begin) / seconds
	if math.Abs(slope) < 1e-9 {
		return requests / begin
	}
	return (math.Sqrt(begin*begin+2*slope*requests) - begin) / slope
}

// request draws all that is random about a request, so that faults change no other request.
func (s Stream) request(component string, at time.Duration, random *rand.Rand) *Request {
	prompt, answer := s.Prompt.draw(random), s.Answer.draw(random)
	return Arrival{At: at, PromptTokens: prompt, AnswerTokens: answer, PrefixHits: s.PrefixHits}.request(component, random)
}

// request draws what an arrival does not say.
func (a Arrival) request(component string, random *rand.Rand) *Request {
	request := &Request{
		Component: component, Arrival: a.At, PromptTokens: a.PromptTokens, AnswerTokens: a.AnswerTokens,
		Admitted: NotYet, FirstToken: NotYet, Finished: NotYet,
		Overhead: time.Duration(float64(medianOverhead) * math.Exp(overheadSpread*random.NormFloat64())),
	}
	share := min(2*a.PrefixHits*random.Float64(), 1)
	request.CachedTokens = min(int(share*float64(request.PromptTokens)), request.PromptTokens-1)
	request.luck = random.Float64()
	request.endsByItself = random.Float64() < naturalEnds
	request.choice = random.Float64()
	return request
}

const (
	// What SageMaker itself adds to a request.
	medianOverhead = 8 * time.Millisecond
	overheadSpread = 0.3
	// naturalEnds is the share of answers that end before their limit.
	naturalEnds = 0.97
)
