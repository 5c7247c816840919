package simulator

import (
	"slices"
	"time"
)

// engine is the serving engine of a copy: it computes steps, each of them a token of every running answer and
// a slice of the prompts whose turn it is.
type engine struct {
	kind    EngineKind
	profile Profile
	meters  *meters
	// What faults do to it at present.
	decodeFactor, prefillFactor float64
	leaks                       []KVLeak

	// waiting is in the order of admission, running in the order in which requests were admitted.
	waiting, running []*Request
	// used is how many tokens of the KV cache running requests hold, kept how many more the radix cache of
	// SGLang holds of ended ones.
	used, kept int

	// stepping tells that a step is under way; it ends at stepEnd and began at stepBegin.
	stepping           bool
	stepBegin, stepEnd time.Duration
	cutOff             []*Request

	// What its gauges show since the last step began.
	shown gauges
	work  activity
}

// gauges are set when a step begins, and when there is nothing to do.
type gauges struct {
	running, waiting int
	// Tokens of the KV cache: held by running requests, kept for later, and lost to a fault.
	used, kept, lost int
}

// kvUsage is the share of the KV cache that is not free.
func (g gauges) kvUsage(profile Profile) float64 {
	return float64(g.used+g.kept+g.lost) / float64(profile.KVCacheTokens)
}

// activity adds up since the last sample what the GPU did.
type activity struct {
	busy, prefill time.Duration
	// answers is the integral of the number of running answers over time, in seconds.
	answers float64
}

func newEngine(component *Component) *engine {
	return &engine{
		kind: component.Engine, profile: component.Profile, meters: newMeters(component.Engine),
		decodeFactor: 1, prefillFactor: 1,
	}
}

// outstanding is how many requests it has.
func (e *engine) outstanding() int { return len(e.waiting) + len(e.running) }

// add queues a request. An idle engine begins with it at once.
func (e *engine) add(request *Request, at time.Duration) {
	e.waiting = append(e.waiting, request)
	if !e.stepping {
		e.begin(at)
	}
}

// advance plays all steps that end by a time. Afterwards a step may be under way.
func (e *engine) advance(to time.Duration) {
	for e.stepping && e.stepEnd <= to {
		at := e.stepEnd
		e.complete()
		e.begin(at)
	}
	if !e.stepping && len(e.waiting) > 0 {
		// Nothing fitted in; by now it may.
		e.begin(to)
	}
}

// begin schedules a step.
func (e *engine) begin(at time.Duration) {
	capacity := e.capacity(at)
	answers, pressed := e.makeRoom(capacity)
	if !pressed {
		e.admit(at, capacity)
	}
	e.kept = max(min(e.kept, int(radixShare*float64(capacity))-e.used), 0)
	e.shown = gauges{
		running: len(e.running), waiting: len(e.waiting), used: e.used, kept: e.kept, lost: e.profile.KVCacheTokens - capacity,
	}
	if len(e.running) == 0 {
		return
	}
	prefill := e.computePrompts()
	duration := time.Duration(float64(e.profile.stepTime(answers))*e.decodeFactor) + prefill
	e.stepping, e.stepBegin, e.stepEnd = true, at, at+max(duration, time.Microsecond)
	e.work.busy += duration
	e.work.prefill += prefill
	e.work.answers += float64(answers) * duration.Seconds()
}

// capacity is the size of the KV cache at a time.
func (e *engine) capacity(at time.Duration) int {
	share := 1.0
	for _, leak := range e.leaks {
		share -= leak.from(0, at-leak.From)
	}
	return int(float64(e.profile.KVCacheTokens) * max(share, 0))
}

// makeRoom preempts the youngest requests until every running answer can grow by a token. It returns how many answers
// run, and whether any request lost its place.
func (e *engine) makeRoom(capacity int) (answers int, pressed bool) {
	for _, request := range e.running {
		request.decoding = request.work <= 0
		if request.decoding {
			answers++
		}
	}
	for len(e.running) > 1 && e.used+answers > capacity {
		youngest := e.running[len(e.running)-1]
		if youngest.decoding {
			answers--
		}
		e.preempt(youngest)
		pressed = true
	}
	if len(e.running) == 1 && e.used+answers > capacity {
		// It will not get any more room: its answer ends here.
		e.running[0].decoding = false
		e.cutOff = append(e.cutOff, e.running[0])
		return 0, true
	}
	return answers, pressed
}

