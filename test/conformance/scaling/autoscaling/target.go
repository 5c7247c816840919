package autoscaling

import (
	"fmt"
	"time"
)

// Target is a scalable target in the course of time.
type Target struct {
	min, max int
	unknowns Unknowns
	desired  int
	out, in  cooldowns
	tracking []*TrackingAlarms
}

// Activity is a change of capacity.
type Activity struct {
	At       time.Duration
	Policy   string
	From, To int
}

// Trigger is an alarm that invokes a policy.
type Trigger struct {
	step *StepPolicy
	// breach is how far the metric is from the threshold of a step policy's alarm.
	breach   float64
	tracking *TrackingAlarms
	value    float64
	toward   direction
}

// StepTrigger is an alarm that invokes a step policy, so far from its threshold.
func StepTrigger(policy *StepPolicy, breach float64) Trigger {
	return Trigger{step: policy, breach: breach}
}

// NewTarget makes a target with a capacity.
func NewTarget(minimum, maximum, capacity int, unknowns Unknowns) *Target {
	return &Target{
		min: minimum, max: maximum, desired: min(max(capacity, minimum), maximum), unknowns: unknowns, out: cooldowns{}, in: cooldowns{},
	}
}

// Track adds a target tracking policy.
func (t *Target) Track(policy *TrackingPolicy) *TrackingAlarms {
	alarms := NewTrackingAlarms(policy)
	t.tracking = append(t.tracking, alarms)
	return alarms
}

// Desired is the capacity that the target should have.
func (t *Target) Desired() int { return t.desired }

// Serving tells how much capacity serves: a scaling activity ends when it is there.
func (t *Target) Serving(at time.Duration, capacity int) {
	t.out.served(at, capacity, t.desired)
}

// candidate is what a trigger makes of the capacity.
type candidate struct {
	policy   string
	capacity int
	cooldown time.Duration
}

// Invoke lets alarms invoke their policies at the same time. It returns the activity that comes of it, if any: the policy with the
// largest capacity wins, for scaling out as for scaling in [put].
func (t *Target) Invoke(at time.Duration, triggers ...Trigger) (*Activity, error) {
	var best *candidate
	for _, trigger := range triggers {
		wanted, err := t.consider(at, trigger)
		if err != nil {
			return nil, err
		}
		if wanted != nil && wanted.capacity != t.desired && (best == nil || wanted.capacity > best.capacity) {
			best = wanted
		}
	}
	if best == nil {
		return nil, nil
	}
	activity := &Activity{At: at, Policy: best.policy, From: t.desired, To: best.capacity}
	t.desired = best.capacity
	key := t.key(best.policy)
	if activity.To > activity.From {
		// A cooldown after scaling in does not complete when something scales out [step API].
		clear(t.in)
		t.out.start(key, at, best.cooldown, activity.To-activity.From, activity.To, t.unknowns.CooldownFromDecision)
	} else {
		// There is nothing to wait for: the copies that leave take no more requests.
		t.in.start(key, at, best.cooldown, 0, activity.To, true)
	}
	return activity, nil
}

// key is where a policy's cooldowns are kept.
func (t *Target) key(policy string) string {
	if t.unknowns.SharedCooldown {
		return ""
	}
	return policy
}

func (t *Target) consider(at time.Duration, trigger Trigger) (*candidate, error) {
	if trigger.step != nil {
		return t.considerStep(at, trigger.step, trigger.breach)
	}
	policy := trigger.tracking.policy
	if trigger.toward == in {
		// Those with scale-in enabled must all be ready [tracking].
		for _, other := range t.tracking {
			if !other.policy.DisableScaleIn && !other.ReadyToScaleIn() {
				return nil, nil
			}
		}
		return t.scaleIn(at, policy.Name, policy.scaleIn(t.desired, trigger.value, t.unknowns.GradualScaleIn), policy.ScaleInCooldown), nil
	}
	capacity := policy.proportional(t.base(at, policy.Name), trigger.value)
	return t.scaleOut(policy.Name, capacity, policy.ScaleOutCooldown), nil
}

func (t *Target) considerStep(at time.Duration, policy *StepPolicy, breach float64) (*candidate, error) {
	adjustment, err := policy.adjustment(breach)
	if err != nil {
		return nil, err
	}
	if capacity := policy.apply(t.desired, adjustment); capacity < t.desired {
		return t.scaleIn(at, policy.Name, capacity, policy.Cooldown), nil
	}
	return t.scaleOut(policy.Name, policy.apply(t.base(at, policy.Name), adjustment), policy.Cooldown), nil
}

// base is the capacity that scaling out begins with: during a cooldown, what the activity that began it has added counts as part of
// what is to be added next [step API].
func (t *Target) base(at time.Duration, policy string) int {
	if before := t.out[t.key(policy)]; before.active(at) {
		return max(t.desired-before.added, t.min)
	}
	return t.desired
}

func (t *Target) scaleOut(policy string, capacity int, length time.Duration) *candidate {
	if capacity = min(max(capacity, t.min), t.max); capacity <= t.desired {
		return nil
	}
	return &candidate{policy, capacity, length}
}

// scaleIn is blocked until the cooldown of the last time is over [step API].
func (t *Target) scaleIn(at time.Duration, policy string, capacity int, length time.Duration) *candidate {
	if capacity = min(max(capacity, t.min), t.max); capacity >= t.desired || t.in[t.key(policy)].active(at) {
		return nil
	}
	return &candidate{policy, capacity, length}
}

// String tells an activity.
func (a Activity) String() string {
	return fmt.Sprintf("%s: %d to %d by %s", a.At, a.From, a.To, a.Policy)
}
