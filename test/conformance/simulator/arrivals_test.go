package simulator

import (
	"strings"
	"testing"
	"time"
)

// Recorded requests arrive as they say, beside those of the load, and no later than the trace.
func TestRecordedRequestsArrive(t *testing.T) {
	config := shortWorld()
	config.Components[0].Load = nil
	config.Components[0].Recorded = []Arrival{
		{At: time.Minute, PromptTokens: 700, AnswerTokens: 40},
		{At: 90 * time.Second, PromptTokens: 300, AnswerTokens: 1},
		{At: time.Hour, PromptTokens: 300, AnswerTokens: 1},
	}
	got := mustRun(t, config).Log.where(func(r Request) bool { return r.Component == "qwen" })
	if len(got) != 2 {
		t.Fatalf("%d requests, want 2", len(got))
	}
	if r := got[0]; r.Arrival != time.Minute || r.PromptTokens != 700 || r.AnswerTokens != 40 || r.CachedTokens != 0 || r.Status != Answered {
		t.Errorf("got %+v", r)
	}
}

func TestRecordedRequestsThatMakeNoSense(t *testing.T) {
	for want, arrival := range map[string]Arrival{
		"no prompt or no answer": {PromptTokens: 1},
		"does not fit":           {PromptTokens: 127_999, AnswerTokens: 2},
	} {
		config := shortWorld()
		config.Components[0].Recorded = []Arrival{arrival}
		if _, err := New(config); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// The KV cache of 24 GB holds roughly 30 thousand tokens.
func TestTheSmallestGPU(t *testing.T) {
	if got := Llama8BOnL4().KVCacheTokens; got < 28_000 || got > 34_000 {
		t.Errorf("%d tokens", got)
	}
}
