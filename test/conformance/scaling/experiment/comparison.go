package experiment

import (
	"context"
	"fmt"
	"time"

	"cdk-sagemaker-insights/conformance/scaling"
	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// Comparison is the best of each kind under some loads.
type Comparison struct {
	Training string
	Choices  []*Choice
	Outcomes []Outcome
}

// Compare chooses on the training load and plays the others. Engine pressure is played in all variants. What target tracking follows
// has neither a publish interval nor alarms that may act once.
func Compare(ctx context.Context, templates []Candidate, others []loads.Load) (*Comparison, error) {
	training := loads.Training()
	comparison := &Comparison{Training: training.Name}
	budget := Budget(training)
	var best []*Candidate
	for _, candidates := range append(Baselines(), templates) {
		choice, err := Choose(ctx, candidates, training, budget)
		if err != nil {
			return nil, err
		}
		if choice.Best == nil {
			return nil, fmt.Errorf("no setting of %s is within the budget of %.1f copy-hours", candidates[0].Kind, budget)
		}
		comparison.Choices = append(comparison.Choices, choice)
		best = append(best, choice.Best)
		if choice.Best.Kind == Invocations {
			budget = costShare * choice.BestCopyHours
		}
	}
	for _, load := range others {
		for _, candidate := range append([]*Candidate{nil}, best...) {
			variants := []Variant{{Publish: publishing[0], Repeats: true}}
			if candidate != nil && candidate.Kind == Pressure {
				variants = Variants()
			}
			for _, variant := range variants {
				outcome, err := Try(ctx, candidate, load, variant, scaling.FreeGPUs())
				if err != nil {
					return nil, err
				}
				comparison.Outcomes = append(comparison.Outcomes, outcome)
			}
		}
	}
	return comparison, nil
}

// of are the outcomes of a kind under a load.
func (c *Comparison) of(kind Kind, load string) []Outcome {
	var found []Outcome
	for _, outcome := range c.Outcomes {
		if outcome.Kind == kind && outcome.Load == load {
			found = append(found, outcome)
		}
	}
	return found
}

// Demand is what engine pressure should do.
type Demand string

// The demands.
const (
	Late     Demand = "half as late as invocation tracking"
	Cost     Demand = "at about the cost of invocation tracking"
	NotLater Demand = "not later than concurrency tracking"
	Steady   Demand = "steady"
)

// Check is a demand with the figures.
type Check struct {
	Load    string
	Variant Variant
	Demand  Demand
	What    string
	Met     bool
}

const (
	// lateShare of invocation tracking's late seconds, and costShare of its copy-hours, are the most that engine pressure may have.
	lateShare, costShare = 0.5, 1.1
	// mostReversals an hour are no flapping.
	mostReversals = 1.0
)

// Checks are all that can be told of the loads: on those where traffic goes up for good, engine pressure is late at most half as long as
// invocation tracking at about its cost, and not later than concurrency tracking; and on none does it flap.
func (c *Comparison) Checks() []Check {
	var checks []Check
	for _, own := range c.Outcomes {
		if own.Kind != Pressure {
			continue
		}
		add := func(demand Demand, met bool, format string, args ...any) {
			checks = append(checks, Check{own.Load, own.Variant, demand, fmt.Sprintf(format, args...), met})
		}
		if own.Load == loads.Flapping().Name {
			add(Steady, own.ReversalsPerHour() <= mostReversals, "%.1f reversals an hour, at most %g", own.ReversalsPerHour(), mostReversals)
			continue
		}
		invocations, concurrency := c.of(Invocations, own.Load)[0], c.of(Concurrency, own.Load)[0]
		if own.Load != loads.Spike().Name {
			add(Late, float64(own.Late) <= lateShare*float64(invocations.Late),
				"%d late seconds, at most half of invocation tracking's %d", own.Late, invocations.Late)
			add(Cost, own.CopyHours <= costShare*invocations.CopyHours,
				"%.1f copy-hours, at most 1.1 x invocation tracking's %.1f", own.CopyHours, invocations.CopyHours)
		}
		add(NotLater, own.Late <= concurrency.Late, "%d late seconds, at most concurrency tracking's %d (margin %d), copy-hours %.1f and %.1f",
			own.Late, concurrency.Late, concurrency.Late-own.Late, own.CopyHours, concurrency.CopyHours)
	}
	return checks
}

// decision is how long after pressure, as it would be without scaling, capacity was first added: negative before it.
func (c *Comparison) decision(outcome Outcome) string {
	began, pressed := c.of(None, outcome.Load)[0].pressure()
	if outcome.ScaledOut == 0 || !pressed {
		return "-"
	}
	return fmt.Sprintf("%d", int((outcome.ScaledOut-began)/time.Second))
}
