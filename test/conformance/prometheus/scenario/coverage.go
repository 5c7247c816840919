package scenario

import (
	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

// A signal is covered when scenarios show it
//   - with a value, so that the number is known to be right,
//   - without any series that it reads, because a query that finds nothing is silent in production, and
//   - with several series behind one selector, such as those of two engines, because the number is easily
//     right for one and wrong for two.
type evidence struct{ value, absence, several bool }

// Gap is what scenarios do not show of a signal.
type Gap struct {
	Signal  string
	Missing []string
}

// Coverage tells what a set of scenarios shows of a catalogue.
type Coverage struct {
	// Signals, Queries are how many the catalogue has, EvaluatedQueries how many are evaluated.
	Signals, Queries, EvaluatedQueries int
	// Scenarios and Assertions are how many there are.
	Scenarios, Assertions int
	// Gaps lists the signals that are not covered, sorted.
	Gaps []Gap
}

// Cover compares scenarios with the catalogue that they were read with.
func Cover(queries *catalogue.Catalogue, scenarios []*Scenario) Coverage {
	shown := map[string]*evidence{}
	for _, signal := range queries.Signals() {
		shown[signal] = &evidence{}
	}
	evaluated := map[string]bool{}
	coverage := Coverage{Signals: len(shown), Queries: queries.Size(), Scenarios: len(scenarios)}

	for _, scenario := range scenarios {
		coverage.Assertions += len(scenario.Assertions)
		for _, assertion := range scenario.Assertions {
			evaluated[assertion.Query.ID] = true
			signal := shown[assertion.Query.Signal]
			signal.value = signal.value || assertion.ExpectsValue
			signal.absence = signal.absence || assertion.FoundSeries == 0
			signal.several = signal.several || assertion.FoundSeries > 1
		}
	}

	coverage.EvaluatedQueries = len(evaluated)
	for _, signal := range queries.Signals() {
		if missing := shown[signal].missing(); len(missing) > 0 {
			coverage.Gaps = append(coverage.Gaps, Gap{Signal: signal, Missing: missing})
		}
	}
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
