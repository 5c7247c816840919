package autoscaling

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// AdjustmentType is what the number of a step means.
type AdjustmentType string

// The adjustment types [step API].
const (
	ChangeInCapacity        AdjustmentType = "ChangeInCapacity"
	PercentChangeInCapacity AdjustmentType = "PercentChangeInCapacity"
	ExactCapacity           AdjustmentType = "ExactCapacity"
)

// StepPolicy is a step scaling policy.
type StepPolicy struct {
	Name       string
	Adjustment AdjustmentType
	Steps      []Step
	// MinMagnitude is the least change of a PercentChangeInCapacity.
	MinMagnitude int
	Cooldown     time.Duration
}

// Step is a step adjustment: its bounds are distances from the alarm's threshold, infinite where there is none.
type Step struct {
	Lower, Upper float64
	Adjustment   int
}

// Check refuses policies that the service refuses or that depend on what nobody documents.
func (p *StepPolicy) Check() error {
	if len(p.Steps) == 0 {
		return fmt.Errorf("policy %s has no steps", p.Name)
	}
	for _, step := range p.Steps {
		// "MetricIntervalLowerBound ... if ... null, ... infinity": a single step with both bounds open is refused.
		if math.IsInf(step.Lower, -1) && math.IsInf(step.Upper, 1) {
			return fmt.Errorf("policy %s: a step needs at least one bound", p.Name)
		}
		if step.Lower >= step.Upper {
			return fmt.Errorf("policy %s: a step ends at %v and begins at %v", p.Name, step.Upper, step.Lower)
		}
	}
	return nil
}

// errNoStep is what the service writes into an alarm's history.
var errNoStep = errors.New("no step adjustment found")

// adjustment is that of the step in which a breach lies. Above the threshold the lower bound belongs to the step, below it the
// upper one [step].
func (p *StepPolicy) adjustment(breach float64) (int, error) {
	for _, step := range p.Steps {
		inside := step.Lower <= breach && breach < step.Upper
		if breach < 0 {
			inside = step.Lower < breach && breach <= step.Upper
		}
		if inside {
			return step.Adjustment, nil
		}
	}
	return 0, fmt.Errorf("policy %s: %w for a distance of %v from the threshold", p.Name, errNoStep, breach)
}

// OnlyAdjustment is the adjustment of all steps, which touch at the threshold and leave nothing out: those policies whose alarm
// has no number to compare with the bounds must not depend on it.
func (p *StepPolicy) OnlyAdjustment() (int, error) {
	first := p.Steps[0].Adjustment
	below, errBelow := p.adjustment(-math.MaxFloat64)
	above, errAbove := p.adjustment(math.MaxFloat64)
	at, errAt := p.adjustment(0)
	if err := errors.Join(errBelow, errAbove, errAt); err != nil {
		return 0, err
	}
	if below != first || above != first || at != first {
		return 0, fmt.Errorf("policy %s adjusts by %d, %d or %d, depending on a number that a PromQL alarm may not have", p.Name, below, at, above)
	}
	return first, nil
}

// apply is the capacity that an adjustment makes of another, before the bounds of the target.
func (p *StepPolicy) apply(capacity, adjustment int) int {
	switch p.Adjustment {
	case ExactCapacity:
		return adjustment
	case PercentChangeInCapacity:
		return capacity + p.magnitude(percentOf(capacity, adjustment))
	default:
		return capacity + adjustment
	}
}

// percentOf rounds towards zero, but never to zero: 12.7 to 12, 0.67 to 1, -0.58 to -1, -6.67 to -6 [steps].
func percentOf(capacity, percent int) int {
	change := float64(capacity) * float64(percent) / 100
	switch {
	case change > 0 && change < 1:
		return 1
	case change < 0 && change > -1:
		return -1
	default:
		return int(change)
	}
}

// magnitude makes a change of percent at least as large as the policy's minimum [step API].
func (p *StepPolicy) magnitude(change int) int {
	switch {
	case change > 0:
		return max(change, p.MinMagnitude)
	case change < 0:
		return min(change, -p.MinMagnitude)
	default:
		return 0
	}
}
