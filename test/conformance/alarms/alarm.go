// Package alarms tells what CloudWatch's alarms do with what PromQL queries answer, and with classic metrics: when each contributor goes
// into ALARM and when it comes back.
package alarms

import "time"

// Schedule is when an alarm is evaluated and how long something must last.
type Schedule struct {
	Evaluation, Pending, Recovery time.Duration
	// Offset is when the first evaluation is.
	Offset time.Duration
}

// Firing is a time in ALARM of one contributor. Until is the end of the trace where it lasts.
type Firing struct {
	From, Until time.Duration
}

// Firings tells when a contributor is in ALARM that breaches at some evaluations. It goes into ALARM when it has breached for
// the pending period without a break, and back when it has been well for the recovery period without a break.
func (s Schedule) Firings(breaches func(at time.Duration) bool, end time.Duration) []Firing {
	var firings []Firing
	var since time.Duration // the first evaluation of what goes on now
	breaching, firing := false, false
	for at := s.Offset; at <= end; at += s.Evaluation {
		if now := breaches(at); now != breaching || at == s.Offset {
			breaching, since = now, at
		}
		switch {
		case breaching && !firing && at-since >= s.Pending:
			firing = true
			firings = append(firings, Firing{From: at, Until: end})
		case !breaching && firing && at-since >= s.Recovery:
			firing = false
			firings[len(firings)-1].Until = at
		}
	}
	return firings
}
