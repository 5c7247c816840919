// Package conformance evaluates the telemetry catalogue's queries with the engine of Prometheus.
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

const (
	catalogueVariable = "CATALOGUE_QUERIES"
	defaultCatalogue  = "../build/queries.json"
	scenarioFolder    = "scenarios"
)

var held atomic.Int64

func TestMain(m *testing.M) {
	code := m.Run()
	if input, err := load(); err == nil {
		report(scenario.Cover(input.queries, input.scenarios))
	}
	os.Exit(code)
}

// TestQueriesAreAccepted parses every query of the catalogue, also those that no scenario evaluates.
func TestQueriesAreAccepted(t *testing.T) {
	queries := mustLoad(t).queries
	for _, signal := range queries.Signals() {
		t.Run(signal, func(t *testing.T) {
			for _, query := range queries.Distinct(signal) {
				if err := cloudwatch.Check(query.Text); err != nil {
					t.Errorf("%s: %v\nin %s", query.ID, err, query.Text)
				}
			}
		})
	}
}

// TestScenarios evaluates what the scenarios ask for, each evaluation in a storage of its own.
func TestScenarios(t *testing.T) {
	for _, read := range mustLoad(t).scenarios {
		t.Run(strings.TrimSuffix(read.Path, ".test"), func(t *testing.T) {
			for _, assertion := range read.Assertions {
				t.Run(fmt.Sprintf("line %d %s", assertion.Line, title(assertion.Query)), func(t *testing.T) {
					evaluate(t, assertion.Script)
				})
			}
		})
	}
}

// TestEverySignalIsCovered fails for a signal whose behaviour no scenario shows.
func TestEverySignalIsCovered(t *testing.T) {
	input := mustLoad(t)
	for _, gap := range scenario.Cover(input.queries, input.scenarios).Gaps {
		t.Errorf("signal %s lacks %s", gap.Signal, strings.Join(gap.Missing, " and "))
	}
}

func evaluate(t *testing.T, script string) {
	// promqltest evaluates each query a second time after writing it anew, with names as its own
	// parser would spell them, so the engine must read both spellings. That the catalogue's own
	// spelling is the standard one is the matter of TestQueriesAreAccepted.
	evaluator := engine.New(engine.WithParser(engine.PermissiveParser()))
	defer evaluator.Close()

	promqltest.RunTest(t, script, evaluator)
	if !t.Failed() {
		held.Add(1)
	}
}

// title spells the id of a query such that it does not look like nested tests.
func title(query catalogue.Query) string {
	return strings.ReplaceAll(query.ID, "/", " ")
}

type input struct {
	queries   *catalogue.Catalogue
	scenarios []*scenario.Scenario
}

var load = sync.OnceValues(func() (input, error) {
	queries, err := catalogue.Load(cmp.Or(os.Getenv(catalogueVariable), defaultCatalogue))
	if err != nil {
		return input{}, err
	}
	scenarios, err := scenario.ReadAll(os.DirFS(scenarioFolder), queries)
	return input{queries, scenarios}, err
})

func mustLoad(t *testing.T) input {
	t.Helper()
	loaded, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func report(coverage scenario.Coverage) {
	fmt.Printf("%d signals, %d queries (%d evaluated), %d scenarios, %d assertions, %d held\n",
		coverage.Signals, coverage.Queries, coverage.EvaluatedQueries, coverage.Scenarios, coverage.Assertions, held.Load())
	for _, gap := range coverage.Gaps {
		fmt.Printf("NOT COVERED: %s lacks %s\n", gap.Signal, strings.Join(gap.Missing, " and "))
	}
}
