package alarms

import (
	"reflect"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// spike is when what is wrong on the trace of a rule ends: so early that the alarm sees it and must keep quiet.
type spike struct {
	ends time.Duration
	// change is how it ends where it is no fault and no load.
	change func(config *simulator.Config, at time.Duration)
}

// spikes has every rule and cause with a pending period. Where load is wrong, it takes a while until it shows and until it is over.
var spikes = map[string]spike{
	"waiting-requests":   {ends: clock(64, 0)},
	"preemptions":        {ends: clock(65, 0)},
	"kv-bound":           {ends: clock(64, 0)},
	"kv-cache-saturated": {ends: clock(62, 0)},
	"queueing":           {ends: clock(65, 0)},
	"latency-baseline":   {ends: clock(67, 0)},
	// Seen once a queue has lasted for ten minutes.
	"scaling-stuck":             {ends: clock(74, 0)},
	"scaling-not-triggered":     {ends: clock(74, 0)},
	"scaling-at-maximum":        {ends: clock(74, 0)},
	"throughput-below-expected": {ends: clock(72, 0)},
	"zone-traffic-share":        {ends: clock(72, 0)},
	"zone-imbalance":            {ends: clock(65, 0)},
	"gpu-memory-pressure":       {ends: clock(64, 0)},

	// A minute or more before the alarm would go into ALARM.
	"kv-cache-pressure":      {ends: clock(74, 0)},
	"kv-cache-full":          {ends: clock(77, 0)},
	"throughput-stalled":     {ends: clock(65, 0)},
	"gpu-memory-exhausted":   {ends: clock(106, 0)},
	"gpu-memory-trend":       {ends: clock(419, 0)},
	"gpu-temperature":        {ends: clock(71, 0)},
	"disk":                   {ends: clock(82, 0)},
	"memory":                 {ends: clock(79, 0)},
	"cpu":                    {ends: clock(77, 0)},
	"endpoint-silent":        {ends: clock(68, 0)},
	"component-stopped":      {ends: clock(69, 0)},
	"engine-silent":          {ends: clock(72, 0)},
	"telemetry-missing":      {ends: clock(69, 0)},
	"components-missing":     {ends: clock(29, 0)},
	"zone-without-instances": {clock(79, 0), instanceComes},
	"copies-in-one-zone":     {clock(93, 0), copyComes(traces.QwenInB)},
	"copies-on-one-instance": {clock(93, 0), copyComes(traces.QwenInA)},
	// The last sample of the instance is that of 85:00 and holds for four minutes.
	"zone-skew": {clock(86, 0), instanceGoes},
}

// TestSpikes ends what is wrong before the pending period is over.
func TestSpikes(t *testing.T) {
	for _, one := range minutes {
		r := ruleNamed(t, loadRules(t, one.trace, time.Minute), one.rule)
		if r.Pending == 0 {
			continue
		}
		t.Run(one.rule, func(t *testing.T) {
			parallel(t)
			short, known := spikes[one.rule]
			if !known {
				t.Fatal("nothing is said about a spike")
			}
			config := short.config(traceNamed(t, one.trace, time.Minute).Config)
			replay := newReplay(t, simulate(t, config), config.Duration)
			if seen := replay.breaches(r, 0, r.schedule().Evaluation)[one.contributor]; len(seen) == 0 {
				t.Error("the spike is never seen")
			}
			if got := replay.firings(r); len(got) > 0 {
				t.Errorf("in ALARM: %v", got)
			}
		})
	}
}

func (s spike) config(config simulator.Config) simulator.Config {
	if s.change != nil {
		s.change(&config, s.ends)
		return config
	}
	return ending(config, s.ends)
}

// ending is a configuration whose faults and changes of load end at a time.
func ending(config simulator.Config, at time.Duration) simulator.Config {
	faults := config.Faults
	config.Faults = nil
	for _, fault := range faults {
		changed := reflect.New(reflect.TypeOf(fault)).Elem()
		changed.Set(reflect.ValueOf(fault))
		changed.FieldByName("Extent").Addr().Interface().(*simulator.Extent).Until = at
		config.Faults = append(config.Faults, changed.Interface().(simulator.Fault))
	}
	for _, component := range config.Components {
		for _, stream := range component.Load {
			for i := range stream.Changes {
				stream.Changes[i].Until = at
			}
		}
	}
	return config
}

// instanceComes is another instance in the zone that was lost.
func instanceComes(config *simulator.Config, at time.Duration) {
	config.Faults[0] = simulator.ZoneLost{Extent: simulator.Extent{Instance: traces.QwenInB, From: traces.Breach}}
	another := config.Instances[1]
	another.ID, another.From = "i-9", at
	config.Instances = append(config.Instances, another)
}

// instanceGoes takes the newest instance away.
func instanceGoes(config *simulator.Config, at time.Duration) {
	config.Instances[len(config.Instances)-1].Until = at
}

// copyComes is one more copy on an instance.
func copyComes(instance string) func(config *simulator.Config, at time.Duration) {
	return func(config *simulator.Config, at time.Duration) {
		qwen := &config.Components[0]
		qwen.Copies = append(qwen.Copies, simulator.Copy{ContainerID: "c-9", Instance: instance, From: at})
	}
}
