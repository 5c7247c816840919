package load

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// answer stands for an engine that counts tokens as told.
func answer(outputTokens int) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		var body struct {
			Prompt string
			Stream bool
		}
		if err := json.NewDecoder(request.Body).Decode(&body); err != nil {
			http.Error(response, err.Error(), http.StatusBadRequest)
			return
		}
		usage := fmt.Sprintf(`{"choices": [], "usage": {"prompt_tokens": %d, "completion_tokens": %d, "prompt_tokens_details": {"cached_tokens": 1}}}`,
			len(body.Prompt), outputTokens)
		if !body.Stream {
			fmt.Fprint(response, usage)
			return
		}
		for range outputTokens {
			time.Sleep(5 * time.Millisecond)
			fmt.Fprint(response, "data: {\"choices\": [{\"token_ids\": [7]}]}\n\n")
			response.(http.Flusher).Flush()
		}
		fmt.Fprintf(response, "data: %s\n\ndata: [DONE]\n\n", usage)
	}
}

func generator(t *testing.T, handler http.HandlerFunc) *Generator {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &Generator{URL: server.URL, Model: "m"}
}

func TestRunMeasures(t *testing.T) {
	outcomes, err := generator(t, answer(3)).Run(t.Context(), []Request{
		{Prompt: "abcd", OutputTokens: 3, Stream: true},
		{Prompt: "ab", OutputTokens: 3, At: 30 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	streamed, whole := outcomes[0], outcomes[1]
	if outcomes.PromptTokens() != 6 || outcomes.OutputTokens() != 6 || outcomes.CachedTokens() != 2 {
		t.Errorf("%d, %d and %d tokens; want 6, 6 and 2", outcomes.PromptTokens(), outcomes.OutputTokens(), outcomes.CachedTokens())
	}
	if gaps := streamed.Gaps; len(gaps) != 3 || gaps[0] < 5000 || gaps[1] < 3000 || gaps[2] < 3000 {
		t.Errorf("gaps of %v µs; want three of about 5000", gaps)
	}
	if len(whole.Gaps) > 0 {
		t.Error("an answer that was not streamed has gaps")
	}
	if gap := whole.Start.Sub(streamed.Start); gap < 25*time.Millisecond {
		t.Errorf("the second request comes %s after the first; want 30 ms", gap)
	}
}

func TestRunGivesUp(t *testing.T) {
	gone := make(chan struct{})
	handler := func(response http.ResponseWriter, request *http.Request) {
		for range 3 {
			fmt.Fprint(response, "data: {\"choices\": [{\"token_ids\": [7]}]}\n\n")
			response.(http.Flusher).Flush()
		}
		<-request.Context().Done()
		close(gone)
	}
	outcomes, err := generator(t, handler).Run(t.Context(), []Request{{Prompt: "ab", OutputTokens: 9, Stream: true, GiveUpAfter: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if outcome := outcomes[0]; !outcome.GivenUp || len(outcome.Gaps) != 2 || outcomes.Answered() != 0 {
		t.Errorf("got %+v", outcome)
	}
	<-gone
}

func TestRunSplitsJoinedTokens(t *testing.T) {
	handler := func(response http.ResponseWriter, _ *http.Request) {
		time.Sleep(30 * time.Millisecond)
		fmt.Fprint(response, "data: {\"choices\": [{\"token_ids\": [7, 8, 9]}]}\n\n"+
			"data: {\"usage\": {\"prompt_tokens\": 2, \"completion_tokens\": 3, \"prompt_tokens_details\": {}}}\n\ndata: [DONE]\n\n")
	}
	outcomes, err := generator(t, handler).Run(t.Context(), []Request{{Prompt: "ab", OutputTokens: 3, Stream: true}})
	if err != nil {
		t.Fatal(err)
	}
	if gaps := outcomes[0].Gaps; len(gaps) != 3 || gaps[0] < 10_000 || gaps[0] != gaps[1] || gaps[0] != gaps[2] {
		t.Errorf("gaps of %v µs; want three of a third each", gaps)
	}
}

func TestRunInterrupts(t *testing.T) {
	interrupted := make(chan struct{})
	handler := func(response http.ResponseWriter, _ *http.Request) {
		for range 2 {
			fmt.Fprint(response, "data: {\"choices\": [{\"token_ids\": [7]}]}\n\n")
			response.(http.Flusher).Flush()
		}
		<-interrupted
		fmt.Fprint(response, "data: {\"choices\": [{\"finish_reason\": \"abort\"}]}\n\n"+
			"data: {\"choices\": [], \"usage\": {\"prompt_tokens\": 2, \"completion_tokens\": 2, \"prompt_tokens_details\": {}}}\n\ndata: [DONE]\n\n")
	}
	generator := generator(t, handler)
	generator.Interrupt = func(context.Context) error { close(interrupted); return nil }
	outcomes, err := generator.Run(t.Context(), []Request{{Prompt: "ab", OutputTokens: 9, Stream: true, InterruptAfter: 2}})
	if err != nil {
		t.Fatal(err)
	}
	if outcome := outcomes[0]; outcomes.Aborted() != 1 || outcomes.Answered() != 1 || len(outcome.Gaps) != 2 || outcome.OutputTokens != 2 {
		t.Errorf("got %+v", outcome)
	}
}

func TestRunNamesTheAdapter(t *testing.T) {
	var asked string
	handler := func(response http.ResponseWriter, request *http.Request) {
		asked = request.Header.Get("X-Amzn-SageMaker-Adapter-Identifier")
		answer(3)(response, request)
	}
	outcomes, err := generator(t, handler).Run(t.Context(), []Request{{Prompt: "ab", OutputTokens: 3, Adapter: "a"}})
	if err != nil {
		t.Fatal(err)
	}
	if asked != "a" || len(outcomes.WithAdapter("a")) != 1 || len(outcomes.WithAdapter("b")) != 0 {
		t.Errorf("asked for %q, got %+v", asked, outcomes)
	}
}

func TestRunFails(t *testing.T) {
	for name, broken := range map[string]struct {
		handler http.HandlerFunc
		stream  bool
		want    string
	}{
		"refused":         {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusTooManyRequests) }, false, "429"},
		"other count":     {answer(4), false, "the engine counts 2 and 4 tokens; want 2 and 3"},
		"other stream":    {answer(4), true, "4 tokens were streamed; want 3"},
		"no usage":        {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{}`) }, false, "no usage"},
		"cut off":         {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "data: {}\n\n") }, true, "without [DONE]"},
		"no JSON":         {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "what") }, false, "invalid character"},
		"no JSON, stream": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "data: what\n\n") }, true, "invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := generator(t, broken.handler).Run(t.Context(), []Request{{Prompt: "ab", OutputTokens: 3, Stream: broken.stream}})
			if err == nil || !strings.Contains(err.Error(), broken.want) {
				t.Errorf("got %v; want %q", err, broken.want)
			}
		})
	}
}
