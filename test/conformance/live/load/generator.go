package load

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// adapterHeader is how SageMaker tells a container which adapter a request is for.
const adapterHeader = "X-Amzn-SageMaker-Adapter-Identifier"

// aborted is the reason that the engine gives for an answer that it broke off.
const aborted = "abort"

// Generator sends requests to one engine.
type Generator struct {
	// URL takes completion requests.
	URL string
	// Model is the model's name in requests.
	Model string
	// Interrupt makes the engine break off all answers.
	Interrupt func(context.Context) error

	client http.Client
}

// Run sends the requests of a plan at their times and waits for all answers. It fails when a request
// fails or is not answered as asked for.
func (g *Generator) Run(ctx context.Context, plan []Request) (Outcomes, error) {
	outcomes := make(Outcomes, len(plan))
	failures := make([]error, len(plan))
	var pending sync.WaitGroup
	start := time.Now()
	for i, request := range plan {
		select {
		case <-ctx.Done():
		case <-time.After(time.Until(start.Add(request.At))):
		}
		pending.Go(func() {
			outcomes[i], failures[i] = g.send(ctx, request)
		})
	}
	pending.Wait()
	return outcomes, errors.Join(failures...)
}

// completion is the part of an answer, or of a chunk of one, that matters here.
type completion struct {
	Choices []struct {
		FinishReason *string `json:"finish_reason"`
		TokenIDs     []int   `json:"token_ids"`
	} `json:"choices"`
	Usage *struct {
		PromptTokens     int `json:"prompt_tokens"`
		CompletionTokens int `json:"completion_tokens"`
		PromptDetails    *struct {
			CachedTokens int `json:"cached_tokens"`
		} `json:"prompt_tokens_details"`
	} `json:"usage"`
}

func (g *Generator) send(ctx context.Context, request Request) (Outcome, error) {
	body := map[string]any{
		"model": g.Model, "prompt": request.Prompt, "temperature": 0,
		"max_tokens": request.OutputTokens, "ignore_eos": true, "stream": request.Stream,
	}
	if request.Stream {
		body["stream_options"] = map[string]any{"include_usage": true}
		// Chunks that the client is late for are joined: the ids tell how many tokens a chunk has.
		body["return_token_ids"] = true
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return Outcome{}, err
	}
	ctx, goAway := context.WithCancel(ctx)
	defer goAway()
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, g.URL, bytes.NewReader(encoded))
	if err != nil {
		return Outcome{}, err
	}
	call.Header.Set("Content-Type", "application/json")
	if request.Adapter != "" {
		call.Header.Set(adapterHeader, request.Adapter)
	}

	outcome := Outcome{
		Adapter: request.Adapter, PromptTokens: len(request.Prompt), OutputTokens: request.OutputTokens, Start: time.Now(),
	}
	response, err := g.client.Do(call)
	if err != nil {
		return Outcome{}, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return Outcome{}, fmt.Errorf("the engine answers %s", response.Status)
	}

	var last completion
	if request.Stream {
		last, err = g.readStream(ctx, response.Body, request, &outcome)
	} else {
		err = json.NewDecoder(response.Body).Decode(&last)
		outcome.Aborted = last.aborted()
	}
	outcome.End = time.Now()
	if err != nil || outcome.GivenUp {
		return outcome, err
	}
	return outcome, last.addUsageTo(&outcome)
}

// readStream reads server-sent events to their end, or until the client is to give up. The last event but
// one carries the usage, those before it tokens.
func (g *Generator) readStream(ctx context.Context, body io.Reader, request Request, outcome *Outcome) (completion, error) {
	var last completion
	before := outcome.Start
	lines := bufio.NewScanner(body)
	for lines.Scan() {
		data, found := strings.CutPrefix(lines.Text(), "data: ")
		if !found {
			continue
		}
		if data == "[DONE]" {
			return last, nil
		}
		last = completion{}
		if err := json.Unmarshal([]byte(data), &last); err != nil {
			return last, err
		}
		outcome.Aborted = outcome.Aborted || last.aborted()
		tokens := last.tokens()
		if tokens == 0 {
			continue
		}
		seenBefore := len(outcome.Gaps)
		now := time.Now()
		gap := now.Sub(before).Microseconds() / int64(tokens)
		outcome.Gaps = append(outcome.Gaps, slices.Repeat([]int64{gap}, tokens)...)
		before = now
		if passes(seenBefore, len(outcome.Gaps), request.GiveUpAfter) {
			outcome.GivenUp = true
			return last, nil
		}
		if passes(seenBefore, len(outcome.Gaps), request.InterruptAfter) {
			if err := g.Interrupt(ctx); err != nil {
				return last, err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return last, err
	}
	return last, errors.New("the stream ends without [DONE]")
}

// passes tells that a count reaches a mark; 0 is none.
func passes(before, now, mark int) bool {
	return mark > 0 && before < mark && now >= mark
}

func (c completion) tokens() int {
	if len(c.Choices) == 0 {
		return 0
	}
	return len(c.Choices[0].TokenIDs)
}

func (c completion) aborted() bool {
	return len(c.Choices) > 0 && c.Choices[0].FinishReason != nil && *c.Choices[0].FinishReason == aborted
}

// addUsageTo takes over what only the engine knows: the tokens that it found in its cache, and those of an
// answer that it broke off. The other counts must be those of the client.
func (c completion) addUsageTo(outcome *Outcome) error {
	if c.Usage == nil || c.Usage.PromptDetails == nil {
		return errors.New("the answer has no usage, or one without details of the prompt")
	}
	outcome.CachedTokens = c.Usage.PromptDetails.CachedTokens
	if outcome.Aborted {
		outcome.OutputTokens = c.Usage.CompletionTokens
	}
	if outcome.Gaps != nil && len(outcome.Gaps) != outcome.OutputTokens {
		return fmt.Errorf("%d tokens were streamed; want %d", len(outcome.Gaps), outcome.OutputTokens)
	}
	if c.Usage.PromptTokens != outcome.PromptTokens || c.Usage.CompletionTokens != outcome.OutputTokens {
		return fmt.Errorf("the engine counts %d and %d tokens; want %d and %d",
			c.Usage.PromptTokens, c.Usage.CompletionTokens, outcome.PromptTokens, outcome.OutputTokens)
	}
	return nil
}
