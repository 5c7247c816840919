package simulator

import (
	"strings"
	"testing"
	"time"
)

// logged is a trace with a log that is written by hand.
func logged() *Trace {
	const ms = time.Millisecond
	request := func(component, container string, arrival, first, finished time.Duration, status Status) Request {
		zone := map[string]string{"c-1": "a", "c-2": "b"}[container]
		return Request{
			Component: component, Container: container, Instance: "i-" + zone, InstanceType: "ml.g6.xlarge", Zone: zone,
			Arrival: arrival, FirstToken: first, Finished: finished, Status: status, Overhead: 5 * ms,
		}
	}
	return &Trace{
		config: Config{Duration: 3 * time.Minute, Endpoint: "chat", Variant: "blue", Region: "eu-west-1"},
		Log: Log{
			request("qwen", "c-1", 1*time.Second, 2*time.Second, 9*time.Second, Answered),
			request("qwen", "c-1", 5*time.Second, 6*time.Second, 25*time.Second, Answered),
			request("qwen", "c-2", 10*time.Second, NotYet, 11*time.Second, Failed),
			request("qwen", "c-2", 20*time.Second, NotYet, 21*time.Second, Refused),
			request("llama", "c-3", 30*time.Second, 31*time.Second, 40*time.Second, BrokenOff),
			request("llama", "", 50*time.Second, NotYet, 50*time.Second, Unserved),
			request("llama", "", 55*time.Second, NotYet, 55*time.Second, NoCapacity),
			request("qwen", "c-1", 58*time.Second, 59*time.Second, 130*time.Second, Answered),
			request("qwen", "c-1", 170*time.Second, NotYet, NotYet, Pending),
		},
	}
}

func TestClassicMetrics(t *testing.T) {
	trace := logged()
	variant := map[string]string{DimensionEndpoint: "chat", DimensionVariant: "blue"}
	zone := map[string]string{
		DimensionEndpoint: "chat", DimensionVariant: "blue", DimensionRegion: "eu-west-1", DimensionZone: "b", DimensionInstanceType: "ml.g6.xlarge",
	}
	qwen := map[string]string{DimensionComponent: "qwen"}
	llama := map[string]string{DimensionComponent: "llama"}
	for _, want := range []struct {
		metric     string
		dimensions map[string]string
		statistic  Statistic
		minutes    map[time.Duration]float64
	}{
		{"Invocations", variant, Sum, map[time.Duration]float64{0: 6, 2 * time.Minute: 1}},
		{"Invocations", zone, Sum, map[time.Duration]float64{0: 2}},
		{"Invocations", qwen, Sum, map[time.Duration]float64{0: 4, 2 * time.Minute: 1}},
		{"Invocation4XXErrors", variant, Sum, map[time.Duration]float64{0: 1, 2 * time.Minute: 0}},
		{"Invocation4XXErrors", qwen, Average, map[time.Duration]float64{0: 0.25, 2 * time.Minute: 0}},
		{"Invocation5XXErrors", variant, Sum, map[time.Duration]float64{0: 2, 2 * time.Minute: 0}},
		{"InvocationModelErrors", variant, Sum, map[time.Duration]float64{0: 2, 2 * time.Minute: 0}},
		{"MidStreamErrors", variant, Sum, map[time.Duration]float64{0: 1, 2 * time.Minute: 0}},
		{"NoCapacityInvocationFailures", llama, Sum, map[time.Duration]float64{0: 1}},
		// 8, 20 and 72 seconds in microseconds.
		{"ModelLatency", qwen, Average, map[time.Duration]float64{0: 14e6, 2 * time.Minute: 72e6}},
		{"ModelLatency", qwen, Percentile(99), map[time.Duration]float64{0: 20e6, 2 * time.Minute: 72e6}},
		{"ModelLatency", qwen, Percentile(50), map[time.Duration]float64{0: 8e6, 2 * time.Minute: 72e6}},
		{"OverheadLatency", variant, Maximum, map[time.Duration]float64{0: 5000, 2 * time.Minute: 5000}},
		{"FirstChunkLatency", variant, Maximum, map[time.Duration]float64{0: 1.005e6, 2 * time.Minute: 1.005e6}},
		// Two on a copy from second 5 to 9: none of the counts every ten seconds sees them. One at 10 and 20, and from 58 on.
		{"ConcurrentRequestsPerCopy", qwen, Maximum, map[time.Duration]float64{0: 1, time.Minute: 1, 2 * time.Minute: 1}},
		{"ConcurrentRequestsPerModel", variant, SampleCount, map[time.Duration]float64{0: 18, time.Minute: 18, 2 * time.Minute: 18}},
	} {
		points, err := trace.Classic(ClassicQuery{Metric: want.metric, Dimensions: want.dimensions, Statistic: want.statistic})
		if err != nil {
			t.Errorf("%s: %v", want.metric, err)
			continue
		}
		got := map[time.Duration]float64{}
		for _, point := range points {
			got[point.At] = point.Value
		}
		for at, value := range want.minutes {
			if got[at] != value || len(got) != len(want.minutes) {
				t.Errorf("%s %s: %v; want %v", want.metric, want.statistic, got, want.minutes)
				break
			}
		}
	}
}

func TestClassicMetricsThatDoNotExist(t *testing.T) {
	variant := map[string]string{DimensionEndpoint: "chat", DimensionVariant: "blue"}
	for _, wrong := range []struct {
		query ClassicQuery
		says  string
	}{
		{ClassicQuery{Metric: "Invocation", Dimensions: variant, Statistic: Sum}, "no classic metric"},
		{ClassicQuery{Metric: "Invocations", Dimensions: map[string]string{DimensionEndpoint: "chat"}, Statistic: Sum}, "not published by EndpointName"},
		{ClassicQuery{Metric: "NoCapacityInvocationFailures", Dimensions: variant, Statistic: Sum}, "not published by"},
		{ClassicQuery{Metric: "Invocations", Dimensions: variant, Statistic: "Median"}, "no statistic"},
	} {
		if _, err := logged().Classic(wrong.query); err == nil || !strings.Contains(err.Error(), wrong.says) {
			t.Errorf("%+v: %v; want %q", wrong.query, err, wrong.says)
		}
	}
}

func TestClassicMetricsOfARun(t *testing.T) {
	trace := mustRun(t, shortWorld(Overhead{at(Extent{}), 2 * time.Second}))
	points, err := trace.Classic(ClassicQuery{
		Metric: "OverheadLatency", Dimensions: map[string]string{DimensionEndpoint: "chat", DimensionVariant: "blue"}, Statistic: Average,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range points {
		slow := point.At > faultFrom+time.Minute && point.At < faultUntil-time.Minute
		if slow && point.Value < 1.9e6 || point.At < faultFrom && point.Value > 20_000 {
			t.Errorf("%v microseconds at %s", point.Value, point.At)
		}
	}
}
