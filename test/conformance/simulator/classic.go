package simulator

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"
)

// Statistic is a statistic of a classic metric.
type Statistic string

// The statistics. Percentile makes others.
const (
	Sum         Statistic = "Sum"
	Average     Statistic = "Average"
	Minimum     Statistic = "Minimum"
	Maximum     Statistic = "Maximum"
	SampleCount Statistic = "SampleCount"
)

// Percentile is a statistic such as p99, for a number from 0 to 100.
func Percentile(p float64) Statistic { return Statistic(fmt.Sprintf("p%g", p)) }

// ClassicQuery asks for a classic metric of the namespace AWS/SageMaker.
type ClassicQuery struct {
	Metric string
	// Dimensions are names and values. They must be a set under which SageMaker publishes the metric.
	Dimensions map[string]string
	Statistic  Statistic
	// Period is a minute unless it is set.
	Period time.Duration
}

// Datapoint is a value of a period that begins At.
type Datapoint struct {
	At    time.Duration
	Value float64
}

// ErrNoMetric tells that the log says nothing about a metric.
var ErrNoMetric = errors.New("no classic metric")

// Classic computes a classic metric from the log. As SageMaker publishes when a request has ended, it counts
// in the period of its end. A period without values has no datapoint.
func (t *Trace) Classic(query ClassicQuery) ([]Datapoint, error) {
	metric, known := classicMetrics[query.Metric]
	if !known {
		return nil, fmt.Errorf("%w %q", ErrNoMetric, query.Metric)
	}
	selected, err := t.selection(metric, query)
	if err != nil {
		return nil, err
	}
	period := query.Period
	if period == 0 {
		period = time.Minute
	}
	values := map[time.Duration][]float64{}
	metric.values(t, selected, func(at time.Duration, value float64) {
		values[at.Truncate(period)] = append(values[at.Truncate(period)], value)
	})
	var points []Datapoint
	for at := time.Duration(0); at < t.config.Duration; at += period {
		if len(values[at]) == 0 {
			continue
		}
		value, err := query.Statistic.of(values[at])
		if err != nil {
			return nil, err
		}
		points = append(points, Datapoint{at, value})
	}
	return points, nil
}

func (s Statistic) of(values []float64) (float64, error) {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	switch s {
	case Sum:
		return sum, nil
	case Average:
		return sum / float64(len(values)), nil
	case Minimum:
		return slices.Min(values), nil
	case Maximum:
		return slices.Max(values), nil
	case SampleCount:
		return float64(len(values)), nil
	}
	var p float64
	if _, err := fmt.Sscanf(string(s), "p%f", &p); err != nil || p < 0 || p > 100 {
		return 0, fmt.Errorf("no statistic %q", s)
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(int(math.Ceil(p/100*float64(len(sorted)))), 1)-1], nil
}
