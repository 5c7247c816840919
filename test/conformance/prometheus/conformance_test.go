// Package conformance evaluates the queries of the telemetry catalogue, of the dashboards' panels and of the alarm rules
// with the engine of Prometheus.
package conformance

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/prometheus/prometheus/promql/promqltest"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
	"cdk-sagemaker-insights/conformance/prometheus/cloudwatch"
	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/prometheus/scenario"
)

// suite is a file of queries and the scenarios that evaluate them.
type suite struct {
	// kind is what the queries are rendered from.
	kind string
	load func() (input, error)
	held atomic.Int64
}

type input struct {
	queries   *catalogue.Catalogue
	scenarios []*scenario.Scenario
}

var (
	signals = newSuite("signals", "CATALOGUE_QUERIES", "../build/queries.json", "scenarios")
	panels  = newSuite("panels", "PANEL_QUERIES", "../build/panel-queries.json", "panels")
	rules   = newSuite("rules", "RULE_QUERIES", "../build/rule-queries.json", "rules")
	scaling = newSuite("alarms that scale", "SCALING_QUERIES", "../build/scaling-queries.json", "scaling")
)

// newSuite reads its input when it is first asked for. The environment variable names another file than the usual one.
func newSuite(kind, variable, file, folder string) *suite {
	load := sync.OnceValues(func() (input, error) {
		queries, err := catalogue.Load(cmp.Or(os.Getenv(variable), file))
		if err != nil {
			return input{}, err
		}
		scenarios, err := scenario.ReadAll(os.DirFS(folder), queries)
		return input{queries, scenarios}, err
	})
	return &suite{kind: kind, load: load}
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, suite := range []*suite{signals, panels, rules, scaling} {
		if input, err := suite.load(); err == nil {
			suite.report(scenario.Cover(input.queries, input.scenarios))
		}
	}
	os.Exit(code)
}

// TestQueriesAreAccepted parses every query of the catalogue, also those that no scenario evaluates.
func TestQueriesAreAccepted(t *testing.T) { signals.accept(t) }

// TestPanelQueriesAreAccepted does the same for the queries of panels.
func TestPanelQueriesAreAccepted(t *testing.T) { panels.accept(t) }

// TestRuleQueriesAreAccepted does the same for the queries of alarm rules.
func TestRuleQueriesAreAccepted(t *testing.T) { rules.accept(t) }

// TestScalingQueriesAreAccepted does the same for the queries of alarms that scale.
func TestScalingQueriesAreAccepted(t *testing.T) { scaling.accept(t) }

// TestScenarios evaluates what the scenarios ask for, each evaluation in a storage of its own.
func TestScenarios(t *testing.T) { signals.evaluate(t) }

// TestPanels evaluates what the scenarios ask of panels.
func TestPanels(t *testing.T) { panels.evaluate(t) }

// TestRules evaluates what the scenarios ask of alarm rules.
func TestRules(t *testing.T) { rules.evaluate(t) }

// TestScaling evaluates what the scenarios ask of alarms that scale.
func TestScaling(t *testing.T) { scaling.evaluate(t) }

// TestEverySignalIsCovered fails for a signal whose behaviour no scenario shows.
func TestEverySignalIsCovered(t *testing.T) { signals.cover(t) }

// TestEveryPanelIsCovered fails for a panel whose behaviour no scenario shows, and for a query of a panel that none
// evaluates to a value.
func TestEveryPanelIsCovered(t *testing.T) {
	panels.cover(t)
	panels.coverQueries(t, func(string) bool { return true })
}

// TestEveryRuleIsCovered fails for an alarm rule that no scenario shows to fire, and for a query of one that none evaluates to a value:
// it may be silent for ever. Those for the endpoint of the simulator are evaluated over its traces.
func TestEveryRuleIsCovered(t *testing.T) {
	rules.cover(t)
	rules.coverQueries(t, func(id string) bool { return !strings.Contains(id, "world=simulated") })
}

// TestEveryScalingAlarmIsCovered fails for an alarm that scales and that no scenario shows to fire and to be quiet, and
// for a query of one that none evaluates to a value.
func TestEveryScalingAlarmIsCovered(t *testing.T) {
	input := scaling.mustLoad(t)
	scaling.cover(t)
	for _, id := range scenario.Cover(input.queries, input.scenarios).WithoutValue {
		t.Errorf("no scenario evaluates %s to a value", id)
	}
}

func (s *suite) accept(t *testing.T) {
	queries := s.mustLoad(t).queries
	for _, name := range queries.Names() {
		t.Run(name, func(t *testing.T) {
			for _, query := range queries.Distinct(name) {
				if err := cloudwatch.Check(query.Text); err != nil {
					t.Errorf("%s: %v\nin %s", query.ID, err, query.Text)
				}
			}
		})
	}
}

func (s *suite) evaluate(t *testing.T) {
	for _, read := range s.mustLoad(t).scenarios {
		t.Run(strings.TrimSuffix(read.Path, ".test"), func(t *testing.T) {
			for _, assertion := range read.Assertions {
				t.Run(fmt.Sprintf("line %d %s", assertion.Line, title(assertion.Query)), func(t *testing.T) {
					if evaluate(t, assertion.Script) {
						s.held.Add(1)
					}
				})
			}
		})
	}
}

func (s *suite) cover(t *testing.T) {
	input := s.mustLoad(t)
	for _, gap := range scenario.Cover(input.queries, input.scenarios).Gaps {
		t.Errorf("%s lacks %s", gap.Name, strings.Join(gap.Missing, " and "))
	}
}

// coverQueries fails for a query that no scenario evaluates to a value.
func (s *suite) coverQueries(t *testing.T, wanted func(id string) bool) {
	t.Helper()
	input := s.mustLoad(t)
	for _, id := range scenario.Cover(input.queries, input.scenarios).WithoutValue {
		if wanted(id) {
			t.Errorf("no scenario evaluates %s to a value", id)
		}
	}
}

func (s *suite) mustLoad(t *testing.T) input {
	t.Helper()
	loaded, err := s.load()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func (s *suite) report(coverage scenario.Coverage) {
	fmt.Printf("%d %s, %d queries (%d evaluated), %d scenarios, %d assertions, %d held\n",
		coverage.Names, s.kind, coverage.Queries, coverage.EvaluatedQueries, coverage.Scenarios, coverage.Assertions, s.held.Load())
	for _, gap := range coverage.Gaps {
		fmt.Printf("NOT COVERED: %s lacks %s\n", gap.Name, strings.Join(gap.Missing, " and "))
	}
}

// evaluate tells whether the engine answers as the script expects.
func evaluate(t *testing.T, script string) bool {
	// promqltest evaluates each query a second time after writing it anew, with names as its own
	// parser would spell them, so the engine must read both spellings. That the catalogue's own
	// spelling is the standard one is the matter of TestQueriesAreAccepted.
	evaluator := engine.New(engine.WithParser(engine.PermissiveParser()))
	defer evaluator.Close()

	promqltest.RunTest(t, script, evaluator)
	return !t.Failed()
}

// title spells the id of a query such that it does not look like nested tests.
func title(query catalogue.Query) string {
	return strings.ReplaceAll(query.ID, "/", " ")
}
