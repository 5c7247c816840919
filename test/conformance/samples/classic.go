package samples

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"cdk-sagemaker-insights/conformance/simulator"
)

// errNotSimulated tells that the simulator's log says nothing about a metric: it is left out.
var errNotSimulated = errors.New("not simulated")

const (
	invocations = "AWS/SageMaker"
	// labelMetric is the label that tells which metric a row is about.
	labelMetric = "MetricName"
)

// run is a trace and what it was made from.
type run struct {
	config simulator.Config
	trace  *simulator.Trace
}

// classic answers a metric or an expression.
func classic(runs []run, asked Classic) ([]Series, error) {
	if asked.Metric != nil {
		return metric(runs, *asked.Metric)
	}
	return calculate(runs, asked)
}

// metric is the row of one metric, or none where it has no datapoints.
func metric(runs []run, wanted Metric) ([]Series, error) {
	if wanted.Namespace != invocations {
		return nil, errNotSimulated
	}
	for _, one := range runs {
		if !one.has(wanted.Dimensions) {
			continue
		}
		row, err := one.row(wanted)
		if err != nil || row == nil {
			return nil, err
		}
		return []Series{*row}, nil
	}
	return nil, nil
}

// has tells whether an endpoint or a component of the dimensions is there.
func (r run) has(dimensions map[string]string) bool {
	endpoint, named := dimensions[simulator.DimensionEndpoint]
	component, ofComponent := dimensions[simulator.DimensionComponent]
	return (!named || endpoint == r.config.Endpoint) && (!ofComponent ||
		slices.ContainsFunc(r.config.Components, func(one simulator.Component) bool { return one.Name == component }))
}

func (r run) row(wanted Metric) (*Series, error) {
	period := wanted.period()
	if period == 0 {
		if wanted.Statistic != string(simulator.Sum) {
			return nil, fmt.Errorf("%s over all of the time is not known", wanted.Statistic)
		}
		period = Step
	}
	found, err := r.trace.Classic(simulator.ClassicQuery{
		Metric: wanted.Name, Dimensions: wanted.Dimensions, Statistic: simulator.Statistic(wanted.Statistic), Period: period,
	})
	if errors.Is(err, simulator.ErrNoMetric) {
		return nil, errNotSimulated
	}
	if err != nil || len(found) == 0 {
		return nil, err
	}
	labels := maps.Clone(wanted.Dimensions)
	labels[labelMetric] = wanted.Name
	if wanted.Period == 0 {
		return &Series{labels, []float64{total(found)}}, nil
	}
	values := blank()
	for _, point := range found {
		if at := point.At - From; at >= 0 && at < Points*Step && at%Step == 0 {
			values[at/Step] = point.Value
		}
	}
	return &Series{labels, values}, nil
}

// total adds up the minutes that are shown. The last point is the beginning of a minute that is not.
func total(points []simulator.Datapoint) float64 {
	sum := 0.0
	for _, point := range points {
		if point.At >= From && point.At < From+(Points-1)*Step {
			sum += point.Value
		}
	}
	return sum
}

// search finds the metrics of a dimension set, with the values that some dimensions must have.
func search(runs []run, wanted Metric, dimensions []string, terms map[string][]string) ([]Series, error) {
	var rows []Series
	if wanted.Namespace != invocations {
		return nil, errNotSimulated
	}
	for _, one := range runs {
		for _, values := range one.combinations(dimensions) {
			fits := true
			for name, allowed := range terms {
				fits = fits && slices.Contains(allowed, values[name])
			}
			if !fits {
				continue
			}
			wanted.Dimensions = values
			row, err := one.row(wanted)
			if err != nil {
				return nil, err
			}
			if row != nil {
				rows = append(rows, *row)
			}
		}
	}
	return rows, nil
}

// combinations are the values of dimensions that occur in the log.
func (r run) combinations(dimensions []string) []map[string]string {
	known := map[string]map[string]string{}
	for _, request := range r.trace.Log {
		values := map[string]string{}
		for _, name := range dimensions {
			values[name] = r.value(name, request)
		}
		if !slices.Contains(slices.Collect(maps.Values(values)), "") {
			known[sortKey(values)] = values
		}
	}
	var all []map[string]string
	for _, key := range slices.Sorted(maps.Keys(known)) {
		all = append(all, known[key])
	}
	return all
}

func (r run) value(dimension string, of simulator.Request) string {
	switch dimension {
	case simulator.DimensionEndpoint:
		return r.config.Endpoint
	case simulator.DimensionVariant:
		return r.config.Variant
	case simulator.DimensionRegion:
		return r.config.Region
	case simulator.DimensionComponent:
		return of.Component
	case simulator.DimensionInstance:
		return of.Instance
	case simulator.DimensionContainer:
		return of.Container
	case simulator.DimensionZone:
		return of.Zone
	case simulator.DimensionInstanceType:
		return of.InstanceType
	}
	return ""
}

// highestFirst sorts rows by their largest values.
func highestFirst(rows []Series, most int) []Series {
	highest := func(row Series) float64 {
		found := math.Inf(-1)
		for _, value := range row.Values {
			found = math.Max(found, orNothing(value))
		}
		return found
	}
	sorted := slices.SortedStableFunc(slices.Values(rows), func(left, right Series) int {
		switch l, r := highest(left), highest(right); {
		case l > r:
			return -1
		case l < r:
			return 1
		}
		return strings.Compare(sortKey(left.Labels), sortKey(right.Labels))
	})
	return sorted[:min(len(sorted), most)]
}

func orNothing(value float64) float64 {
	if math.IsNaN(value) {
		return math.Inf(-1)
	}
	return value
}
