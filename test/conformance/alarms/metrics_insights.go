package alarms

import (
	"regexp"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// averagePerComponent is the query of Metrics Insights that is replayed: the average over the containers of each component.
var averagePerComponent = regexp.MustCompile(`^SELECT AVG\((\w+)\) FROM SCHEMA\("AWS/SageMaker", EndpointName, VariantName, ` +
	`InferenceComponentName, InstanceId, ContainerId\) WHERE EndpointName = '(\w+)' GROUP BY InferenceComponentName ORDER BY AVG\(\) DESC$`)

// FiringsByContributor tells when each contributor is in ALARM. An alarm without a query of Metrics Insights has one, without a name.
func (a MetricAlarm) FiringsByContributor(trace *simulator.Trace, end time.Duration) (map[string][]Firing, error) {
	byContributor := map[string][]Firing{}
	for name, alarm := range a.perComponent(trace) {
		firings, err := alarm.Firings(trace, end)
		if err != nil {
			return nil, err
		}
		byContributor[name] = firings
	}
	return byContributor, nil
}

// perComponent has an alarm for each component of a query of Metrics Insights: the average over the samples of all containers of a component
// is that of the component.
func (a MetricAlarm) perComponent(trace *simulator.Trace) map[string]MetricAlarm {
	if len(a.Metrics) != 1 || !averagePerComponent.MatchString(a.Metrics[0].Expression) {
		return map[string]MetricAlarm{"": a}
	}
	query := averagePerComponent.FindStringSubmatch(a.Metrics[0].Expression)
	alarms := map[string]MetricAlarm{}
	for _, request := range trace.Log {
		name := request.Component
		if _, known := alarms[name]; known || name == "" {
			continue
		}
		one := a
		one.Metrics, one.Statistic, one.Period = nil, string(simulator.Average), a.Metrics[0].Period
		one.MetricSource = MetricSource{Namespace: sageMaker, MetricName: query[1], Dimensions: []Dimension{{simulator.DimensionComponent, name}}}
		alarms[name] = one
	}
	return alarms
}
