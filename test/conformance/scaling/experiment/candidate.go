// Package experiment tries policies side by side under loads. Each kind of policy is tried at several settings on a training load;
// what is compared is each kind at its best setting, on other loads.
package experiment

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"cdk-sagemaker-insights/conformance/scaling"
	"cdk-sagemaker-insights/conformance/scaling/autoscaling"
	"cdk-sagemaker-insights/conformance/scaling/template"
)

// Kind is what a policy follows.
type Kind string

// The kinds.
const (
	Pressure    Kind = "engine pressure"
	Concurrency Kind = "concurrency tracking"
	Invocations Kind = "invocations tracking"
	None        Kind = "no scaling"
)

// Candidate is a kind of policy at one setting.
type Candidate struct {
	Kind    Kind
	Setting string
	// gradual lets target tracking take away one copy at a time.
	gradual  bool
	policies map[time.Duration]scaling.Policies
}

// publishing are the publish intervals that policies on the engine's series are rendered for.
var publishing = []time.Duration{10 * time.Second, time.Minute}

// Templates are candidates of engine pressure, from a folder that the library renders templates into. A file is named after its setting
// and the publish interval, as in `45-70-90.10s.json`.
func Templates(folder string) ([]Candidate, error) {
	suffix := fmt.Sprintf(".%ds.json", int(publishing[0].Seconds()))
	files, err := filepath.Glob(filepath.Join(folder, "*"+suffix))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no templates in %s", folder)
	}
	var candidates []Candidate
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), suffix)
		candidate := Candidate{Kind: Pressure, Setting: name, policies: map[time.Duration]scaling.Policies{}}
		for _, interval := range publishing {
			policies, err := template.Load(filepath.Join(folder, fmt.Sprintf("%s.%ds.json", name, int(interval.Seconds()))))
			if err != nil {
				return nil, err
			}
			candidate.policies[interval] = policies
		}
		candidates = append(candidates, candidate)
	}
	return candidates, nil
}

// cooldown is that of target tracking in both directions: the service's own for endpoint variants.
const cooldown = 5 * time.Minute

// Tracking are target tracking policies at several targets. What "more gradually" means is not documented, so the way of scaling in
// is chosen with the target.
func Tracking(kind Kind, metric string, targets ...float64) []Candidate {
	var candidates []Candidate
	for _, target := range targets {
		for _, gradual := range []bool{false, true} {
			policies := &template.Policies{Min: 1, Max: scaling.MaxCopies, Tracking: []*autoscaling.TrackingPolicy{{
				Name: "Tracking", Metric: metric, Value: target, ScaleOutCooldown: cooldown, ScaleInCooldown: cooldown,
			}}}
			way := "in proportion"
			if gradual {
				way = "one at a time"
			}
			candidate := Candidate{
				Kind: kind, Setting: fmt.Sprintf("%g, in %s", target, way), gradual: gradual, policies: map[time.Duration]scaling.Policies{},
			}
			for _, interval := range publishing {
				candidate.policies[interval] = policies
			}
			candidates = append(candidates, candidate)
		}
	}
	return candidates
}

// Baselines are what engine pressure is compared with.
func Baselines() [][]Candidate {
	return [][]Candidate{
		Tracking(Concurrency, autoscaling.ConcurrentRequestsPerCopy, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
		Tracking(Invocations, autoscaling.InvocationsPerCopy, 20, 22.5, 25, 27.5, 30, 32.5, 35, 37.5, 40),
	}
}
