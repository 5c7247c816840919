package scaling

import (
	"math"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/template"
	"cdk-sagemaker-insights/conformance/simulator"
)

// What comes about on the way is what the log tells afterwards.
func TestClassicMetricsAgreeWithTheLog(t *testing.T) {
	setup := Setup{Load: steady(20 * minute), Startup: FreeGPUs(), Publish: minute}
	config := world(&setup)
	simulation, err := simulator.New(config)
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(simulation, config, &setup)
	var metrics classicMetrics
	for at := time.Duration(0); at <= setup.Load.Duration; at += step {
		simulation.Play(at)
		metrics.observe(at, f)
	}
	trace := simulation.Trace()
	ask := func(metric string, statistic simulator.Statistic, period time.Duration) []simulator.Datapoint {
		points, err := trace.Classic(simulator.ClassicQuery{
			Metric: metric, Statistic: statistic, Period: period, Dimensions: map[string]string{simulator.DimensionComponent: Component},
		})
		if err != nil {
			t.Fatal(err)
		}
		return points
	}
	concurrent := ask("ConcurrentRequestsPerCopy", simulator.Average, 10*time.Second)
	for i, want := range concurrent[1:] {
		if got := metrics.concurrent[i]; got.at != want.At || math.Abs(got.value-want.Value) > 1e-9 {
			t.Fatalf("concurrent requests: %v, want %v", got, want)
		}
	}
	// With two copies each invocation is half a one per copy.
	for i, want := range ask("Invocations", simulator.Sum, minute) {
		if got := metrics.invocations[i]; got.at != want.At+minute || math.Abs(got.value-want.Value/2) > 1e-9 {
			t.Errorf("invocations: %v, want %v / 2", got, want)
		}
	}
	// The mean of 0:10 to 1:00.
	sum := 0.0
	for _, point := range metrics.concurrent[:6] {
		sum += point.value / 6
	}
	if got := metrics.concurrentByMinute[0]; got.at != minute || math.Abs(got.value-sum) > 1e-9 {
		t.Errorf("concurrent requests of the first minute: %v, want %v", got, sum)
	}
}

// 1.2 requests a second on two copies are 36 a minute and copy. Tracking 12 makes that 6 copies.
func TestTrackingFollowsInvocations(t *testing.T) {
	setup := Setup{Load: steady(6 * minute)}
	setup.Policies = &template.Policies{Min: 1, Max: MaxCopies, Tracking: []*autoscaling.TrackingPolicy{{
		Name: "t", Metric: autoscaling.InvocationsPerCopy, Value: 12, ScaleOutCooldown: 5 * minute, ScaleInCooldown: 5 * minute,
	}}}
	result := mustRun(t, setup)
	if len(result.Activities) == 0 {
		t.Fatal("nothing was added")
	}
	// Three minutes are over at 3:00, and shown at 3:10.
	first := result.Activities[0]
	if first.At != 3*minute+10*time.Second || first.From != 2 || first.To < 5 || first.To > 7 {
		t.Errorf("got %s, want from 2 to about 6 at 3m10s", first)
	}
}