// preempt takes the place of the youngest running request and lets it begin again first of all.
func (e *engine) preempt(request *Request) {
	e.running = e.running[:len(e.running)-1]
	e.used -= request.held
	request.held = 0
	request.Preemptions++
	e.meters.preemptions++
	e.waiting = slices.Insert(e.waiting, 0, request)
}

// admit takes requests from the queue while the cache and the batch have room and the step has time for
// their prompts.
func (e *engine) admit(at time.Duration, capacity int) {
	pending := time.Duration(0)
	for _, request := range e.running {
		pending += request.work
	}
	admitted := 0
	for _, request := range e.waiting {
		tokens := request.PromptTokens + request.GeneratedTokens
		if len(e.running) >= e.profile.MaxBatch || pending >= e.profile.PrefillSlice || e.used+tokens > capacity {
			break
		}
		uncached := tokens
		if request.Admitted == NotYet {
			request.Admitted = at
			uncached -= request.CachedTokens
			e.meters.admit(request)
		}
		request.held, request.work, request.decoding = tokens, e.profile.prefillTime(uncached), false
		e.used += tokens
		pending += request.work
		e.running = append(e.running, request)
		admitted++
	}
	e.waiting = e.waiting[admitted:]
}

// computePrompts spends the step's slice on prompts, the oldest first, and returns how long that takes. With no
// answer running there is nobody to be held up, but others may come, so the slice is the same.
func (e *engine) computePrompts() time.Duration {
	left := e.profile.PrefillSlice
	for _, request := range e.running {
		spent := min(max(request.work, 0), left)
		request.work -= spent
		left -= spent
	}
	return time.Duration(float64(e.profile.PrefillSlice-left) * e.prefillFactor)
}

// complete ends the step: tokens come out, and answers end.
func (e *engine) complete() {
	at := e.stepEnd
	e.stepping = false
	gap, count := time.Duration(0), 0
	still := e.running[:0]
	for _, request := range e.running {
		switch {
		case request.decoding:
			e.used++
			request.held++
		case request.work > 0 || slices.Contains(e.cutOff, request):
			if request.work > 0 {
				still = append(still, request)
			} else {
				e.finish(request, at)
			}
			continue
		}
		// An answer goes on, or begins with the end of its prompt.
		request.GeneratedTokens++
		e.meters.generatedTokens++
		if request.FirstToken == NotYet {
			request.FirstToken = at
			e.meters.begin(request)
		} else if passed := at - request.lastToken; passed == gap {
			count++
		} else {
			e.meters.token(gap, count)
			gap, count = passed, 1
		}
		request.lastToken = at
		if request.GeneratedTokens >= request.AnswerTokens || request.GeneratedTokens == request.breaksAt {
			e.finish(request, at)
		} else {
			still = append(still, request)
		}
	}
	e.meters.token(gap, count)
	clear(e.running[len(still):])
	e.running, e.cutOff = still, nil
}

// radixShare is how much of its cache SGLang fills with what may be of use again.
const radixShare = 0.93

// finish ends a running request and gives back its room.
func (e *engine) finish(request *Request, at time.Duration) {
	e.used -= request.held
	if e.kind == SGLang {
		e.kept += request.held
	}
	request.held = 0
	reason := reasonLength
	switch {
	case request.GeneratedTokens == request.breaksAt:
		reason = reasonError
		request.end(at, BrokenOff)
	case request.endsByItself && request.GeneratedTokens >= request.AnswerTokens:
		reason = reasonStop
		request.end(at, Answered)
	default:
		request.end(at, Answered)
	}
	e.meters.finish(request, reason)
}

// hold makes up for the time in which the step that is under way stood still.
func (e *engine) hold(from, until time.Duration) {
	if e.stepping {
		e.stepEnd += until - max(from, e.stepBegin)
	}
}

// drop ends all requests, as their container is gone, and empties the cache.
func (e *engine) drop(at time.Duration) {
	for _, request := range append(e.running, e.waiting...) {
		if request.FirstToken == NotYet {
			request.end(at, Disconnected)
		} else {
			request.end(at, BrokenOff)
		}
		request.held = 0
	}
	e.running, e.waiting, e.cutOff = nil, nil, nil
	e.used, e.kept, e.stepping, e.shown = 0, 0, false, gauges{}
}

// restart lets an engine without requests begin afresh.
func (e *engine) restart() {
	e.meters, e.kept, e.shown = newMeters(e.kind), 0, gauges{}
}
