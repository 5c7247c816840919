package alarms

import "time"

// difference is a cell that is another at one publish interval.
type difference struct {
	every        time.Duration
	trace, rule  string
	contributors []string
}

const (
	tenSeconds  = 10 * time.Second
	fiveMinutes = 5 * time.Minute
)

// differences are what a publish interval changes. All else is the same at each.
var differences = []difference{
	// A rate looks back one minute instead of five. The third copy serves from 71:00 on and has worked off the queue at 74:00. At 75:00 the
	// latency would have to be bad for the third time.
	{tenSeconds, "scaling-helps", "latency-baseline", nil},

	// The container is down for 90 seconds, and no sample falls into them.
	{fiveMinutes, "container-restart", "gpu-memory-drop", nil},
	// The disk is more than 90 % full from 77:18 to 90:00: in the samples of 80:00 and 85:00, which are five minutes and not ten.
	{fiveMinutes, "disk-fill", "disk", nil},
	// Requests wait from 60:00 until the third copy has worked them off, soon after 71:00: in the samples of 65:00 and 70:00.
	{fiveMinutes, "scaling-helps", "waiting-requests", nil},
	{fiveMinutes, "scaling-helps", "queueing", nil},
	// Seen at 65:00 and 70:00. At 75:00 scaling explains it, which is the deeper cause.
	{fiveMinutes, "scaling-not-triggered", "queueing", nil},
	{fiveMinutes, "scaling-ceiling", "queueing", nil},
	{fiveMinutes, "queueing", "queueing", nil},
	{fiveMinutes, "slow-engine", "queueing", nil},
	{fiveMinutes, "two-causes", "queueing", nil},
}
