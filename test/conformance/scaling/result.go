package scaling

import (
	"time"

	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/simulator"
)

// Objective is the time to the first token that requests should have: the P99 of MLPerf for a model of this size.
const Objective = 2 * time.Second

// Result is what a run yields.
type Result struct {
	Log        simulator.Log
	Activities []autoscaling.Activity
	// CopyTime adds up the time that copies existed, starting and draining ones included.
	CopyTime time.Duration
}

// late tells whether a request waited, or will have waited, longer for its first token than it should.
func late(request simulator.Request, end time.Duration) bool {
	if request.FirstToken != simulator.NotYet {
		return request.TimeToFirstToken() > Objective
	}
	return request.Finished != simulator.NotYet || end-request.Arrival > Objective
}

// LateSeconds are the seconds of the load in which a request arrived that got its first token late or not at all.
func (r *Result) LateSeconds(end time.Duration) []time.Duration {
	var seconds []time.Duration
	for _, request := range r.Log {
		second := request.Arrival.Truncate(time.Second)
		if late(request, end) && (len(seconds) == 0 || seconds[len(seconds)-1] != second) {
			seconds = append(seconds, second)
		}
	}
	return seconds
}

// CopyHours is CopyTime in hours.
func (r *Result) CopyHours() float64 { return r.CopyTime.Hours() }

// Reversals counts how often scaling changed its direction.
func (r *Result) Reversals() int {
	reversals := 0
	for i := 1; i < len(r.Activities); i++ {
		if (r.Activities[i].To > r.Activities[i].From) != (r.Activities[i-1].To > r.Activities[i-1].From) {
			reversals++
		}
	}
	return reversals
}

// ScaleOut is when capacity was first added at a time or later, if ever.
func (r *Result) ScaleOut(from time.Duration) (time.Duration, bool) {
	for _, activity := range r.Activities {
		if activity.At >= from && activity.To > activity.From {
			return activity.At, true
		}
	}
	return 0, false
}
