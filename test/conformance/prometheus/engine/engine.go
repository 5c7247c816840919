// Package engine makes the PromQL engine that everything here evaluates with: the one of a
// Prometheus 3 server that runs with its default settings.
package engine

import (
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

// Lookback is how old the sample may be that an instant query takes.
const Lookback = 5 * time.Minute

const (
	maxSamples             = 50_000_000
	timeout                = 2 * time.Minute
	subqueryStepMillis     = 60_000
	allowNegativeOffset    = true
	allowAtModifier        = true
	delayMetricNameRemoval = false
)

// Option changes a setting of the engine.
type Option func(*promql.EngineOpts)

// WithParser makes the engine read expressions with another parser than StandardParser.
func WithParser(p parser.Parser) Option {
	return func(options *promql.EngineOpts) { options.Parser = p }
}

// New makes an engine. The caller closes it.
func New(options ...Option) *promql.Engine {
	settings := promql.EngineOpts{
		MaxSamples:               maxSamples,
		Timeout:                  timeout,
		LookbackDelta:            Lookback,
		NoStepSubqueryIntervalFn: func(int64) int64 { return subqueryStepMillis },
		EnableAtModifier:         allowAtModifier,
		EnableNegativeOffset:     allowNegativeOffset,
		EnableDelayedNameRemoval: delayMetricNameRemoval,
		Parser:                   StandardParser(),
	}
	for _, option := range options {
		option(&settings)
	}
	return promql.NewEngine(settings)
}

// StandardParser reads PromQL as a Prometheus 3 server does without feature flags: names with dots
// must be quoted and experimental functions are unknown.
func StandardParser() parser.Parser {
	return parser.NewParser(parser.Options{})
}

// PermissiveParser also reads names with dots that are not quoted.
func PermissiveParser() parser.Parser {
	return parser.NewParser(parser.Options{EnableUnquotedUTF8Names: true})
}
