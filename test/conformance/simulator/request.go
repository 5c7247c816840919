package simulator

import "time"

// NotYet is the time of what has not happened by the end of the trace.
const NotYet = time.Duration(-1)

// Status is how a request ended.
type Status string

const (
	// Pending requests are under way at the end of the trace.
	Pending Status = "pending"
	// Answered requests have their whole answer.
	Answered Status = "answered"
	// Refused requests were answered by the model with a 4XX status.
	Refused Status = "4xx"
	// Failed requests were answered by the model with a 5XX status.
	Failed Status = "5xx"
	// Disconnected requests got no HTTP response from the model.
	Disconnected Status = "disconnected"
	// BrokenOff requests failed after their answer had begun.
	BrokenOff Status = "mid-stream"
	// Unserved requests found copies of the component, but none that is well: SageMaker answers with a 5XX status.
	Unserved Status = "unserved"
	// NoCapacity requests found no copy of the component.
	NoCapacity Status = "no-capacity"
)

// Request is an entry of the request log.
type Request struct {
	// ID counts requests in the order of their arrival.
	ID        int
	Component string
	// Container, Instance and Zone tell where it was served: empty when nowhere.
	Container, Instance, InstanceType, Zone string

	// Arrival is when it reaches the copy. Admitted is when the engine first computes it.
	Arrival, Admitted, FirstToken, Finished time.Duration
	// Overhead is what SageMaker adds, on top of the time from arrival to end.
	Overhead time.Duration

	PromptTokens, CachedTokens int
	// AnswerTokens is how long the answer would be, GeneratedTokens how long it is so far.
	AnswerTokens, GeneratedTokens int
	Preemptions                   int
	Status                        Status

	// luck decides who suffers a fault that hits a share, choice which copy a random routing chooses.
	luck, choice float64
	endsByItself bool

	// What the engine knows of it.
	held, breaksAt int
	work           time.Duration
	decoding       bool
	lastToken      time.Duration
}

// ModelLatency is the time in the container, or zero while the request is under way.
func (r *Request) ModelLatency() time.Duration {
	if r.Finished == NotYet {
		return 0
	}
	return r.Finished - r.Arrival
}

// TimeToFirstToken is zero while there is none.
func (r *Request) TimeToFirstToken() time.Duration {
	if r.FirstToken == NotYet {
		return 0
	}
	return r.FirstToken - r.Arrival
}

// QueueTime is zero while the request waits.
func (r *Request) QueueTime() time.Duration {
	if r.Admitted == NotYet {
		return 0
	}
	return r.Admitted - r.Arrival
}

// end ends the request at a time.
func (r *Request) end(at time.Duration, status Status) {
	r.Finished, r.Status = at, status
}
