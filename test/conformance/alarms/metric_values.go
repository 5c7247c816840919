package alarms

import (
	"fmt"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// metricValues are the values of a trace's classic metrics, each computed once.
type metricValues struct {
	trace *simulator.Trace
	known map[string]map[time.Duration]float64
}

func newMetricValues(trace *simulator.Trace) *metricValues {
	return &metricValues{trace: trace, known: map[string]map[time.Duration]float64{}}
}

// of is the value of a metric in the period that ends at a time, or nil where there is none. Periods end when the alarm is evaluated, so
// that longer ones than a minute overlap.
func (m *metricValues) of(source MetricSource, statistic string, period, ends time.Duration) (*float64, error) {
	if period == time.Minute {
		points, err := m.minutes(source, statistic)
		if value, found := points[ends-period]; found {
			return &value, err
		}
		return nil, err
	}
	if simulator.Statistic(statistic) != simulator.Average {
		return nil, fmt.Errorf("%s over %s is not known", statistic, period)
	}
	sum, err := m.total(source, simulator.Sum, period, ends)
	if err != nil {
		return nil, err
	}
	count, err := m.total(source, simulator.SampleCount, period, ends)
	if err != nil || count == 0 {
		return nil, err
	}
	average := sum / count
	return &average, nil
}

// total adds up the minutes of a period.
func (m *metricValues) total(source MetricSource, statistic simulator.Statistic, period, ends time.Duration) (float64, error) {
	points, err := m.minutes(source, string(statistic))
	total := 0.0
	for at := ends - period; at < ends; at += time.Minute {
		total += points[at]
	}
	return total, err
}

func (m *metricValues) minutes(source MetricSource, statistic string) (map[time.Duration]float64, error) {
	key := fmt.Sprint(source, statistic)
	if points, known := m.known[key]; known {
		return points, nil
	}
	if source.Namespace != sageMaker {
		return nil, fmt.Errorf("no metrics of %q", source.Namespace)
	}
	dimensions := map[string]string{}
	for _, one := range source.Dimensions {
		dimensions[one.Name] = one.Value
	}
	found, err := m.trace.Classic(simulator.ClassicQuery{
		Metric: source.MetricName, Dimensions: dimensions, Statistic: simulator.Statistic(statistic), Period: time.Minute,
	})
	if err != nil {
		return nil, err
	}
	points := map[time.Duration]float64{}
	for _, point := range found {
		points[point.At] = point.Value
	}
	m.known[key] = points
	return points, nil
}
