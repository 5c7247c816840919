// Package cloudwatch knows what CloudWatch refuses although Prometheus accepts it.
package cloudwatch

import (
	"errors"
	"fmt"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
)

const (
	// MaxQueryLength is the longest query that an alarm takes, in characters.
	MaxQueryLength = 10_000
	// MaxRange is how far back from its evaluation a query may look.
	MaxRange = 7 * 24 * time.Hour
)

// Check parses a query as a Prometheus 3 server with default settings does and tells everything that
// CloudWatch would refuse.
func Check(query string) error {
	expression, err := engine.StandardParser().ParseExpr(query)
	if err != nil {
		return err
	}
	var problems []error
	if length := len([]rune(query)); length > MaxQueryLength {
		problems = append(problems, fmt.Errorf("%d characters; at most %d are allowed", length, MaxQueryLength))
	}
	if expression.Type() != parser.ValueTypeVector {
		problems = append(problems, fmt.Errorf("yields a %s; alarms and charts take an instant vector", expression.Type()))
	}
	parser.Inspect(expression, func(node parser.Node, path []parser.Node) error {
		if selector, ok := node.(*parser.VectorSelector); ok {
			problems = append(problems, checkName(selector), checkRange(selector, path))
		}
		return nil
	})
	return errors.Join(problems...)
}

// checkName demands the exact name that CloudWatch wants of every selector.
func checkName(selector *parser.VectorSelector) error {
	for _, matcher := range selector.LabelMatchers {
		if matcher.Name == model.MetricNameLabel && matcher.Type == labels.MatchEqual {
			return nil
		}
	}
	return fmt.Errorf("%s: needs an exact metric name", selector)
}

// checkRange adds up the ranges and offsets from the root of the expression down to a selector.
func checkRange(selector *parser.VectorSelector, path []parser.Node) error {
	reach := selector.OriginalOffset
	for _, node := range path {
		switch node := node.(type) {
		case *parser.MatrixSelector:
			reach += node.Range
		case *parser.SubqueryExpr:
			reach += node.Range + node.OriginalOffset
		}
	}
	if reach > MaxRange {
		return fmt.Errorf("%s: looks back %s; at most %s are allowed", selector, reach, MaxRange)
	}
	return nil
}
