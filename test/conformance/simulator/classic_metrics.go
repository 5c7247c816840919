package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// The dimensions of classic metrics.
const (
	DimensionEndpoint     = "EndpointName"
	DimensionVariant      = "VariantName"
	DimensionComponent    = "InferenceComponentName"
	DimensionInstance     = "InstanceId"
	DimensionContainer    = "ContainerId"
	DimensionRegion       = "Region"
	DimensionZone         = "AvailabilityZone"
	DimensionInstanceType = "InstanceType"
)

var (
	byVariant     = []string{DimensionEndpoint, DimensionVariant}
	zonal         = []string{DimensionRegion, DimensionZone, DimensionInstanceType}
	byVariantZone = append(slices.Clone(byVariant), zonal...)
	byInstance    = append(slices.Clone(byVariant), DimensionInstance)
	byComponent   = []string{DimensionComponent}
	byComponentAZ = append(slices.Clone(byComponent), zonal...)
	byCopy        = append(slices.Clone(byVariant), DimensionComponent, DimensionInstance, DimensionContainer)

	everySet = [][]string{byVariant, byVariantZone, byInstance, byComponent, byComponentAZ, byCopy}
)

// classicMetricOf says what a metric counts.
type classicMetricOf struct {
	sets   [][]string
	values func(t *Trace, selected Log, emit func(at time.Duration, value float64))
}

var classicMetrics = map[string]classicMetricOf{
	"Invocations":           {everySet, served(func(Request) float64 { return 1 })},
	"Invocation4XXErrors":   {everySet, served(isAnyOf(Refused))},
	"Invocation5XXErrors":   {everySet, served(isAnyOf(Failed, Unserved))},
	"InvocationModelErrors": {everySet, served(isAnyOf(Refused, Failed, Disconnected))},
	"MidStreamErrors":       {[][]string{byVariant}, served(isAnyOf(BrokenOff))},
	"ModelLatency":          {everySet, answered(func(r Request) time.Duration { return r.ModelLatency() })},
	"OverheadLatency":       {everySet, answered(func(r Request) time.Duration { return r.Overhead })},
	"FirstChunkModelLatency": {
		[][]string{byVariant, byVariantZone}, answered(func(r Request) time.Duration { return r.TimeToFirstToken() }),
	},
	"FirstChunkLatency": {
		[][]string{byVariant, byVariantZone},
		answered(func(r Request) time.Duration { return r.TimeToFirstToken() + r.Overhead }),
	},
	"FirstChunkOverheadLatency": {
		[][]string{byVariant, byVariantZone}, answered(func(r Request) time.Duration { return r.Overhead }),
	},
	"ConcurrentRequestsPerModel":   {[][]string{byVariant, byVariantZone}, concurrent},
	"ConcurrentRequestsPerCopy":    {[][]string{byComponent, byComponentAZ}, concurrent},
	"NoCapacityInvocationFailures": {[][]string{byComponent}, noCapacity},
}

// served emits a value for every request that reached a copy or found none that is well: 0 and 1 for errors, so that the
// average is their share.
func served(value func(Request) float64) func(*Trace, Log, func(time.Duration, float64)) {
	return func(_ *Trace, selected Log, emit func(time.Duration, float64)) {
		for _, request := range selected {
			if request.Status != Pending && request.Status != NoCapacity {
				emit(request.Finished, value(request))
			}
		}
	}
}

func isAnyOf(statuses ...Status) func(Request) float64 {
	return func(request Request) float64 {
		if slices.Contains(statuses, request.Status) {
			return 1
		}
		return 0
	}
}

// answered emits a time in microseconds for every request that was answered, at least in part.
func answered(latency func(Request) time.Duration) func(*Trace, Log, func(time.Duration, float64)) {
	return func(_ *Trace, selected Log, emit func(time.Duration, float64)) {
		for _, request := range selected {
			if request.Status == Answered || request.Status == BrokenOff {
				emit(request.Finished, float64(latency(request).Microseconds()))
			}
		}
	}
}

func noCapacity(_ *Trace, selected Log, emit func(time.Duration, float64)) {
	for _, request := range selected {
		if request.Status == NoCapacity {
			emit(request.Finished, 1)
		}
	}
}

// concurrencyInterval is how often SageMaker counts requests in flight.
const concurrencyInterval = 10 * time.Second

// concurrent emits the requests in flight of every copy, queued ones included.
func concurrent(t *Trace, selected Log, emit func(time.Duration, float64)) {
	byContainer := map[string]Log{}
	for _, request := range selected {
		if request.Container != "" {
			byContainer[request.Container] = append(byContainer[request.Container], request)
		}
	}
	for _, container := range slices.Sorted(maps.Keys(byContainer)) {
		changes := make([]int, int(t.config.Duration/concurrencyInterval)+2)
		at := func(d time.Duration) int {
			return min(int((d+concurrencyInterval-1)/concurrencyInterval), len(changes)-1)
		}
		for _, request := range byContainer[container] {
			changes[at(request.Arrival)]++
			if request.Finished != NotYet {
				changes[at(request.Finished)]--
			}
		}
		inFlight := 0
		for i, change := range changes[:len(changes)-1] {
			inFlight += change
			emit(time.Duration(i)*concurrencyInterval, float64(inFlight))
		}
	}
}

// selection are the requests that a query's dimensions name.
func (t *Trace) selection(metric classicMetricOf, query ClassicQuery) (Log, error) {
	names := slices.Sorted(maps.Keys(query.Dimensions))
	fits := func(set []string) bool { return slices.Equal(slices.Sorted(slices.Values(set)), names) }
	if !slices.ContainsFunc(metric.sets, fits) {
		return nil, fmt.Errorf("%s is not published by %s", query.Metric, strings.Join(names, ", "))
	}
	var selected Log
	for _, request := range t.Log {
		matches := true
		for name, value := range query.Dimensions {
			matches = matches && t.dimension(name, request) == value
		}
		if matches {
			selected = append(selected, request)
		}
	}
	return selected, nil
}

// dimension is the value that a request has.
func (t *Trace) dimension(name string, of Request) string {
	switch name {
	case DimensionEndpoint:
		return t.config.Endpoint
	case DimensionVariant:
		return t.config.Variant
	case DimensionRegion:
		return t.config.Region
	case DimensionComponent:
		return of.Component
	case DimensionInstance:
		return of.Instance
	case DimensionContainer:
		return of.Container
	case DimensionZone:
		return of.Zone
	case DimensionInstanceType:
		return of.InstanceType
	}
	return ""
}
