// Package template reads from a CloudFormation template what scales: the scalable target, its policies and the PromQL alarms that
// invoke them.
package template

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"cdk-sagemaker-insights/conformance/alarms"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
)

// Policies are what scales one target.
type Policies struct {
	Min, Max int
	Tracking []*autoscaling.TrackingPolicy
	Alarms   []Alarm
}

// Alarm is a PromQL alarm and the step policies that it invokes.
type Alarm struct {
	ID, Query string
	Schedule  alarms.Schedule
	Policies  []*autoscaling.StepPolicy
}

// The types of resources that are read.
const (
	typeTarget = "AWS::ApplicationAutoScaling::ScalableTarget"
	typePolicy = "AWS::ApplicationAutoScaling::ScalingPolicy"
	typeAlarm  = "AWS::CloudWatch::Alarm"
)

type document struct {
	Resources map[string]struct {
		Type       string
		Properties json.RawMessage
	}
}

// Load reads a template from a file.
func Load(file string) (*Policies, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	policies, err := Read(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return policies, nil
}

// Read reads a template with one scalable target.
func Read(text []byte) (*Policies, error) {
	var doc document
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	policies := &Policies{}
	target, err := doc.target(policies)
	if err != nil {
		return nil, err
	}
	steps, err := doc.policies(policies, target)
	if err != nil {
		return nil, err
	}
	return policies, doc.alarms(policies, steps)
}

// ids are those of the resources of a type, in alphabetical order.
func (d *document) ids(kind string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d.Resources)), func(id string) bool { return d.Resources[id].Type != kind })
}

func (d *document) read(id string, properties any) error {
	if err := json.Unmarshal(d.Resources[id].Properties, properties); err != nil {
		return fmt.Errorf("%s: %w", id, err)
	}
	return nil
}

func (d *document) target(policies *Policies) (string, error) {
	found := d.ids(typeTarget)
	if len(found) != 1 {
		return "", fmt.Errorf("%d scalable targets, expected 1", len(found))
	}
	var properties struct{ MinCapacity, MaxCapacity int }
	err := d.read(found[0], &properties)
	policies.Min, policies.Max = properties.MinCapacity, properties.MaxCapacity
	return found[0], err
}

type policyProperties struct {
	ScalingTargetID                struct{ Ref string } `json:"ScalingTargetId"`
	StepScalingPolicyConfiguration *struct {
		AdjustmentType         autoscaling.AdjustmentType
		Cooldown               int
		MinAdjustmentMagnitude int
		StepAdjustments        []struct {
			MetricIntervalLowerBound, MetricIntervalUpperBound *float64
			ScalingAdjustment                                  int
		}
	}
	TargetTrackingScalingPolicyConfiguration *struct {
		TargetValue                       float64
		DisableScaleIn                    bool
		ScaleInCooldown, ScaleOutCooldown *int
		PredefinedMetricSpecification     struct{ PredefinedMetricType string }
	}
}

func (d *document) policies(policies *Policies, target string) (map[string]*autoscaling.StepPolicy, error) {
	steps := map[string]*autoscaling.StepPolicy{}
	for _, id := range d.ids(typePolicy) {
		var properties policyProperties
		if err := d.read(id, &properties); err != nil {
			return nil, err
		}
		if properties.ScalingTargetID.Ref != target {
			return nil, fmt.Errorf("%s: its ScalingTargetId does not refer to %s", id, target)
		}
		switch {
		case properties.StepScalingPolicyConfiguration != nil:
			steps[id] = properties.step(id)
			if err := steps[id].Check(); err != nil {
				return nil, err
			}
		case properties.TargetTrackingScalingPolicyConfiguration != nil:
			policy, err := properties.tracking(id)
			if err != nil {
				return nil, err
			}
			policies.Tracking = append(policies.Tracking, policy)
		default:
			return nil, fmt.Errorf("%s: neither step scaling nor target tracking", id)
		}
	}
	return steps, nil
}

