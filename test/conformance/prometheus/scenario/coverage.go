package scenario

import (
	"maps"
	"slices"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

// A signal or panel is covered when scenarios show it
//   - with a value, so that the number is known to be right,
//   - without any series that it reads, because a query that finds nothing is silent in production, and
//   - with several series behind one selector, such as those of two engines, because the number is easily
//     right for one and wrong for two.
type evidence struct{ value, absence, several bool }

// Gap is what scenarios do not show of a signal or panel.
type Gap struct {
	Name    string
	Missing []string
}

// Coverage tells what a set of scenarios shows of a catalogue.
type Coverage struct {
	// Names, Queries are how many the catalogue has, EvaluatedQueries how many are evaluated.
	Names, Queries, EvaluatedQueries int
	// Scenarios and Assertions are how many there are.
	Scenarios, Assertions int
	// Gaps lists the signals or panels that are not covered, sorted.
	Gaps []Gap
	// WithoutValue lists the ids of the queries that no scenario evaluates to a value, sorted. A query is
	// known by its text: those with the same text are evaluated together.
	WithoutValue []string
}

// Cover compares scenarios with the catalogue that they were read with.
func Cover(queries *catalogue.Catalogue, scenarios []*Scenario) Coverage {
	shown := map[string]*evidence{}
	without := map[string]string{}
	for _, name := range queries.Names() {
		shown[name] = &evidence{}
		for _, query := range queries.Distinct(name) {
			without[query.Text] = query.ID
		}
	}
	evaluated := map[string]bool{}
	coverage := Coverage{Names: len(shown), Queries: queries.Size(), Scenarios: len(scenarios)}

	for _, scenario := range scenarios {
		coverage.Assertions += len(scenario.Assertions)
		for _, assertion := range scenario.Assertions {
			evaluated[assertion.Query.ID] = true
			known := shown[assertion.Query.Name]
			known.value = known.value || assertion.ExpectsValue
			known.absence = known.absence || assertion.FoundSeries == 0
			known.several = known.several || assertion.FoundSeries > 1
			if assertion.ExpectsValue {
				delete(without, assertion.Query.Text)
			}
		}
	}

	coverage.EvaluatedQueries = len(evaluated)
	for _, name := range queries.Names() {
		if missing := shown[name].missing(); len(missing) > 0 {
			coverage.Gaps = append(coverage.Gaps, Gap{Name: name, Missing: missing})
		}
	}
	coverage.WithoutValue = slices.Sorted(maps.Values(without))
	return coverage
}

func (e *evidence) missing() []string {
	var missing []string
	for _, need := range []struct {
		met  bool
		text string
	}{
		{e.value, "an evaluation that yields a value"},
		{e.absence, "an evaluation without any series that it reads"},
		{e.several, "an evaluation over several series of one selector"},
	} {
		if !need.met {
			missing = append(missing, need.text)
		}
	}
	return missing
}
