package experiment

import (
	"slices"
	"time"

	"cdk-sagemaker-insights/conformance/scaling/loads"
)

// shortfall is a demand that engine pressure does not meet under a load, at some publish intervals.
type shortfall struct {
	load    string
	demand  Demand
	publish []time.Duration
}

// shortfalls are known, with the figures in the README. Settings that cost less are late for longer.
var shortfalls = []shortfall{
	{loads.Ramp().Name, Cost, publishing[1:]},
	{loads.Day().Name, Cost, publishing},
}

func isShortfall(check Check) bool {
	for _, one := range shortfalls {
		if one.load == check.Load && one.demand == check.Demand && slices.Contains(one.publish, check.Variant.Publish) {
			return true
		}
	}
	return false
}
