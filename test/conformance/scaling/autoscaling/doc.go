// Package autoscaling emulates Application Auto Scaling: what becomes of the capacity of a scalable target when alarms
// invoke its policies.
//
// Each rule names the page that documents it:
//
//	[steps]     https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
//	[step API]  https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html
//	[step]      https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
//	[tracking]  https://docs.aws.amazon.com/autoscaling/application/userguide/target-tracking-scaling-policy-overview.html
//	[track API] https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html
//	[put]       https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
//	[sagemaker] https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html
//	[actions]   https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
//
// What no page says is an Unknown, so that a policy can be tried under each answer.
package autoscaling

// Unknowns are answers to what is not documented.
type Unknowns struct {
	// SharedCooldown lets the policies of a target share one cooldown in each direction. Otherwise each has its own.
	SharedCooldown bool
	// CooldownFromDecision begins a cooldown when the capacity is decided. Otherwise it begins when the new capacity serves:
	// "after Application Auto Scaling successfully scales out, it starts to calculate the cooldown time" [step API].
	CooldownFromDecision bool
	// GradualScaleIn lets target tracking take away one at a time. Otherwise it takes away in proportion to the metric.
	GradualScaleIn bool
}
