package simulator

import "time"

// finishReasons are those that vLLM names.
var finishReasons = []string{"stop", "length", "abort", "error", "repetition"}

const (
	reasonStop = iota
	reasonLength
	reasonAbort
	reasonError
)

// meters are what a container counts since its start.
type meters struct {
	// Tokens as they are computed, and those of finished requests only.
	promptTokens, generatedTokens                 int
	finishedPromptTokens, finishedGeneratedTokens int
	prefixQueries, prefixHits                     int
	preemptions                                   int
	finished                                      [5]int
	aborted                                       int
	// responses counts HTTP responses by the first digit of their status.
	responses [6]int

	firstToken, interToken, endToEnd, queue distribution
}

func newMeters(engine EngineKind) *meters {
	if engine == SGLang {
		return &meters{
			firstToken: newDistribution(sglangFirstTokenBounds), interToken: newDistribution(sglangInterTokenBounds),
			endToEnd: newDistribution(sglangRequestBounds), queue: newDistribution(sglangQueueBounds),
		}
	}
	return &meters{
		firstToken: newDistribution(vllmFirstTokenBounds), interToken: newDistribution(vllmInterTokenBounds),
		endToEnd: newDistribution(vllmRequestBounds), queue: newDistribution(vllmRequestBounds),
	}
}

// admit counts a request that is computed for the first time.
func (m *meters) admit(request *Request) {
	m.prefixQueries += request.PromptTokens
	m.prefixHits += request.CachedTokens
}

// begin counts a request whose first token is there.
func (m *meters) begin(request *Request) {
	m.promptTokens += request.PromptTokens
	m.firstToken.observe(request.TimeToFirstToken().Seconds(), 1)
}

// token counts tokens that came so long after the ones before them.
func (m *meters) token(gap time.Duration, count int) {
	if count > 0 {
		m.interToken.observe(gap.Seconds(), count)
	}
}

// finish counts a request that the engine is done with.
func (m *meters) finish(request *Request, reason int) {
	m.finished[reason]++
	m.responses[2]++
	m.finishedPromptTokens += request.PromptTokens
	m.finishedGeneratedTokens += request.GeneratedTokens
	m.endToEnd.observe(request.ModelLatency().Seconds(), 1)
	m.queue.observe(request.QueueTime().Seconds(), 1)
	if reason == reasonError || reason == reasonAbort {
		m.aborted++
	}
}
