package live

import (
	"testing"
	"time"

	"github.com/prometheus/common/model"

	"cdk-sagemaker-insights/conformance/live/load"
)

func TestAround(t *testing.T) {
	// Nothing lies between 2 and 3, so that bucket is left out, as in an answer of Prometheus.
	buckets := model.HistogramBuckets{{Lower: 0, Upper: 1}, {Lower: 1, Upper: 2}, {Lower: 3, Upper: 4}}
	for _, want := range []struct{ quantile, lowest, highest float64 }{
		{0.5, 0, 1},
		{1.5, 1, 2},
		{3.5, 3, 4},
		{1, 0, 2},
		{3, 1, 4},
		{3 + 1e-12, 1, 4},
		{4, 3, 4},
	} {
		if lowest, highest := around(want.quantile, buckets); lowest != want.lowest || highest != want.highest {
			t.Errorf("%v lies in %v to %v; want %v to %v", want.quantile, lowest, highest, want.lowest, want.highest)
		}
	}
}

func TestBlocksInFlight(t *testing.T) {
	at := func(seconds int) time.Time { return time.Unix(int64(seconds), 0) }
	request := load.Outcome{PromptTokens: 70, OutputTokens: 30, Start: at(10), End: at(20)}
	long := load.Outcome{PromptTokens: 256, OutputTokens: 200, Start: at(10), End: at(20)}
	for name, want := range map[string]struct {
		outcomes    load.Outcomes
		from, to    int
		least, most int
	}{
		"before":             {load.Outcomes{request}, 1, 9, 0, 0},
		"begins":             {load.Outcomes{request}, 9, 11, 0, 4},
		"in flight":          {load.Outcomes{request, request}, 11, 12, 2, 8},
		"ends":               {load.Outcomes{request}, 19, 21, 0, 4},
		"full":               {load.Outcomes{long, long, long}, 11, 12, 0, 31},
		"more than can run":  {load.Outcomes{{}, {}, {}, {}, {}, {}, {}, {}, request}, 11, 12, 0, 4},
		"one running, alone": {load.Outcomes{long}, 11, 12, 7, 15},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range want.outcomes {
				if want.outcomes[i].Start.IsZero() {
					want.outcomes[i].Start, want.outcomes[i].End = at(10), at(20)
				}
			}
			if least, most := blocksInFlight(want.outcomes, at(want.from), at(want.to)); least != want.least || most != want.most {
				t.Errorf("%d to %d blocks; want %d to %d", least, most, want.least, want.most)
			}
		})
	}
}
