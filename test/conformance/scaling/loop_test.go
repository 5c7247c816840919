package scaling

import (
	"math"
	"reflect"
	"slices"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/alarms"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/loads"
	"cdk-sagemaker-insights/conformance/scaling/template"
	"cdk-sagemaker-insights/conformance/simulator"
)

const minute = time.Minute

// steady is a load that two copies serve.
func steady(length time.Duration) loads.Load {
	return loads.Load{Name: "steady", Duration: length, Seed: 1, Copies: 2, Streams: simulator.Load{simulator.Conversation(1.2)}}
}

// stepping is an alarm on a query that adds a copy, without a cooldown.
func stepping(query string, adjustment int, schedule alarms.Schedule) Policies {
	policy := &autoscaling.StepPolicy{Name: "p", Adjustment: autoscaling.ChangeInCapacity, Steps: []autoscaling.Step{
		{Lower: math.Inf(-1), Upper: 0, Adjustment: adjustment}, {Lower: 0, Upper: math.Inf(1), Adjustment: adjustment},
	}}
	return &template.Policies{Min: 1, Max: MaxCopies, Alarms: []template.Alarm{{
		ID: "a", Query: query, Schedule: schedule, Policies: []*autoscaling.StepPolicy{policy},
	}}}
}

func mustRun(t *testing.T, setup Setup) *Result {
	t.Helper()
	setup.Publish, setup.Ingestion = 10*time.Second, 10*time.Second
	if setup.Startup == (Startup{}) {
		setup.Startup = FreeGPUs()
	}
	setup.Unknowns.CooldownFromDecision = true
	result, err := Run(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// times are when capacity changed, and to what.
func times(result *Result) map[time.Duration]int {
	changes := map[time.Duration]int{}
	for _, activity := range result.Activities {
		changes[activity.At] = activity.To
	}
	return changes
}

const serving = `count(vllm:num_requests_running) > 0`

// The first samples, of 0:00, are shown at 0:10, so an alarm that is evaluated each minute finds them at 1:00.
func TestWhenAlarmsAct(t *testing.T) {
	for name, test := range map[string]struct {
		schedule alarms.Schedule
		repeats  bool
		want     map[time.Duration]int
	}{
		"once":         {alarms.Schedule{Evaluation: minute}, false, map[time.Duration]int{minute: 3}},
		"each minute":  {alarms.Schedule{Evaluation: minute}, true, map[time.Duration]int{minute: 3, 2 * minute: 4, 3 * minute: 5, 4 * minute: 6}},
		"after a time": {alarms.Schedule{Evaluation: minute, Pending: 2 * minute}, false, map[time.Duration]int{3 * minute: 3}},
		"more often":   {alarms.Schedule{Evaluation: 10 * time.Second}, true, map[time.Duration]int{10 * time.Second: 3, 70 * time.Second: 4, 130 * time.Second: 5, 190 * time.Second: 6, 250 * time.Second: 7}},
	} {
		setup := Setup{Load: steady(4*minute + 30*time.Second), Policies: stepping(serving, 1, test.schedule), Unknowns: Unknowns{Repeats: test.repeats}}
		if got := times(mustRun(t, setup)); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// An alarm that has been well acts anew. The number of copies is what it looks at: 2 or 4 breach, 3 do not. The copy of 0:10 serves
// from 2:10 on, and by then nothing acts again.
func TestAnAlarmThatIsWellDoesNotAct(t *testing.T) {
	policies := stepping(`count(last_over_time(vllm:num_requests_running[25s])) != 3`, 1, alarms.Schedule{Evaluation: 10 * time.Second})
	got := times(mustRun(t, Setup{Load: steady(6 * minute), Policies: policies}))
	if want := map[time.Duration]int{10 * time.Second: 3}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Policies that begin later act later.
func TestPoliciesBegin(t *testing.T) {
	setup := Setup{Load: steady(6 * minute), Begin: 5 * minute, Policies: stepping(serving, 1, alarms.Schedule{Evaluation: minute})}
	if got, want := times(mustRun(t, setup)), map[time.Duration]int{5 * minute: 3}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// firstOf is when the first request reached a copy.
func firstOf(result *Result, container string) time.Duration {
	i := slices.IndexFunc(result.Log, func(r simulator.Request) bool { return r.Container == container })
	if i < 0 {
		return -1
	}
	return result.Log[i].Arrival
}

// A copy that is decided at 1:00 serves at 3:00 on a free GPU, and at 8:00 where its instance takes five minutes. Being empty, it gets
// the next request, which comes within seconds.
func TestHowLongACopyTakes(t *testing.T) {
	setup := Setup{Load: steady(12 * minute), Policies: stepping(serving, 1, alarms.Schedule{Evaluation: minute})}
	if got := firstOf(mustRun(t, setup), "c-2"); got < 3*minute || got > 3*minute+10*time.Second {
		t.Errorf("on a free GPU the first request comes at %s, want soon after 3m", got)
	}
	setup.Startup = Provisioned(2)
	if got := firstOf(mustRun(t, setup), "c-2"); got < 8*minute || got > 8*minute+10*time.Second {
		t.Errorf("on a new instance the first request comes at %s, want soon after 8m", got)
	}
}

// The copy that came last leaves, at 1:00, and answers what it has; its instance stays.
func TestScalingIn(t *testing.T) {
	result := mustRun(t, Setup{Load: steady(5 * minute), Policies: stepping(serving, -1, alarms.Schedule{Evaluation: minute})})
	for _, request := range result.Log {
		if request.Container == "c-1" && (request.Arrival > minute || request.Status != simulator.Answered) {
			t.Errorf("got %+v", request)
		}
	}
	// Two copies for a minute, then one, but for the draining.
	if got := result.CopyTime; got < 6*minute || got > 7*minute {
		t.Errorf("copies existed for %s, want between 6m and 7m", got)
	}
}

func TestInstancesAreGivenBack(t *testing.T) {
	setup := Setup{Load: steady(40 * minute), Startup: Provisioned(2)}
	simulation, err := simulator.New(world(&setup))
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(simulation, world(&setup), &setup)
	pass := func(until time.Duration, desired int) {
		t.Helper()
		simulation.Play(until)
		if err := f.scaleTo(desired); err != nil {
			t.Fatal(err)
		}
		if err := f.giveBack(); err != nil {
			t.Fatal(err)
		}
	}
	pass(minute, 3)
	pass(10*minute, 2)
	pass(12*minute, 2)
	pass(21*minute, 2)
	if len(f.instances) != 3 {
		t.Errorf("after nine minutes without a copy: %d instances, want 3", len(f.instances))
	}
	pass(22*minute, 2)
	if len(f.instances) != 2 {
		t.Errorf("after ten minutes without a copy: %d instances, want 2", len(f.instances))
	}
	pass(23*minute, 3)
	if len(f.instances) != 3 || f.instances[2] != "i-3" {
		t.Errorf("got %v, want a new instance", f.instances)
	}
}

func TestARunDependsOnItsSetUpAlone(t *testing.T) {
	setup := Setup{Load: steady(10 * minute), Policies: stepping(serving, 1, alarms.Schedule{Evaluation: minute})}
	if first, second := mustRun(t, setup), mustRun(t, setup); !reflect.DeepEqual(first, second) {
		t.Error("two runs differ")
	}
}

func TestWithoutPoliciesNothingChanges(t *testing.T) {
	result := mustRun(t, Setup{Load: steady(10 * minute)})
	if len(result.Activities) > 0 || result.CopyTime != 20*minute+10*time.Second {
		t.Errorf("%v, copies existed for %s", result.Activities, result.CopyTime)
	}
}
