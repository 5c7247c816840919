package template

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/alarms"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
)

// rendered is what AWS CDK renders of a target with a PromQL alarm on a step policy, and target tracking.
const rendered = `{"Resources": {
  "Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
    "MinCapacity": 1, "MaxCapacity": 8, "ResourceId": "inference-component/qwen",
    "ScalableDimension": "sagemaker:inference-component:DesiredCopyCount", "ServiceNamespace": "sagemaker"}},
  "Net": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {
    "PolicyName": "Net", "PolicyType": "TargetTrackingScaling", "ScalingTargetId": {"Ref": "Target"},
    "TargetTrackingScalingPolicyConfiguration": {"DisableScaleIn": true, "ScaleInCooldown": 300, "ScaleOutCooldown": 60, "TargetValue": 5,
      "PredefinedMetricSpecification": {"PredefinedMetricType": "SageMakerInferenceComponentInvocationsPerCopy"}}}},
  "Tier": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": {
    "PolicyName": "Tier", "PolicyType": "StepScaling", "ScalingTargetId": {"Ref": "Target"},
    "StepScalingPolicyConfiguration": {"AdjustmentType": "PercentChangeInCapacity", "Cooldown": 300, "MinAdjustmentMagnitude": 2,
      "StepAdjustments": [{"MetricIntervalUpperBound": 0, "ScalingAdjustment": 50}, {"MetricIntervalLowerBound": 0, "ScalingAdjustment": 50}]}}},
  "Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
    "AlarmActions": [{"Ref": "Tier"}], "EvaluationInterval": 10, "EvaluationCriteria": {"PromQLCriteria": {
      "PendingPeriod": 20, "RecoveryPeriod": 0, "Query": {"Fn::Join": ["", ["up{x=\"", "qwen", "\"} > 1"]]}}}}},
  "Other": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmActions": [{"Ref": "Topic"}]}}
}}`

func TestRead(t *testing.T) {
	got, err := Read([]byte(rendered))
	if err != nil {
		t.Fatal(err)
	}
	if got.Min != 1 || got.Max != 8 || len(got.Tracking) != 1 || len(got.Alarms) != 1 {
		t.Fatalf("got %+v", got)
	}
	if want := (autoscaling.TrackingPolicy{
		Name: "Net", Metric: autoscaling.InvocationsPerCopy, Value: 5, DisableScaleIn: true,
		ScaleInCooldown: 5 * time.Minute, ScaleOutCooldown: time.Minute,
	}); *got.Tracking[0] != want {
		t.Errorf("got %+v", got.Tracking[0])
	}
	alarm := got.Alarms[0]
	if alarm.ID != "Alarm" || alarm.Query != `up{x="qwen"} > 1` || alarm.Schedule != (alarms.Schedule{Evaluation: 10 * time.Second, Pending: 20 * time.Second}) {
		t.Errorf("got %+v", alarm)
	}
	policy := alarm.Policies[0]
	steps := []autoscaling.Step{{Lower: math.Inf(-1), Upper: 0, Adjustment: 50}, {Lower: 0, Upper: math.Inf(1), Adjustment: 50}}
	if policy.Name != "Tier" || policy.Adjustment != autoscaling.PercentChangeInCapacity || policy.MinMagnitude != 2 ||
		policy.Cooldown != 5*time.Minute || !slices.Equal(policy.Steps, steps) {
		t.Errorf("got %+v", policy)
	}
}

// Each change makes the template one that the loop cannot take.
func TestTemplatesThatMakeNoSense(t *testing.T) {
	for want, change := range map[string][2]string{
		"0 scalable targets":        {`::ScalableTarget"`, `::Other"`},
		"does not refer to Target":  {`{"Ref": "Target"}`, `{"Ref": "Another"}`},
		"both cooldowns must be":    {`"ScaleInCooldown": 300, `, ``},
		"no alarm invokes Tier":     {`[{"Ref": "Tier"}]`, `[{"Ref": "Topic"}]`},
		"depending on a number":     {`"MetricIntervalUpperBound": 0, "ScalingAdjustment": 50`, `"MetricIntervalUpperBound": 0, "ScalingAdjustment": 10`},
		"at least one bound":        {`"MetricIntervalUpperBound": 0, `, ``},
		"a text without references": {`"qwen", `, `{"Ref": "Name"}, `},
		"neither step scaling":      {`"StepScalingPolicyConfiguration"`, `"PredictiveScalingPolicyConfiguration"`},
		"cannot unmarshal string":   {`"MaxCapacity": 8`, `"MaxCapacity": "eight"`},
	} {
		text := strings.Replace(rendered, change[0], change[1], 1)
		if text == rendered || !json.Valid([]byte(text)) {
			t.Fatalf("%s: the change changes nothing or breaks the text", want)
		}
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := Load("nowhere.json"); err == nil {
		t.Error("a file that is not there is no error")
	}
}
