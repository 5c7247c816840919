package simulator

import (
	"slices"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
)

// Trace is what a simulation yields.
type Trace struct {
	// Series are sorted by their labels, their samples by time.
	Series []Series
	// Log has all requests in the order of their arrival.
	Log Log

	config Config
}

// Log is a list of requests.
type Log []Request

// Series is a time series. It ends without a stale marker, as CloudWatch knows none.
type Series struct {
	Labels  labels.Labels
	Samples []Sample
}

// Sample is a number, or a histogram where there is one.
type Sample struct {
	At        time.Duration
	Value     float64
	Histogram *histogram.Histogram
}

// Name is the metric's name.
func (s Series) Name() string { return s.Labels.Get(labels.MetricName) }

// Find returns the series of a metric whose labels have certain values, given as names and values in turn.
func (t *Trace) Find(name string, pairs ...string) []Series {
	return slices.Collect(func(yield func(Series) bool) {
		for _, series := range t.Series {
			if series.Name() == name && series.has(pairs) && !yield(series) {
				return
			}
		}
	})
}

func (s Series) has(pairs []string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if s.Labels.Get(pairs[i]) != pairs[i+1] {
			return false
		}
	}
	return true
}

// At returns the newest sample that is not after a time.
func (s Series) At(at time.Duration) (Sample, bool) {
	var newest Sample
	found := false
	for _, sample := range s.Samples {
		if sample.At > at {
			break
		}
		newest, found = sample, true
	}
	return newest, found
}

// collector gathers samples.
type collector struct {
	config *Config
	byKey  map[string]*gathered
	// all are the series in the order of their first samples.
	all []*gathered
}

// gathered is a series and how many of its samples have been taken.
type gathered struct {
	Series
	taken int
}

func newCollector(config *Config) *collector {
	return &collector{config: config, byKey: map[string]*gathered{}}
}

// add adds a sample. Labels are names and values in turn; those without a value are left out.
func (c *collector) add(at time.Duration, name string, value float64, pairs ...[]string) {
	series := c.series(name, pairs)
	series.Samples = append(series.Samples, Sample{At: at, Value: value})
}

func (c *collector) addDistribution(at time.Duration, name string, value *distribution, pairs ...[]string) {
	series := c.series(name, pairs)
	series.Samples = append(series.Samples, Sample{At: at, Histogram: value.native()})
}

func (c *collector) series(name string, pairs [][]string) *gathered {
	builder := labels.NewBuilder(labels.FromStrings(labels.MetricName, name))
	for _, list := range pairs {
		for i := 0; i < len(list); i += 2 {
			builder.Set(list[i], list[i+1])
		}
	}
	found := builder.Labels()
	key := string(found.Bytes(nil))
	series, known := c.byKey[key]
	if !known {
		series = &gathered{Series: Series{Labels: found}}
		c.byKey[key] = series
		c.all = append(c.all, series)
	}
	return series
}

// take returns the samples until a time that it has not returned yet.
func (c *collector) take(until time.Duration) []Series {
	var all []Series
	for _, series := range c.all {
		end := series.taken
		for end < len(series.Samples) && series.Samples[end].At <= until {
			end++
		}
		if end > series.taken {
			all = append(all, Series{Labels: series.Labels, Samples: series.Samples[series.taken:end]})
			series.taken = end
		}
	}
	return all
}

func (c *collector) finish(requests []*Request) *Trace {
	trace := &Trace{config: *c.config}
	for _, series := range c.all {
		trace.Series = append(trace.Series, series.Series)
	}
	slices.SortFunc(trace.Series, func(left, right Series) int { return labels.Compare(left.Labels, right.Labels) })
	for _, request := range requests {
		if request.Finished == NotYet {
			request.Status = Pending
		}
		trace.Log = append(trace.Log, *request)
	}
	return trace
}
