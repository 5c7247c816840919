package alarms

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/util/teststorage"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// replay is a trace that alarms are evaluated on.
type replay struct {
	t         *testing.T
	storage   *teststorage.TestStorage
	evaluator *promql.Engine
	length    time.Duration
}

// slots are how many tests replay at the same time: each takes up to a gigabyte.
var slots = make(chan struct{}, 4)

// parallel lets a test run beside others.
func parallel(t *testing.T) {
	t.Helper()
	t.Parallel()
	slots <- struct{}{}
	t.Cleanup(func() { <-slots })
}

// epoch is when traces begin.
var epoch = time.Unix(0, 0)

// simulate runs a configuration.
func simulate(t *testing.T, config simulator.Config) *simulator.Trace {
	t.Helper()
	trace, err := simulator.Run(config)
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// everyMinute are the traces that are published every minute, by name: several tests replay them.
var everyMinute sync.Map

// simulateOnce runs a trace, once for all tests where it is published every minute.
func simulateOnce(t *testing.T, named traces.Named) *simulator.Trace {
	t.Helper()
	if named.Config.PublishInterval != time.Minute {
		return simulate(t, named.Config)
	}
	once, _ := everyMinute.LoadOrStore(named.Name, sync.OnceValues(func() (*simulator.Trace, error) { return simulator.Run(named.Config) }))
	trace, err := once.(func() (*simulator.Trace, error))()
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// traceNamed is a trace that is published at an interval.
func traceNamed(t *testing.T, name string, every time.Duration) traces.Named {
	t.Helper()
	all := traces.All(every)
	at := slices.IndexFunc(all, func(named traces.Named) bool { return named.Name == name })
	if at < 0 {
		t.Fatalf("no trace %q", name)
	}
	return all[at]
}

// newReplay holds a trace of a length until the test ends.
func newReplay(t *testing.T, trace *simulator.Trace, length time.Duration) *replay {
	t.Helper()
	storage := teststorage.New(t)
	t.Cleanup(func() { storage.Close() })
	if err := trace.Write(t.Context(), storage, epoch); err != nil {
		t.Fatal(err)
	}
	evaluator := engine.New()
	t.Cleanup(func() { evaluator.Close() })
	return &replay{t: t, storage: storage, evaluator: evaluator, length: length}
}

// firings tells when each contributor of a rule is in ALARM, by what tells contributors apart.
func (r *replay) firings(of rule) map[string][]Firing {
	r.t.Helper()
	return r.firingsAt(of, 0)
}

// firingsAt does the same with the first evaluation at an offset.
func (r *replay) firingsAt(of rule, offset time.Duration) map[string][]Firing {
	r.t.Helper()
	schedule := of.schedule()
	schedule.Offset = offset
	fired := map[string][]Firing{}
	for name, breaches := range r.breaches(of, offset, schedule.Evaluation) {
		if firings := schedule.Firings(func(at time.Duration) bool { return breaches[at] }, r.length); len(firings) > 0 {
			fired[name] = firings
		}
	}
	return fired
}

// breaches tells at which evaluations each contributor breaches.
func (r *replay) breaches(of rule, from, step time.Duration) map[string]map[time.Duration]bool {
	r.t.Helper()
	return r.breachesUntil(of, from, r.length, step)
}

// breachesUntil does the same up to a time.
func (r *replay) breachesUntil(of rule, from, until, step time.Duration) map[string]map[time.Duration]bool {
	r.t.Helper()
	query, err := r.evaluator.NewRangeQuery(r.t.Context(), r.storage, nil, of.Query, epoch.Add(from), epoch.Add(until), step)
	if err != nil {
		r.t.Fatalf("%s: %v", of.ID, err)
	}
	defer query.Close()
	matrix, err := query.Exec(r.t.Context()).Matrix()
	if err != nil {
		r.t.Fatalf("%s: %v", of.ID, err)
	}
	breaches := map[string]map[time.Duration]bool{}
	for _, series := range matrix {
		contributor := name(series.Metric)
		if breaches[contributor] == nil {
			breaches[contributor] = map[time.Duration]bool{}
		}
		for _, point := range series.Floats {
			breaches[contributor][time.UnixMilli(point.T).Sub(epoch)] = true
		}
	}
	return breaches
}

// name is what tells a contributor apart on this endpoint: the zone, the container, the instance or the component.
func name(metric labels.Labels) string {
	for _, label := range []string{simulator.LabelZone, simulator.LabelContainer, simulator.LabelInstance, simulator.LabelComponent} {
		if value := metric.Get(label); value != "" {
			return value
		}
	}
	return "chat"
}
