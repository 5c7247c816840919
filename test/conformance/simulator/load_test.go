package simulator

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func requestsOf(stream Stream, duration time.Duration) []*Request {
	return stream.requests("c", duration, rand.New(rand.NewPCG(1, 2)))
}

// near allows for four standard deviations of a Poisson count.
func near(got int, want float64) bool { return math.Abs(float64(got)-want) < 4*math.Sqrt(want) }

func TestRequestsArriveAtTheirRate(t *testing.T) {
	stream := Conversation(2,
		Change{From: 20 * time.Minute, Until: 30 * time.Minute, Begin: 3},
		Change{From: 40 * time.Minute, Until: 50 * time.Minute, Begin: 1, End: 7},
		Change{From: 55 * time.Minute, Begin: -2},
	)
	requests := requestsOf(stream, time.Hour)
	for _, want := range []struct {
		from, until time.Duration
		count       float64
	}{
		{0, 20 * time.Minute, 2400},
		{20 * time.Minute, 30 * time.Minute, 3000},
		{30 * time.Minute, 40 * time.Minute, 1200},
		// From 3 to 6 and from 6 to 9 a second.
		{40 * time.Minute, 45 * time.Minute, 1350},
		{45 * time.Minute, 50 * time.Minute, 2250},
		{55 * time.Minute, time.Hour, 0},
	} {
		count := 0
		for _, request := range requests {
			if request.Arrival >= want.from && request.Arrival < want.until {
				count++
			}
		}
		if !near(count, want.count) && want.count > 0 || want.count == 0 && count > 0 {
			t.Errorf("%s to %s: %d requests; want about %v", want.from, want.until, count, want.count)
		}
	}
	for i := 1; i < len(requests); i++ {
		if requests[i].Arrival < requests[i-1].Arrival {
			t.Fatal("requests are out of order")
		}
	}
}

// The Azure trace has medians of 1,020 and 129 tokens, and 90 % below 2,735 and 424.
func TestLengthsFollowTheAzureTrace(t *testing.T) {
	var prompts, answers []float64
	for _, request := range requestsOf(Conversation(10), time.Hour) {
		prompts = append(prompts, float64(request.PromptTokens))
		answers = append(answers, float64(request.AnswerTokens))
		if request.CachedTokens >= request.PromptTokens {
			t.Fatal("a prompt is cached to its end")
		}
	}
	for _, want := range []struct {
		name   string
		values []float64
		q      float64
		value  float64
	}{
		{"prompts", prompts, 0.5, 1020}, {"prompts", prompts, 0.9, 2735}, {"prompts", prompts, 0.99, 4142},
		{"answers", answers, 0.5, 129}, {"answers", answers, 0.9, 424},
	} {
		if got := quantile(want.q, want.values); math.Abs(got/want.value-1) > 0.1 {
			t.Errorf("%s: quantile %v is %v; want about %v", want.name, want.q, got, want.value)
		}
	}
}
