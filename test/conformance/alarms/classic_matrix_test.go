package alarms

import (
	"cmp"
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
				want, fires := expectedOfClassic[trace.Name][r.Rule]
				var contributors []string
				wrong := false
				for contributor, got := range r.firings(t, ran, trace.Config.Duration) {
					fires := fires && (contributor == "" || contributor == failing)
					right := len(got) == 0 && !fires || len(got) == 1 && fires && want.hold(got[0])
					if len(got) > 0 {
						contributors = append(contributors, cmp.Or(contributor, "chat"))
					}
					if !right {
						wrong = true
						t.Errorf("%s %s: in ALARM %v, want %v", r.Rule, contributor, got, want)
					}
				}
				slices.Sort(contributors)
				outcomes.add(cell{place{classicOrder + row, r.Rule}, place{column, trace.Name}, 0, contributors, wrong})
			}
		})
	}
}

// firings are the times when all alarms are in ALARM, by contributor. Only a single alarm has several.
func (r classicRule) firings(t *testing.T, trace *simulator.Trace, end time.Duration) map[string][]Firing {
	t.Helper()
	all := make([][]Firing, len(r.Alarms))
	for i, alarm := range r.Alarms {
		byContributor, err := alarm.FiringsByContributor(trace, end)
		if err != nil {
			t.Fatalf("%s: %v", r.Rule, err)
		}
		if len(r.Alarms) == 1 {
			return byContributor
		}
		all[i] = byContributor[""]
	}
	return map[string][]Firing{"": together(all, end)}
}

// together are the times when all are in ALARM.
func together(all [][]Firing, end time.Duration) []Firing {
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