func (p policyProperties) step(id string) *autoscaling.StepPolicy {
	from := p.StepScalingPolicyConfiguration
	policy := &autoscaling.StepPolicy{
		Name: id, Adjustment: from.AdjustmentType, MinMagnitude: from.MinAdjustmentMagnitude, Cooldown: seconds(from.Cooldown),
	}
	for _, step := range from.StepAdjustments {
		policy.Steps = append(policy.Steps, autoscaling.Step{
			Lower: or(step.MetricIntervalLowerBound, math.Inf(-1)), Upper: or(step.MetricIntervalUpperBound, math.Inf(1)),
			Adjustment: step.ScalingAdjustment,
		})
	}
	return policy
}

func (p policyProperties) tracking(id string) (*autoscaling.TrackingPolicy, error) {
	from := p.TargetTrackingScalingPolicyConfiguration
	// For components the documentation does not say what a cooldown is that is left out.
	if from.ScaleInCooldown == nil || from.ScaleOutCooldown == nil {
		return nil, fmt.Errorf("%s: both cooldowns must be there", id)
	}
	return &autoscaling.TrackingPolicy{
		Name: id, Metric: from.PredefinedMetricSpecification.PredefinedMetricType, Value: from.TargetValue,
		DisableScaleIn: from.DisableScaleIn, ScaleInCooldown: seconds(*from.ScaleInCooldown), ScaleOutCooldown: seconds(*from.ScaleOutCooldown),
	}, nil
}

type alarmProperties struct {
	AlarmActions       []struct{ Ref string }
	EvaluationInterval int
	EvaluationCriteria struct {
		PromQLCriteria *struct {
			Query                         any
			PendingPeriod, RecoveryPeriod int
		}
	}
}

// alarms are those that invoke a policy. Others are not about scaling.
func (d *document) alarms(policies *Policies, steps map[string]*autoscaling.StepPolicy) error {
	invoked := map[string]bool{}
	for _, id := range d.ids(typeAlarm) {
		var properties alarmProperties
		if err := d.read(id, &properties); err != nil {
			return err
		}
		var own []*autoscaling.StepPolicy
		for _, action := range properties.AlarmActions {
			if policy, known := steps[action.Ref]; known {
				own = append(own, policy)
				invoked[action.Ref] = true
			}
		}
		criteria := properties.EvaluationCriteria.PromQLCriteria
		if len(own) == 0 || criteria == nil {
			continue
		}
		// Which number a PromQL alarm gives to a step policy is not documented.
		for _, policy := range own {
			if _, err := policy.OnlyAdjustment(); err != nil {
				return err
			}
		}
		query, err := literal(criteria.Query)
		if err != nil {
			return fmt.Errorf("%s: its query: %w", id, err)
		}
		policies.Alarms = append(policies.Alarms, Alarm{
			ID: id, Query: query, Policies: own,
			Schedule: alarms.Schedule{
				Evaluation: seconds(properties.EvaluationInterval), Pending: seconds(criteria.PendingPeriod), Recovery: seconds(criteria.RecoveryPeriod),
			},
		})
	}
	for _, id := range slices.Sorted(maps.Keys(steps)) {
		if !invoked[id] {
			return fmt.Errorf("no alarm invokes %s", id)
		}
	}
	return nil
}

// literal is a text, possibly in pieces. References need a deployment to be resolved.
func literal(value any) (string, error) {
	switch value := value.(type) {
	case string:
		return value, nil
	case map[string]any:
		join, ok := value["Fn::Join"].([]any)
		if !ok || len(join) != 2 {
			break
		}
		separator, _ := join[0].(string)
		pieces, _ := join[1].([]any)
		var texts []string
		for _, piece := range pieces {
			text, err := literal(piece)
			if err != nil {
				return "", err
			}
			texts = append(texts, text)
		}
		return strings.Join(texts, separator), nil
	}
	return "", fmt.Errorf("expected a text without references, got %v", value)
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func or(value *float64, otherwise float64) float64 {
	if value == nil {
		return otherwise
	}
	return *value
}
