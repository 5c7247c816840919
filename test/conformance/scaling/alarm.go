package scaling

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/storage"

	"cdk-sagemaker-insights/conformance/alarms"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/template"
)

// repeatEvery is how often a classic alarm in ALARM invokes its scaling policies again.
const repeatEvery = time.Minute

// promQLAlarm is a PromQL alarm in the course of time.
type promQLAlarm struct {
	template.Alarm
	// repeats says whether it invokes its policies each minute while in ALARM, or once when it goes into ALARM.
	repeats      bool
	contributors map[string]*alarms.Contributor
	inAlarm      bool
	acted        time.Duration
}

func newPromQLAlarm(alarm template.Alarm, repeats bool) *promQLAlarm {
	return &promQLAlarm{Alarm: alarm, repeats: repeats, contributors: map[string]*alarms.Contributor{}}
}

// evaluate asks the query at a time. An alarm is in ALARM while any contributor is.
func (a *promQLAlarm) evaluate(ctx context.Context, engine *promql.Engine, from storage.Queryable, start time.Time, at time.Duration) error {
	query, err := engine.NewInstantQuery(ctx, from, nil, a.Query, start.Add(at))
	if err != nil {
		return fmt.Errorf("%s: %w", a.ID, err)
	}
	defer query.Close()
	result := query.Exec(ctx)
	vector, err := result.Vector()
	if err != nil {
		return fmt.Errorf("%s: %w", a.ID, err)
	}
	breaches := map[string]bool{}
	for _, sample := range vector {
		name := sample.Metric.String()
		breaches[name] = true
		if a.contributors[name] == nil {
			a.contributors[name] = a.Schedule.Watch()
		}
	}
	a.inAlarm = false
	for name, contributor := range a.contributors {
		if contributor.Evaluate(at, breaches[name]) {
			a.inAlarm = true
		}
	}
	return nil
}

// triggers are the policies that it invokes after an evaluation.
func (a *promQLAlarm) triggers(at time.Duration, wasInAlarm bool) []autoscaling.Trigger {
	again := a.repeats && at-a.acted >= repeatEvery
	if !a.inAlarm || (wasInAlarm && !again) {
		return nil
	}
	a.acted = at
	var triggers []autoscaling.Trigger
	for _, policy := range a.Policies {
		// The steps are the same on both sides of the threshold, so any distance from it will do.
		triggers = append(triggers, autoscaling.StepTrigger(policy, 0))
	}
	return triggers
}
