package experiment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"cdk-sagemaker-insights/conformance/scaling"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// Ingestion is how long it takes until CloudWatch shows a sample or a data point. It is not documented.
const Ingestion = 10 * time.Second

// Begin is when policies begin: by then an endpoint that starts empty has as many requests in flight as its traffic makes.
const Begin = 5 * time.Minute

// Counted is from when on late seconds count: by then policies have had the time to begin and to start a copy.
const Counted = 10 * time.Minute

// Variant is an answer to what is not documented, at a publish interval.
type Variant struct {
	Publish         time.Duration
	Repeats, Shared bool
}

// Variants are all of them.
func Variants() []Variant {
	var all []Variant
	for _, publish := range publishing {
		for _, repeats := range []bool{true, false} {
			for _, shared := range []bool{false, true} {
				all = append(all, Variant{publish, repeats, shared})
			}
		}
	}
	return all
}

// String tells a variant.
func (v Variant) String() string {
	how, whose := "once", "own"
	if v.Repeats {
		how = "each minute"
	}
	if v.Shared {
		whose = "shared"
	}
	return fmt.Sprintf("%s, acts %s, %s cooldowns", v.Publish, how, whose)
}

// Outcome is what a policy makes of a load.
type Outcome struct {
	Kind    Kind
	Setting string
	Load    string
	Variant Variant
	Length  time.Duration

	// Late are the seconds in which a request arrived that got its first token late.
	Late      int
	CopyHours float64
	Actions   int
	Reversals int
	// ScaledOut is when capacity was first added after traffic began to grow, zero for never.
	ScaledOut time.Duration
	lateAt    []time.Duration
}

// Try plays a load with a policy, or with none.
func Try(ctx context.Context, candidate *Candidate, load loads.Load, variant Variant, startup scaling.Startup) (Outcome, error) {
	setup := scaling.Setup{
		Load: load, Startup: startup, Publish: variant.Publish, Ingestion: Ingestion, Begin: Begin,
		Unknowns: scaling.Unknowns{Unknowns: autoscaling.Unknowns{SharedCooldown: variant.Shared}, Repeats: variant.Repeats},
	}
	outcome := Outcome{Kind: None, Load: load.Name, Variant: variant, Length: load.Duration}
	if candidate != nil {
		setup.Policies = candidate.policies[variant.Publish]
		setup.Unknowns.GradualScaleIn = candidate.gradual
		outcome.Kind, outcome.Setting = candidate.Kind, candidate.Setting
	}
	result, err := scaling.Run(ctx, setup)
	if err != nil {
		return outcome, err
	}
	outcome.lateAt = slices.DeleteFunc(result.LateSeconds(load.Duration), func(at time.Duration) bool { return at < Counted })
	outcome.Late, outcome.CopyHours = len(outcome.lateAt), result.CopyHours()
	outcome.Actions, outcome.Reversals = len(result.Activities), result.Reversals()
	outcome.ScaledOut, _ = result.ScaleOut(load.Rise)
	return outcome, nil
}

// pressure is when the load became too much without scaling: the first of ten late seconds within a minute.
func (o Outcome) pressure() (time.Duration, bool) {
	const many = 10
	for i := many - 1; i < len(o.lateAt); i++ {
		if first := o.lateAt[i-many+1]; o.lateAt[i]-first < time.Minute {
			return first, true
		}
	}
	return 0, false
}

// ReversalsPerHour is how often an hour scaling changed its direction.
func (o Outcome) ReversalsPerHour() float64 { return float64(o.Reversals) / o.Length.Hours() }
