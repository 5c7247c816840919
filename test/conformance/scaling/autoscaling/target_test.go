package autoscaling

import (
	"testing"
	"time"
)

const minute = time.Minute

// change invokes policies at a time and checks what becomes of the capacity.
func change(t *testing.T, target *Target, at time.Duration, want int, policies ...*StepPolicy) {
	t.Helper()
	var triggers []Trigger
	for _, policy := range policies {
		triggers = append(triggers, StepTrigger(policy, 0))
	}
	if _, err := target.Invoke(at, triggers...); err != nil {
		t.Fatal(err)
	}
	if got := target.Desired(); got != want {
		t.Errorf("at %s: capacity %d, want %d", at, got, want)
	}
}

// The example of the reference: 2 are added, and within the cooldown 3 are asked for: 1 more.
func TestCapacityAddedInTheCooldownCounts(t *testing.T) {
	two, three := adding("p", ChangeInCapacity, 2), adding("p", ChangeInCapacity, 3)
	target := NewTarget(1, 20, 4, Unknowns{})
	change(t, target, 0, 6, two)
	target.Serving(2*minute, 6)
	change(t, target, 3*minute, 6, two)
	change(t, target, 4*minute, 7, three)
	// The last activity ends at 6:00 and its cooldown at 11:00.
	target.Serving(6*minute, 7)
	change(t, target, 10*minute, 7, three)
	change(t, target, 11*minute, 10, three)
}

func TestCooldownBegins(t *testing.T) {
	one := adding("p", ChangeInCapacity, 1)
	// When the capacity serves, at 4:00: it lasts until 9:00.
	late := NewTarget(1, 20, 4, Unknowns{})
	change(t, late, 0, 5, one)
	change(t, late, 3*minute, 5, one)
	late.Serving(3*minute, 4)
	late.Serving(4*minute, 5)
	change(t, late, 8*minute, 5, one)
	change(t, late, 9*minute, 6, one)
	// When it is decided: it lasts until 5:00.
	early := NewTarget(1, 20, 4, Unknowns{CooldownFromDecision: true})
	change(t, early, 0, 5, one)
	change(t, early, 4*minute, 5, one)
	change(t, early, 5*minute, 6, one)
}

// Two policies: +1 at once, +2 a minute later. With cooldowns of their own that makes 3; sharing one, the 1 is part of the 2.
func TestCooldownsOfTwoPolicies(t *testing.T) {
	one, two := adding("one", ChangeInCapacity, 1), adding("two", ChangeInCapacity, 2)
	own := NewTarget(1, 20, 4, Unknowns{})
	change(t, own, 0, 5, one)
	change(t, own, minute, 7, two)
	// What "one" added is part of what it asks for, what "two" added is not.
	change(t, own, 2*minute, 7, one)
	shared := NewTarget(1, 20, 4, Unknowns{SharedCooldown: true})
	change(t, shared, 0, 5, one)
	change(t, shared, minute, 6, two)
	change(t, shared, 2*minute, 6, one, two)
}

// The example of the reference for several policies: +3 and +200 % of 10 make 13 and 30.
func TestTheLargestCapacityWins(t *testing.T) {
	target := NewTarget(1, 100, 10, Unknowns{})
	change(t, target, 0, 30, adding("a", ChangeInCapacity, 3), adding("b", PercentChangeInCapacity, 200))
	// Scaling in too: of 29 and 20 the larger one.
	change(t, target, minute, 29, adding("c", ChangeInCapacity, -1), adding("d", ChangeInCapacity, -10))
	// And scaling out wins over scaling in.
	change(t, target, 2*minute, 30, adding("e", ChangeInCapacity, 1), adding("d", ChangeInCapacity, -10))
}

func TestScaleInWaitsForItsCooldown(t *testing.T) {
	in, more := adding("in", ChangeInCapacity, -1), adding("out", ChangeInCapacity, 1)
	target := NewTarget(1, 20, 6, Unknowns{})
	change(t, target, 0, 5, in)
	change(t, target, 4*minute, 5, in)
	change(t, target, 5*minute, 4, in)
	// Scaling out is not blocked by it, and ends it.
	change(t, target, 6*minute, 5, more)
	change(t, target, 7*minute, 4, in)
}

func TestBounds(t *testing.T) {
	target := NewTarget(2, 6, 5, Unknowns{})
	change(t, target, 0, 6, adding("out", ChangeInCapacity, 4))
	change(t, target, 10*minute, 2, adding("in", ExactCapacity, 0))
	change(t, target, 20*minute, 2, adding("in", ChangeInCapacity, -1))
	if got := NewTarget(3, 6, 1, Unknowns{}).Desired(); got != 3 {
		t.Errorf("a target with a minimum of 3 begins with %d", got)
	}
}

func TestActivities(t *testing.T) {
	target := NewTarget(1, 8, 2, Unknowns{})
	got, err := target.Invoke(90*time.Second, StepTrigger(adding("p", ChangeInCapacity, 2), 0))
	if err != nil || got == nil || got.String() != "1m30s: 2 to 4 by p" {
		t.Errorf("got %v %v", got, err)
	}
	if again, _ := target.Invoke(2*minute, StepTrigger(adding("p", ChangeInCapacity, 2), 0)); again != nil {
		t.Errorf("got %v, want nothing", again)
	}
}
