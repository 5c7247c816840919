package alarms

import (
	"fmt"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// MetricAlarm is an alarm on classic metrics, with the properties that it has in a template.
type MetricAlarm struct {
	MetricSource
	// Metrics are those of a calculation, instead of a single one.
	Metrics                              []MetricOfMath
	Threshold                            float64
	ComparisonOperator                   string
	EvaluationPeriods, DatapointsToAlarm int
	TreatMissingData                     string
	Period                               int
	Statistic, ExtendedStatistic, Unit   string
}

// MetricSource names a metric.
type MetricSource struct {
	Namespace, MetricName string
	Dimensions            []Dimension
}

// Dimension is a name and its value.
type Dimension struct{ Name, Value string }

// MetricOfMath is a part of a calculation: an expression or a metric.
type MetricOfMath struct {
	ID, Expression string
	ReturnData     *bool
	Period         int
	MetricStat     *struct {
		Metric MetricSource
		Period int
		Stat   string
	}
}

const (
	sageMaker    = "AWS/SageMaker"
	notBreaching = "notBreaching"
	greaterThan  = "GreaterThanThreshold"
	// furtherPeriods is how many periods before the evaluated ones CloudWatch looks at for datapoints that are there, as in the
	// example of its documentation.
	furtherPeriods = 2
	// evaluated is how often an alarm is evaluated whose period is a minute or longer. Its periods end then.
	evaluated = time.Minute
)

// Datapoints are what an alarm sees at a time: the newest first, nil where there is none.
type Datapoints []*float64

// IsInAlarm tells whether so many of the newest datapoints breach as are needed. Missing ones count as well, and only where there are
// not enough others.
func (a MetricAlarm) IsInAlarm(seen Datapoints) bool {
	needed := a.DatapointsToAlarm
	if needed == 0 {
		needed = a.EvaluationPeriods
	}
	breaching, present := 0, 0
	for _, value := range seen {
		if value == nil || present == a.EvaluationPeriods {
			continue
		}
		present++
		if *value > a.Threshold {
			breaching++
		}
	}
	return breaching >= needed
}

// Firings tells when an alarm is in ALARM over a trace.
func (a MetricAlarm) Firings(trace *simulator.Trace, end time.Duration) ([]Firing, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	values := newMetricValues(trace)
	var failed error
	firings := Schedule{Evaluation: evaluated}.Firings(func(at time.Duration) bool {
		seen := make(Datapoints, 0, a.EvaluationPeriods+furtherPeriods)
		for range cap(seen) {
			ends := at - time.Duration(len(seen))*a.period()
			value, err := a.value(values, ends)
			if err != nil {
				failed = err
			}
			seen = append(seen, value)
		}
		return a.IsInAlarm(seen)
	}, end)
	return firings, failed
}

// check refuses what is not replayed, so that no property is passed over.
func (a MetricAlarm) check() error {
	if a.TreatMissingData != notBreaching || a.ComparisonOperator != greaterThan {
		return fmt.Errorf("%s, %s: not known", a.TreatMissingData, a.ComparisonOperator)
	}
	if a.Unit != "" && a.Unit != "Microseconds" {
		return fmt.Errorf("no metric here has the unit %q", a.Unit)
	}
	return nil
}

func (a MetricAlarm) period() time.Duration {
	for _, one := range a.Metrics {
		if one.MetricStat != nil {
			return seconds(one.MetricStat.Period)
		}
	}
	return seconds(a.Period)
}

// value is that of the period that ends at a time.
func (a MetricAlarm) value(values *metricValues, ends time.Duration) (*float64, error) {
	if len(a.Metrics) == 0 {
		statistic := a.Statistic
		if statistic == "" {
			statistic = a.ExtendedStatistic
		}
		return values.of(a.MetricSource, statistic, a.period(), ends)
	}
	known := map[string]*float64{}
	expression := ""
	for _, one := range a.Metrics {
		if one.MetricStat == nil {
			expression = one.Expression
			continue
		}
		value, err := values.of(one.MetricStat.Metric, one.MetricStat.Stat, seconds(one.MetricStat.Period), ends)
		if err != nil {
			return nil, err
		}
		known[one.ID] = value
	}
	return calculate(expression, known)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }
