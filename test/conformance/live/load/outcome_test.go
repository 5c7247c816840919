package load

import (
	"slices"
	"testing"
	"time"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func at(seconds float64) time.Time { return noon.Add(time.Duration(seconds * float64(time.Second))) }

var sample = Outcomes{
	{PromptTokens: 10, CachedTokens: 8, OutputTokens: 3, Start: at(0), Gaps: []int64{1_000_000, 2_500_000, 500_000}, End: at(4)},
	{PromptTokens: 20, CachedTokens: 0, OutputTokens: 3, Start: at(1), End: at(2), Aborted: true},
	{PromptTokens: 30, CachedTokens: 16, OutputTokens: 1, Start: at(3), Gaps: []int64{500_000}, End: at(5), GivenUp: true},
}

func TestOutcomesAddUp(t *testing.T) {
	if sample.PromptTokens() != 60 || sample.OutputTokens() != 7 {
		t.Errorf("%d and %d tokens; want 60 and 7", sample.PromptTokens(), sample.OutputTokens())
	}
	if got := sample.TimesToFirstToken(); !slices.Equal(got, []float64{0.5, 1}) {
		t.Errorf("times to first token: %v", got)
	}
	if sample.CachedTokens() != 24 || sample.Answered() != 2 || sample.Aborted() != 1 {
		t.Errorf("%d cached tokens, %d answered, %d aborted; want 24, 2 and 1", sample.CachedTokens(), sample.Answered(), sample.Aborted())
	}
	if got := sample.InterTokenLatencies(); !slices.Equal(got, []float64{0.5, 2.5}) {
		t.Errorf("inter-token latencies: %v", got)
	}
	if got := sample.Latencies(); !slices.Equal(got, []float64{1, 2, 4}) {
		t.Errorf("latencies: %v", got)
	}
}

func TestInFlight(t *testing.T) {
	for _, want := range []struct {
		from, to    float64
		least, most int
	}{
		{-1, -0.5, 0, 0},
		{0.5, 0.6, 1, 1},
		{0.5, 2.5, 1, 2},
		{1.5, 1.6, 2, 2},
		{2, 3, 1, 2},
		{3.5, 9, 0, 2},
		{-1, 9, 0, 2},
	} {
		if least, most := sample.InFlight(at(want.from), at(want.to)); least != want.least || most != want.most {
			t.Errorf("from %v to %v: %d to %d; want %d to %d", want.from, want.to, least, most, want.least, want.most)
		}
	}
}

func TestQuantile(t *testing.T) {
	values := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for q, want := range map[float64]float64{0: 1, 0.1: 1, 0.11: 2, 0.5: 5, 0.9: 9, 0.99: 10, 1: 10} {
		if got := Quantile(q, values); got != want {
			t.Errorf("Quantile(%v) = %v; want %v", q, got, want)
		}
	}
}
