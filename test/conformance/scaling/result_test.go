package scaling

import (
	"slices"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/simulator"
)

func TestLateSeconds(t *testing.T) {
	const second = time.Second
	at := func(arrival, firstToken, finished time.Duration) simulator.Request {
		return simulator.Request{Arrival: arrival, FirstToken: firstToken, Finished: finished}
	}
	result := Result{Log: simulator.Log{
		at(1*second, 3*second, 9*second),                              // exactly two seconds
		at(2100*time.Millisecond, 5*second, 9*second),                 // 2.9 s
		at(2900*time.Millisecond, 6*second, 9*second),                 // in the same second
		at(4*second, simulator.NotYet, 4*second),                      // refused
		at(6*second, simulator.NotYet, simulator.NotYet),              // waits for 4 s
		at(8500*time.Millisecond, simulator.NotYet, simulator.NotYet), // waits for 1.5 s
	}}
	if got, want := result.LateSeconds(10*second), []time.Duration{2 * second, 4 * second, 6 * second}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReversals(t *testing.T) {
	result := Result{}
	for i, to := range []int{3, 5, 4, 3, 4, 2} {
		from := 2
		if i > 0 {
			from = result.Activities[i-1].To
		}
		result.Activities = append(result.Activities, autoscaling.Activity{At: time.Duration(i) * minute, From: from, To: to})
	}
	// Out, out, in, in, out, in.
	if got := result.Reversals(); got != 3 {
		t.Errorf("%d reversals, want 3", got)
	}
	if at, found := result.ScaleOut(2 * minute); at != 4*minute || !found {
		t.Errorf("scaled out at %s", at)
	}
	if _, found := result.ScaleOut(5 * minute); found {
		t.Error("scaled out after the last time")
	}
}
