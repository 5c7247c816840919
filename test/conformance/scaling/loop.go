package scaling

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/prometheus/promql"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/prometheus/memory"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/template"
	"cdk-sagemaker-insights/conformance/simulator"
)

// Policies are what scales the component. None at all leaves the number of copies as it is.
type Policies = *template.Policies

// Unknowns are answers to what is not documented.
type Unknowns struct {
	autoscaling.Unknowns
	// Repeats lets a PromQL alarm invoke its policies each minute while it is in ALARM, as classic alarms do. Otherwise it invokes
	// them once, when it goes into ALARM.
	Repeats bool
}

// step is the time between two looks at the endpoint: no evaluation, period or delay is shorter.
const step = 5 * time.Second

// start is when virtual time begins.
var start = time.Unix(0, 0).UTC()

// loop is a run.
type loop struct {
	setup      *Setup
	simulation *simulator.Simulation
	samples    *memory.Storage
	evaluator  *promql.Engine
	fleet      *fleet
	target     *autoscaling.Target
	alarms     []*promQLAlarm
	metrics    classicMetrics
	followers  []*follower
	result     *Result
}

// Run plays a load.
func Run(ctx context.Context, setup Setup) (*Result, error) {
	config := world(&setup)
	simulation, err := simulator.New(config)
	if err != nil {
		return nil, err
	}
	store, err := memory.New()
	if err != nil {
		return nil, err
	}
	defer store.Close()
	evaluator := engine.New()
	defer evaluator.Close()
	l := &loop{
		setup: &setup, simulation: simulation, samples: store, evaluator: evaluator,
		fleet: newFleet(simulation, config, &setup), result: &Result{},
	}
	l.scale()
	for at := time.Duration(0); at <= setup.Load.Duration; at += step {
		if err := l.pass(ctx, at); err != nil {
			return nil, fmt.Errorf("%s at %s: %w", setup.Load.Name, at, err)
		}
	}
	l.result.Log = simulation.Trace().Log
	return l.result, nil
}

// scale prepares what scales.
func (l *loop) scale() {
	policies := l.setup.Policies
	if policies == nil {
		return
	}
	l.target = autoscaling.NewTarget(policies.Min, policies.Max, l.setup.Load.Copies, l.setup.Unknowns.Unknowns)
	for _, policy := range policies.Tracking {
		l.followers = append(l.followers, follow(l.target.Track(policy), policy, &l.metrics))
	}
	for _, alarm := range policies.Alarms {
		l.alarms = append(l.alarms, newPromQLAlarm(alarm, l.setup.Unknowns.Repeats))
	}
}

// pass brings everything up to a time and lets what scales act.
func (l *loop) pass(ctx context.Context, at time.Duration) error {
	l.simulation.Play(at)
	l.result.CopyTime += step * time.Duration(len(l.simulation.Copies(Component)))
	if err := l.fleet.giveBack(); err != nil || l.target == nil {
		return err
	}
	l.target.Serving(at, l.fleet.serving())
	l.metrics.observe(at, l.fleet)
	if at < l.setup.Begin {
		return nil
	}
	triggers, err := l.triggers(ctx, at)
	if err != nil {
		return err
	}
	activity, err := l.target.Invoke(at, triggers...)
	if err != nil || activity == nil {
		return err
	}
	l.result.Activities = append(l.result.Activities, *activity)
	return l.fleet.scaleTo(activity.To)
}

func (l *loop) triggers(ctx context.Context, at time.Duration) ([]autoscaling.Trigger, error) {
	var triggers []autoscaling.Trigger
	shown := at - l.setup.Ingestion
	if len(l.alarms) > 0 {
		if err := l.simulation.Write(ctx, l.samples, start, shown); err != nil {
			return nil, err
		}
	}
	for _, alarm := range l.alarms {
		if at%alarm.Schedule.Evaluation != 0 {
			continue
		}
		was := alarm.inAlarm
		if err := alarm.evaluate(ctx, l.evaluator, l.samples, start, at); err != nil {
			return nil, err
		}
		triggers = append(triggers, alarm.triggers(at, was)...)
	}
	for _, follower := range l.followers {
		follower.take(shown)
		triggers = append(triggers, follower.alarms.Triggers(at)...)
	}
	return triggers, nil
}
