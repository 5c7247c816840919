package autoscaling

import (
	"math"
	"time"
)

// TrackingPolicy is a target tracking scaling policy.
type TrackingPolicy struct {
	Name   string
	Metric string
	Value  float64
	// DisableScaleIn keeps it from removing capacity [track API].
	DisableScaleIn                    bool
	ScaleOutCooldown, ScaleInCooldown time.Duration
}

// The alarms that the service makes of a policy: it scales out when the metric has been above the target for three data points
// in a row, and in when it has been well below for fifteen minutes [tracking].
const (
	pointsOut = 3
	pointsIn  = 15
	// inShare of the target is what "well below" means: the service's low alarms are at 90 % of the target.
	inShare = 0.9
)

// HighResolution are metrics with a data point every ten seconds. They speed up scaling out [sagemaker].
func (p *TrackingPolicy) HighResolution() bool {
	return p.Metric == ConcurrentRequestsPerCopy || p.Metric == ConcurrentRequestsPerModel
}

// The predefined metrics of SageMaker [sagemaker].
const (
	ConcurrentRequestsPerCopy  = "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution"
	ConcurrentRequestsPerModel = "SageMakerVariantConcurrentRequestsPerModelHighResolution"
	InvocationsPerCopy         = "SageMakerInferenceComponentInvocationsPerCopy"
	InvocationsPerInstance     = "SageMakerVariantInvocationsPerInstance"
)

// proportional is the capacity at which the metric would be at its target: the metric falls as capacity rises, and the service
// rounds up so that there is enough [tracking].
func (p *TrackingPolicy) proportional(capacity int, value float64) int {
	const tolerance = 1e-9
	return int(math.Ceil(float64(capacity)*value/p.Value - tolerance))
}

// scaleIn is the capacity after scaling in. The service "scales in more gradually" than out [tracking], which leaves open how much
// at a time.
func (p *TrackingPolicy) scaleIn(capacity int, value float64, gradual bool) int {
	wanted := p.proportional(capacity, value)
	if gradual {
		wanted = max(wanted, capacity-1)
	}
	return wanted
}

// TrackingAlarms are the two alarms of a target tracking policy.
type TrackingAlarms struct {
	policy    *TrackingPolicy
	high, low streak
	actions   map[direction]time.Duration
}

// streak counts data points in a row that breach. A missing one breaks it: with insufficient data nothing is scaled [tracking].
type streak struct {
	length int
	last   float64
}

func (s *streak) take(value float64, breaches bool) {
	s.last = value
	if breaches {
		s.length++
	} else {
		s.length = 0
	}
}

// NewTrackingAlarms makes the alarms of a policy.
func NewTrackingAlarms(policy *TrackingPolicy) *TrackingAlarms {
	return &TrackingAlarms{policy: policy, actions: map[direction]time.Duration{}}
}

// Fast takes a data point of the period in which the policy scales out: ten seconds for metrics of high resolution, a minute
// for others. NaN is a missing one.
func (a *TrackingAlarms) Fast(value float64) { a.high.take(value, value > a.policy.Value) }

// Slow takes a data point of a minute.
func (a *TrackingAlarms) Slow(value float64) { a.low.take(value, value < inShare*a.policy.Value) }

// ReadyToScaleIn tells whether the metric has been low for long enough.
func (a *TrackingAlarms) ReadyToScaleIn() bool { return a.low.length >= pointsIn }

// repeatEvery is how often an alarm in ALARM invokes its scaling policy again: unlike other actions, those of auto scaling are
// performed as long as the state lasts [actions].
const repeatEvery = time.Minute

// Triggers are what the alarms ask for at a time.
func (a *TrackingAlarms) Triggers(at time.Duration) []Trigger {
	var triggers []Trigger
	if a.due(out, a.high.length >= pointsOut, at) {
		triggers = append(triggers, Trigger{tracking: a, value: a.high.last, toward: out})
	}
	if a.due(in, a.ReadyToScaleIn() && !a.policy.DisableScaleIn, at) {
		triggers = append(triggers, Trigger{tracking: a, value: a.low.last, toward: in})
	}
	return triggers
}

// due tells whether an alarm acts at a time.
func (a *TrackingAlarms) due(toward direction, inAlarm bool, at time.Duration) bool {
	if !inAlarm {
		delete(a.actions, toward)
		return false
	}
	if last, acted := a.actions[toward]; acted && at-last < repeatEvery {
		return false
	}
	a.actions[toward] = at
	return true
}
