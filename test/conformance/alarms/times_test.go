package alarms

import "time"

// times are between when an alarm goes into ALARM and comes back. Both ends are allowed.
type times struct {
	from, fromBy, until, untilBy time.Duration
}

// exactly is where both follow from a step.
func exactly(from, until time.Duration) times { return times{from, from, until, until} }

func (t times) hold(f Firing) bool {
	return f.From >= t.from && f.From <= t.fromBy && f.Until >= t.until && f.Until <= t.untilBy
}

func clock(minutes, seconds int) time.Duration {
	return time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
}
