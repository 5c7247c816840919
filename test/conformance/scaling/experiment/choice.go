package experiment

import (
	"context"
	"time"

	"cdk-sagemaker-insights/conformance/scaling"
	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// BudgetShare of what the whole fleet costs for the length of the training load is what target tracking may use on it: the setting of a
// kind with the fewest late seconds among those within its budget is its best. Engine pressure may use costShare of what invocation
// tracking at its best uses there, as under the other loads.
const BudgetShare = 0.85

// Budget is that in copy-hours.
func Budget(training loads.Load) float64 {
	return BudgetShare * scaling.MaxCopies * training.Duration.Hours()
}

// Choice is a kind's settings on the training load.
type Choice struct {
	Budget        float64
	Grid          []Outcome
	Best          *Candidate
	BestCopyHours float64
}

// Choose tries all candidates of a kind on a training load. The best is within the budget, in copy-hours. Engine pressure has to do well whether alarms act once or each minute: the
// worse one counts.
func Choose(ctx context.Context, candidates []Candidate, training loads.Load, budget float64) (*Choice, error) {
	choice := &Choice{Budget: budget}
	fewest := 0
	for i := range candidates {
		candidate := &candidates[i]
		variants := []Variant{{Publish: 10 * time.Second, Repeats: true}}
		if candidate.Kind == Pressure {
			variants = append(variants, Variant{Publish: 10 * time.Second})
		}
		var worst Outcome
		for _, variant := range variants {
			outcome, err := Try(ctx, candidate, training, variant, scaling.FreeGPUs())
			if err != nil {
				return nil, err
			}
			worst = merged(worst, outcome)
		}
		choice.Grid = append(choice.Grid, worst)
		if worst.CopyHours <= budget && (choice.Best == nil || worst.Late < fewest) {
			choice.Best, choice.BestCopyHours, fewest = candidate, worst.CopyHours, worst.Late
		}
	}
	return choice, nil
}

// merged has the larger figures of two outcomes.
func merged(left, right Outcome) Outcome {
	right.Late = max(left.Late, right.Late)
	right.CopyHours = max(left.CopyHours, right.CopyHours)
	right.Reversals = max(left.Reversals, right.Reversals)
	right.Actions = max(left.Actions, right.Actions)
	return right
}
