package simulator

import (
	"testing"
	"time"
)

// alone serves requests one by one on an otherwise idle engine.
func alone(t *testing.T, profile Profile, promptTokens, answerTokens int) Request {
	t.Helper()
	component := &Component{Name: "c", Engine: VLLM, Profile: profile}
	server := newServer(component, Copy{ContainerID: "c-1"}, &Instance{ID: "i-1"})
	request := &Request{
		PromptTokens: promptTokens, AnswerTokens: answerTokens, Admitted: NotYet, FirstToken: NotYet, Finished: NotYet,
	}
	server.take(request, ErrorBurst{})
	server.advance(time.Hour)
	if request.Status != Answered || request.GeneratedTokens != answerTokens {
		t.Fatalf("got %+v", request)
	}
	return *request
}

// The ranges are those of the facts about engine latency, for a prompt of 256 tokens and a batch of one.
func TestProfilesAreCalibrated(t *testing.T) {
	const ms = time.Millisecond
	for name, want := range map[string]struct {
		profile                      Profile
		firstFrom, firstTo           time.Duration
		betweenFrom, betweenTo       time.Duration
		fewestKVTokens, mostKVTokens int
	}{
		"8B on H100":   {Llama8BOnH100(), 60 * ms, 120 * ms, 10 * ms, 15 * ms, 400_000, 500_000},
		"8B on A100":   {Llama8BOnA100(), 100 * ms, 180 * ms, 15 * ms, 25 * ms, 400_000, 500_000},
		"8B on L40S":   {Llama8BOnL40S(), 180 * ms, 280 * ms, 25 * ms, 35 * ms, 180_000, 220_000},
		"70B on 8H100": {Llama70BOn8H100(), 150 * ms, 250 * ms, 18 * ms, 28 * ms, 1_000_000, 1_500_000},
	} {
		t.Run(name, func(t *testing.T) {
			request := alone(t, want.profile, 256, 101)
			first := request.TimeToFirstToken()
			between := (request.Finished - request.FirstToken) / 100
			if first < want.firstFrom || first > want.firstTo {
				t.Errorf("time to first token %s; want %s to %s", first, want.firstFrom, want.firstTo)
			}
			if between < want.betweenFrom || between > want.betweenTo {
				t.Errorf("inter-token latency %s; want %s to %s", between, want.betweenFrom, want.betweenTo)
			}
			if tokens := want.profile.KVCacheTokens; tokens < want.fewestKVTokens || tokens > want.mostKVTokens {
				t.Errorf("a KV cache of %d tokens; want %d to %d", tokens, want.fewestKVTokens, want.mostKVTokens)
			}
			// Alone, a prompt takes its overhead and its tokens, however it is sliced.
			if prefill := want.profile.prefillTime(256); first != prefill {
				t.Errorf("time to first token %s; want %s", first, prefill)
			}
		})
	}
}
