package alarms

import (
	"time"

	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// expectedOfClassic tells for each trace which rules on classic metrics go into ALARM, and when. What is wrong begins at 60:00 and ends at
// 90:00: the first minute that is well has ended at 91:00. Other rules and traces stay quiet: where single requests fail, such as when a
// model crashes, they are few in a minute.
var expectedOfClassic = map[string]map[string]times{
	// Of all requests, 15 % fail, 20 % fail in the model and 15 % break off. Of those of Qwen 6 % are refused: 3 %, and 20 % would be many.
	"error-burst": {
		"errors-5xx":        exactly(clock(65, 0), clock(91, 0)),
		"component-errors":  exactly(clock(65, 0), clock(91, 0)),
		"model-errors":      exactly(clock(65, 0), clock(91, 0)),
		"mid-stream-errors": exactly(clock(70, 0), clock(91, 0)),
		// Of an hour, 15 % of 5:46 are 1.44 %. Of five minutes, half a minute is enough: the last one that is ends at 94:00.
		"availability-fast-burn": {clock(66, 0), clock(67, 0), clock(95, 0), clock(95, 0)},
		// Of the 60 minutes before and 2:30 since, 15 % of the latter are 0.6 %. Of half an hour, 1:12 are enough: two minutes, until 118:00.
		"availability-slow-burn": {clock(63, 0), clock(64, 0), clock(119, 0), clock(119, 0)},
		"guard-Errors5xx":        exactly(clock(62, 0), clock(91, 0)),
		"guard-ModelErrors":      exactly(clock(62, 0), clock(91, 0)),
	},
	// 60 % of all requests. What the container answers with 4XX is an error of the model.
	"refusals": {
		"errors-4xx":        exactly(clock(70, 0), clock(91, 0)),
		"model-errors":      exactly(clock(65, 0), clock(91, 0)),
		"guard-ModelErrors": exactly(clock(62, 0), clock(91, 0)),
	},
	// Two seconds for every request.
	"platform-overhead": {"platform-overhead": exactly(clock(65, 0), clock(91, 0))},

	// One request in ten takes more than half a minute once as many wait. It is over soon after what is wrong, or at the end of the trace.
	"kv-saturation":         guardedLatency(clock(106, 0)),
	"two-crossed":           guardedLatency(clock(106, 0)),
	"two-causes":            guardedLatency(clock(106, 0)),
	"sglang-saturated":      guardedLatency(clock(106, 0)),
	"queueing":              guardedLatency(clock(100, 0)),
	"gpu-memory-short":      guardedLatency(clock(100, 0)),
	"slow-engine":           guardedLatency(clock(100, 0)),
	"zone-starved":          guardedLatency(clock(100, 0)),
	"scaling-not-triggered": guardedLatency(clock(100, 0)),
	"scaling-ceiling":       {"guard-Latency": {clock(62, 0), clock(70, 0), clock(120, 0), clock(120, 0)}},
	// The third copy comes at 71:00.
	"scaling-helps": {"guard-Latency": {clock(62, 0), clock(70, 0), clock(72, 0), clock(80, 0)}},
}

// failing is the only component whose requests fail in any trace.
const failing = traces.Qwen

// guardedLatency is where latency is bad from soon after 60:00 until some time after 90:00.
func guardedLatency(over time.Duration) map[string]times {
	return map[string]times{"guard-Latency": {clock(62, 0), clock(70, 0), clock(91, 0), over}}
}
