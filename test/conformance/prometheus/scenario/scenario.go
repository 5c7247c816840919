// Package scenario reads test scenarios: promqltest's language, in which an evaluation names a query
// of the catalogue instead of spelling it. See the README for the language.
package scenario

import (
	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

// Scenario is one file.
type Scenario struct {
	// Path is the file's path below the scenario folder.
	Path string
	// Assertions are the evaluations of the file, in its order.
	Assertions []Assertion
}

// Assertion is one evaluation of a query of the catalogue and what is expected of it.
type Assertion struct {
	// Line is where the evaluation stands in the file, from 1.
	Line int
	// Query is the query that is evaluated.
	Query catalogue.Query
	// Script is what promqltest is to run: the samples loaded up to here, then the evaluation. Its
	// lines have the numbers of the file.
	Script string
	// ExpectsValue tells that at least one sample is expected.
	ExpectsValue bool
	// FoundSeries is how many of the series loaded up to here a selector of the query matches: that of
	// the selector that matches most. The buckets of a classic histogram are one series.
	FoundSeries int
}
