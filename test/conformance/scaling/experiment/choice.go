package experiment

import (
	"context"
	"time"

	"cdk-sagemaker-insights/conformance/scaling"
	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// BudgetShare of what the whole fleet costs for the length of the training load is what each kind may use on it: the setting of a kind
// with the fewest late seconds among those within the budget is its best.
const BudgetShare = 0.85

// Budget is that in copy-hours.
func Budget(training loads.Load) float64 {
	return BudgetShare * scaling.MaxCopies * training.Duration.Hours()
}

// Choice is a kind's settings on the training load.
type Choice struct {
	Grid []Outcome
	Best *Candidate
}

// Choose tries all candidates of a kind on a training load. Engine pressure has to do well whether alarms act once or each minute: the
// worse one counts.
func Choose(ctx context.Context, candidates []Candidate, training loads.Load) (*Choice, error) {
	choice := &Choice{}
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
		if worst.CopyHours <= Budget(training) && (choice.Best == nil || worst.Late < fewest) {
			choice.Best, fewest = candidate, worst.Late
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
