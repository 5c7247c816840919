package autoscaling

import (
	"math"
	"testing"
	"time"
)

func tracking(name string, value float64) *TrackingPolicy {
	return &TrackingPolicy{
		Name: name, Metric: InvocationsPerCopy, Value: value, ScaleOutCooldown: 5 * minute, ScaleInCooldown: 5 * minute,
	}
}

// feed gives data points to both alarms, one a minute, and lets them act after each. It returns the capacity at the end.
func feed(t *testing.T, target *Target, from time.Duration, alarms []*TrackingAlarms, values ...float64) int {
	t.Helper()
	for i, value := range values {
		var triggers []Trigger
		at := from + time.Duration(i)*minute
		for _, each := range alarms {
			each.Fast(value)
			each.Slow(value)
			triggers = append(triggers, each.Triggers(at)...)
		}
		if _, err := target.Invoke(at, triggers...); err != nil {
			t.Fatal(err)
		}
	}
	return target.Desired()
}

func times(n int, value float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = value
	}
	return values
}

func TestTrackingScalesOutAfterThreePoints(t *testing.T) {
	target := NewTarget(1, 20, 4, Unknowns{})
	alarms := []*TrackingAlarms{target.Track(tracking("t", 10))}
	if got := feed(t, target, 0, alarms, 16, 16); got != 4 {
		t.Errorf("after two points: %d", got)
	}
	// 4 x 16 / 10 = 6.4, rounded up.
	if got := feed(t, target, 2*minute, alarms, 16); got != 7 {
		t.Errorf("after three points: %d, want 7", got)
	}
	// Still 16 while the new copies start: the 3 that were added count.
	if got := feed(t, target, 3*minute, alarms, 16, 16); got != 7 {
		t.Errorf("in the cooldown: %d, want 7", got)
	}
	// 4 x 21 / 10 = 8.4.
	if got := feed(t, target, 5*minute, alarms, 21); got != 9 {
		t.Errorf("with more load in the cooldown: %d, want 9", got)
	}
}

func TestTrackingAtItsTargetStays(t *testing.T) {
	target := NewTarget(1, 20, 4, Unknowns{})
	alarms := []*TrackingAlarms{target.Track(tracking("t", 10))}
	// The alarm is about more than the target, and about less than 90 % of it.
	if got := feed(t, target, 0, alarms, append(times(5, 10), times(20, 9)...)...); got != 4 {
		t.Errorf("capacity %d, want 4", got)
	}
}

func TestTrackingScalesInAfterFifteenPoints(t *testing.T) {
	for _, test := range []struct {
		gradual bool
		want    int
	}{{false, 4}, {true, 7}} {
		target := NewTarget(1, 20, 8, Unknowns{GradualScaleIn: test.gradual})
		alarms := []*TrackingAlarms{target.Track(tracking("t", 10))}
		if got := feed(t, target, 0, alarms, times(14, 5)...); got != 8 {
			t.Errorf("after fourteen points: %d", got)
		}
		// 8 x 5 / 10 = 4.
		if got := feed(t, target, 14*minute, alarms, 5); got != test.want {
			t.Errorf("after fifteen points: %d, want %d", got, test.want)
		}
	}
}

func TestMissingDataChangesNothing(t *testing.T) {
	target := NewTarget(1, 20, 8, Unknowns{})
	alarms := []*TrackingAlarms{target.Track(tracking("t", 10))}
	missing := math.NaN()
	if got := feed(t, target, 0, alarms, append(append(times(14, 5), missing), times(14, 5)...)...); got != 8 {
		t.Errorf("scaled in to %d", got)
	}
	if got := feed(t, target, 60*minute, alarms, 20, 20, missing, 20, 20); got != 8 {
		t.Errorf("scaled out to %d", got)
	}
}

func TestAllTrackingPoliciesMustAgreeToScaleIn(t *testing.T) {
	for _, test := range []struct {
		name     string
		other    float64
		disabled bool
		want     int
	}{
		{"the other is at its target", 5, false, 8},
		// With 10 and 8 as targets, 8 x 5 / 10 = 4 and 8 x 5 / 8 = 5: the larger.
		{"both are low", 8, false, 5},
		{"the other does not scale in", 5, true, 4},
	} {
		target := NewTarget(1, 20, 8, Unknowns{})
		other := tracking("other", test.other)
		other.DisableScaleIn = test.disabled
		alarms := []*TrackingAlarms{target.Track(tracking("t", 10)), target.Track(other)}
		if got := feed(t, target, 0, alarms, times(15, 5)...); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

// Row 31: target tracking does not keep a step policy from scaling in, and may scale out again then.
func TestStepScaleInIsNotBlockedByTracking(t *testing.T) {
	target := NewTarget(1, 20, 4, Unknowns{})
	alarms := []*TrackingAlarms{target.Track(tracking("t", 10))}
	feed(t, target, 0, alarms, 10, 10, 10)
	change(t, target, 3*minute, 3, adding("in", ChangeInCapacity, -1))
	// With a copy less the metric is 13.3: 3 x 13.3 / 10 = 3.99.
	if got := feed(t, target, 4*minute, alarms, 13.3, 13.3, 13.3); got != 4 {
		t.Errorf("capacity %d, want 4", got)
	}
}

func TestAlarmsActAgainEachMinute(t *testing.T) {
	alarms := NewTrackingAlarms(tracking("t", 10))
	var acted []time.Duration
	for at := time.Duration(0); at <= 150*time.Second; at += 10 * time.Second {
		alarms.Fast(11)
		if len(alarms.Triggers(at)) > 0 {
			acted = append(acted, at)
		}
	}
	if want := []time.Duration{20 * time.Second, 80 * time.Second, 140 * time.Second}; len(acted) != 3 || acted[0] != want[0] || acted[2] != want[2] {
		t.Errorf("acted at %v, want %v", acted, want)
	}
}

func TestHighResolution(t *testing.T) {
	for metric, want := range map[string]bool{
		ConcurrentRequestsPerCopy: true, ConcurrentRequestsPerModel: true, InvocationsPerCopy: false, InvocationsPerInstance: false,
	} {
		if got := (&TrackingPolicy{Metric: metric}).HighResolution(); got != want {
			t.Errorf("%s: %v", metric, got)
		}
	}
}
