package scaling

import (
	"math"
	"slices"
	"time"

	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/simulator"
)

const (
	fastPeriod = 10 * time.Second
	slowPeriod = time.Minute
)

// point is a data point of a classic metric, for the period that ends at a time. NaN is a missing one.
type point struct {
	at    time.Duration
	value float64
}

// classicMetrics are those that target tracking follows, as they come about.
type classicMetrics struct {
	concurrent, concurrentByMinute, invocations []point

	minute []float64
	// from is the first request that may still end, counted the IDs from there on that have been counted.
	from    int
	counted map[int]bool
	perCopy float64
	any     bool
}

// observe looks at the endpoint at a time. SageMaker counts the requests of each copy every ten seconds, queued ones included.
func (m *classicMetrics) observe(at time.Duration, fleet *fleet) {
	m.countEnded(fleet.simulation, fleet.serving())
	if at == 0 || at%fastPeriod != 0 {
		return
	}
	value := meanOutstanding(fleet.simulation.Copies(Component))
	m.concurrent = append(m.concurrent, point{at, value})
	m.minute = append(m.minute, value)
	if at%slowPeriod == 0 {
		m.concurrentByMinute = append(m.concurrentByMinute, point{at, mean(m.minute)})
		m.minute = nil
		value := math.NaN()
		if m.any {
			value = m.perCopy
		}
		m.invocations = append(m.invocations, point{at, value})
		m.perCopy, m.any = 0, false
	}
}

func meanOutstanding(copies []simulator.CopyState) float64 {
	var values []float64
	for _, placed := range copies {
		if placed.Serving {
			values = append(values, float64(placed.Outstanding))
		}
	}
	return mean(values)
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, value := range values {
		sum += value
	}
	return sum / float64(len(values))
}

// countEnded counts invocations when they end. Each counts as its share: one divided by the number of copies at that time, so
// that their sum is the number per copy.
func (m *classicMetrics) countEnded(simulation *simulator.Simulation, copies int) {
	if m.counted == nil {
		m.counted = map[int]bool{}
	}
	log := simulation.Log(m.from)
	for _, request := range log {
		if request.Finished != simulator.NotYet && !m.counted[request.ID] {
			m.counted[request.ID] = true
			m.perCopy += 1 / float64(max(copies, 1))
			m.any = true
		}
	}
	open := slices.IndexFunc(log, func(r simulator.Request) bool { return r.Finished == simulator.NotYet })
	if open < 0 {
		open = len(log)
	}
	for _, request := range log[:open] {
		delete(m.counted, request.ID)
	}
	m.from += open
}

// follower gives a target tracking policy's alarms the data points of its metric.
type follower struct {
	alarms     *autoscaling.TrackingAlarms
	fast, slow func() []point
	// How many of each have been taken.
	tookFast, tookSlow int
}

func follow(alarms *autoscaling.TrackingAlarms, policy *autoscaling.TrackingPolicy, metrics *classicMetrics) *follower {
	f := &follower{alarms: alarms}
	if policy.HighResolution() {
		f.fast = func() []point { return metrics.concurrent }
		f.slow = func() []point { return metrics.concurrentByMinute }
		return f
	}
	f.fast = func() []point { return metrics.invocations }
	f.slow = f.fast
	return f
}

// take takes the data points that are there at a time.
func (f *follower) take(until time.Duration) {
	for points := f.fast(); f.tookFast < len(points) && points[f.tookFast].at <= until; f.tookFast++ {
		f.alarms.Fast(points[f.tookFast].value)
	}
	for points := f.slow(); f.tookSlow < len(points) && points[f.tookSlow].at <= until; f.tookSlow++ {
		f.alarms.Slow(points[f.tookSlow].value)
	}
}
