package scenario

import (
	"fmt"
	"strings"

	"github.com/prometheus/prometheus/promql/parser"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

const expectEmpty = "expect empty"

// evaluation is an eval block while it is read.
type evaluation struct {
	line    int
	command string
	query   catalogue.Query

	expectations []string
	samples      int
	empty        bool
	annotated    bool
}

// expect takes a line below the evaluation.
func (e *evaluation) expect(line string) error {
	switch {
	case line == expectEmpty:
		e.empty = true
		return nil
	case strings.HasPrefix(line, "expect warn"), strings.HasPrefix(line, "expect info"):
		e.annotated = true
	case line == "expect ordered":
	case strings.HasPrefix(line, "expect "):
		return fmt.Errorf("%q is not for queries of the catalogue", line)
	default:
		_, values, err := seriesParser.ParseSeriesDesc(line)
		if err != nil {
			return fmt.Errorf("expected sample: %w", err)
		}
		e.samples += countSamples(values)
	}
	e.expectations = append(e.expectations, line)
	return nil
}

// finish makes the assertion from the lines loaded before it. Unless the scenario says which warning or notice it expects, there must
// be none: they are how the engine tells that a function does not fit its data.
func (e *evaluation) finish(loaded []string, series seriesSet) (Assertion, error) {
	switch {
	case e.empty && e.samples > 0:
		return Assertion{}, fmt.Errorf("`%s` contradicts the expected samples", expectEmpty)
	case !e.empty && e.samples == 0:
		return Assertion{}, fmt.Errorf("expects no sample; write `%s` if that is meant", expectEmpty)
	}
	expression, err := seriesParser.ParseExpr(e.query.Text)
	if err != nil {
		return Assertion{}, fmt.Errorf("query %q: %w", e.query.ID, err)
	}
	block := []string{e.command + " " + e.query.Text}
	if !e.annotated {
		block = append(block, "expect no_warn", "expect no_info")
	}
	block = append(block, e.expectations...)

	script := append(append([]string{}, loaded[:e.line]...), block...)
	return Assertion{
		Line:         e.line + 1,
		Query:        e.query,
		Script:       strings.Join(script, "\n") + "\n",
		ExpectsValue: e.samples > 0,
		FoundSeries:  series.matchedBySelectorsOf(expression),
	}, nil
}

func countSamples(values []parser.SequenceValue) int {
	count := 0
	for _, value := range values {
		if !value.Omitted {
			count++
		}
	}
	return count
}
