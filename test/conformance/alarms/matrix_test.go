package alarms

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/util/teststorage"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

const ruleQueries = "../build/rule-queries.json"

// rule is a PromQL alarm as it is rendered for the endpoint of the simulator.
type rule struct {
	ID, Rule, Query               string
	Evaluation, Pending, Recovery int
}

func (r rule) schedule() Schedule {
	seconds := func(n int) time.Duration { return time.Duration(n) * time.Second }
	return Schedule{Evaluation: seconds(r.Evaluation), Pending: seconds(r.Pending), Recovery: seconds(r.Recovery)}
}

// wrong, cells and fired count the cells of the matrix.
var wrong, cells, fired, rows int

func TestMain(m *testing.M) {
	code := m.Run()
	fmt.Printf("%d rules and causes x %d traces: %d cells, %d in ALARM, %d wrong\n", rows, len(traces.All()), cells, fired, wrong)
	os.Exit(code)
}

// TestMatrix runs every rule and every cause over every trace: what is expected goes into ALARM, and nothing else.
func TestMatrix(t *testing.T) {
	rules := map[string][]rule{"vllm": load(t, "vllm"), "both": load(t, "both")}
	rows = len(rules["vllm"])
	for _, trace := range traces.All() {
		engines := "vllm"
		if strings.HasPrefix(trace.Name, "sglang") {
			engines = "both"
		}
		t.Run(trace.Name, func(t *testing.T) {
			got := run(t, trace.Config, rules[engines])
			want, known := expected[trace.Name]
			if !known {
				t.Fatalf("nothing is said about the trace %s", trace.Name)
			}
			for _, r := range rules[engines] {
				cells++
				contributors := got[r.Rule]
				if len(contributors) > 0 {
					fired++
				}
				if !slices.Equal(contributors, want[r.Rule]) {
					wrong++
					t.Errorf("%s: %v in ALARM, want %v", r.Rule, contributors, want[r.Rule])
				}
			}
		})
	}
}

// run tells which contributors of each rule are in ALARM at some time of a trace, by the labels that tell them apart.
func run(t *testing.T, config simulator.Config, rules []rule) map[string][]string {
	t.Helper()
	trace, err := simulator.Run(config)
	if err != nil {
		t.Fatal(err)
	}
	storage := teststorage.New(t)
	defer storage.Close()
	start := time.Unix(0, 0)
	if err := trace.Write(context.Background(), storage, start); err != nil {
		t.Fatal(err)
	}
	evaluator := engine.New()
	defer evaluator.Close()

	fired := map[string][]string{}
	for _, r := range rules {
		names := map[string]bool{}
		for _, series := range answer(t, evaluator, storage, r, start, config.Duration) {
			at := map[time.Duration]bool{}
			for _, point := range series.Floats {
				at[time.UnixMilli(point.T).Sub(start)] = true
			}
			if len(r.schedule().Firings(func(d time.Duration) bool { return at[d] }, config.Duration)) > 0 {
				names[name(series.Metric)] = true
			}
		}
		if len(names) > 0 {
			fired[r.Rule] = slices.Sorted(maps.Keys(names))
		}
	}
	return fired
}

func answer(t *testing.T, evaluator *promql.Engine, storage *teststorage.TestStorage, r rule, start time.Time, length time.Duration) promql.Matrix {
	t.Helper()
	query, err := evaluator.NewRangeQuery(context.Background(), storage, nil, r.Query, start, start.Add(length), r.schedule().Evaluation)
	if err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	defer query.Close()
	result := query.Exec(context.Background())
	matrix, err := result.Matrix()
	if err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	return slices.Clone(matrix)
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

func load(t *testing.T, engines string) []rule {
	t.Helper()
	file, err := os.ReadFile(ruleQueries)
	if err != nil {
		t.Fatal(err)
	}
	var document struct{ Queries []rule }
	if err := json.Unmarshal(file, &document); err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(document.Queries, func(r rule) bool {
		return !strings.Contains(r.ID, "/engines="+engines+"/") || !strings.Contains(r.ID, "world=simulated")
	})
}
