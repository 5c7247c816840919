package autoscaling

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

var inf = math.Inf(1)

// adding is a policy of two touching steps.
func adding(name string, kind AdjustmentType, adjustment int) *StepPolicy {
	return &StepPolicy{
		Name: name, Adjustment: kind, Cooldown: 5 * time.Minute,
		Steps: []Step{{Lower: -inf, Upper: 0, Adjustment: adjustment}, {Lower: 0, Upper: inf, Adjustment: adjustment}},
	}
}

func TestAdjustments(t *testing.T) {
	for _, test := range []struct {
		kind                            AdjustmentType
		capacity, adjustment, min, want int
	}{
		{ChangeInCapacity, 4, 2, 0, 6},
		{ChangeInCapacity, 4, -1, 0, 3},
		{ExactCapacity, 4, 7, 0, 7},
		// 50 % of 5 is 2.5, rounded down to 2.
		{PercentChangeInCapacity, 5, 50, 0, 7},
		// 25 % of 2 is 0.5, which is made 1.
		{PercentChangeInCapacity, 2, 25, 0, 3},
		// -58 % of 1 is -0.58, which is made -1; -33 % of 20 is -6.6, rounded to -6.
		{PercentChangeInCapacity, 1, -58, 0, 0},
		{PercentChangeInCapacity, 20, -33, 0, 14},
		// The example of the reference: 25 % of 4 is 1, and the minimum is 2.
		{PercentChangeInCapacity, 4, 25, 2, 6},
		{PercentChangeInCapacity, 4, -25, 2, 2},
		// A minimum is for percentages only.
		{ChangeInCapacity, 4, 1, 3, 5},
	} {
		policy := adding("p", test.kind, test.adjustment)
		policy.MinMagnitude = test.min
		if got := policy.apply(test.capacity, test.adjustment); got != test.want {
			t.Errorf("%s %d of %d, at least %d: %d, want %d", test.kind, test.adjustment, test.capacity, test.min, got, test.want)
		}
	}
}

// Above the threshold a bound belongs to the step above it, below the threshold to the step below it.
func TestSteps(t *testing.T) {
	policy := &StepPolicy{Name: "p", Steps: []Step{
		{-inf, -10, -2}, {-10, 0, -1}, {0, 15, 1}, {15, 25, 2}, {25, inf, 3},
	}}
	for breach, want := range map[float64]int{-20: -2, -10: -2, -9: -1, 0: 1, 14.9: 1, 15: 2, 24: 2, 25: 3, 1000: 3} {
		if got, err := policy.adjustment(breach); err != nil || got != want {
			t.Errorf("%v: %d %v, want %d", breach, got, err, want)
		}
	}
	gap := &StepPolicy{Name: "p", Steps: []Step{{10, 20, 1}}}
	if _, err := gap.adjustment(25); !errors.Is(err, errNoStep) {
		t.Errorf("got %v", err)
	}
}

func TestPoliciesThatMakeNoSense(t *testing.T) {
	for want, steps := range map[string][]Step{
		"no steps":           nil,
		"at least one bound": {{-inf, inf, 1}},
		"begins at 5":        {{5, 5, 1}},
	} {
		if err := (&StepPolicy{Name: "p", Steps: steps}).Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if err := adding("p", ChangeInCapacity, 1).Check(); err != nil {
		t.Error(err)
	}
}

// A PromQL alarm may have no number to compare with the bounds.
func TestTheOnlyAdjustment(t *testing.T) {
	if got, err := adding("p", ChangeInCapacity, 2).OnlyAdjustment(); got != 2 || err != nil {
		t.Errorf("got %d %v", got, err)
	}
	for name, steps := range map[string][]Step{
		"different":         {{-inf, 0, 1}, {0, inf, 2}},
		"nothing below":     {{0, inf, 1}},
		"nothing far above": {{-inf, 0, 1}, {0, 10, 1}},
	} {
		if _, err := (&StepPolicy{Name: "p", Steps: steps}).OnlyAdjustment(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
