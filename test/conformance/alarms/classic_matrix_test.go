package alarms

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

const classicAlarms = "../build/classic-alarms.json"

// classicRule has alarms on classic metrics. It is in ALARM while all of them are.
type classicRule struct {
	Rule   string
	Alarms []MetricAlarm
}

// short is a world that is soon over.
var short = func() simulator.Config {
	config := traces.World()
	config.Duration = 2 * time.Minute
	return config
}()

// classicOrder places the rows of classic rules below the others.
const classicOrder = 100

// TestClassicMatrix runs every rule on classic metrics over every trace: what is expected goes into ALARM at its minute, and nothing else.
func TestClassicMatrix(t *testing.T) {
	rules := loadClassic(t)
	for column, trace := range traces.All(time.Minute) {
		t.Run(trace.Name, func(t *testing.T) {
			parallel(t)
			ran := simulateOnce(t, trace)
			for row, r := range rules {
				got := r.firings(t, ran, trace.Config.Duration)
				want, fires := expectedOfClassic[trace.Name][r.Rule]
				right := len(got) == 0 && !fires || len(got) == 1 && fires && want.hold(got[0])
				var contributors []string
				if len(got) > 0 {
					contributors = []string{"chat"}
				}
				outcomes.add(cell{place{classicOrder + row, r.Rule}, place{column, trace.Name}, 0, contributors, !right})
				if !right {
					t.Errorf("%s: in ALARM %v, want %v", r.Rule, got, want)
				}
			}
		})
	}
}

// firings are the times when all alarms are in ALARM.
func (r classicRule) firings(t *testing.T, trace *simulator.Trace, end time.Duration) []Firing {
	t.Helper()
	all := make([][]Firing, len(r.Alarms))
	for i, alarm := range r.Alarms {
		var err error
		if all[i], err = alarm.Firings(trace, end); err != nil {
			t.Fatalf("%s: %v", r.Rule, err)
		}
	}
	return Schedule{Evaluation: evaluated}.Firings(func(at time.Duration) bool {
		return !slices.ContainsFunc(all, func(firings []Firing) bool {
			return !slices.ContainsFunc(firings, func(f Firing) bool { return f.From <= at && (at < f.Until || f.Until == end) })
		})
	}, end)
}

func loadClassic(t *testing.T) []classicRule {
	t.Helper()
	file, err := os.ReadFile(classicAlarms)
	if err != nil {
		t.Fatal(err)
	}
	var document struct{ Rules []classicRule }
	if err := json.Unmarshal(file, &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Rules) == 0 {
		t.Fatal(fmt.Errorf("no rules in %s", classicAlarms))
	}
	return document.Rules
}
