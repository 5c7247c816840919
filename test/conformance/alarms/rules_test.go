package alarms

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const ruleQueries = "../build/rule-queries.json"

// rule is a PromQL alarm as it is rendered for the endpoint of the simulator.
type rule struct {
	ID, Rule, Query               string
	Evaluation, Pending, Recovery int
}

func (r rule) schedule() Schedule {
	return Schedule{Evaluation: seconds(r.Evaluation), Pending: seconds(r.Pending), Recovery: seconds(r.Recovery)}
}

// frequencies are the publish intervals that the rules are rendered for.
var frequencies = []time.Duration{10 * time.Second, time.Minute, 5 * time.Minute}

// loadRules reads the rules for the engines of a trace and a publish interval.
func loadRules(t *testing.T, trace string, every time.Duration) []rule {
	t.Helper()
	file, err := os.ReadFile(ruleQueries)
	if err != nil {
		t.Fatal(err)
	}
	var document struct{ Queries []rule }
	if err := json.Unmarshal(file, &document); err != nil {
		t.Fatal(err)
	}
	engines := "vllm"
	if strings.HasPrefix(trace, "sglang") {
		engines = "both"
	}
	wanted := []string{"world=simulated", "engines=" + engines, fmt.Sprintf("every=%.0f", every.Seconds())}
	rules := slices.DeleteFunc(document.Queries, func(r rule) bool {
		parameters := strings.Split(r.ID, "/")
		return slices.ContainsFunc(wanted, func(one string) bool { return !slices.Contains(parameters, one) })
	})
	if len(rules) == 0 {
		t.Fatalf("no rules for %v", wanted)
	}
	return rules
}

// ruleNamed is one of them.
func ruleNamed(t *testing.T, rules []rule, name string) rule {
	t.Helper()
	at := slices.IndexFunc(rules, func(r rule) bool { return r.Rule == name })
	if at < 0 {
		t.Fatalf("no rule %q", name)
	}
	return rules[at]
}
