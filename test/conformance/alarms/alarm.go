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

// Firings tells when a contributor is in ALARM that breaches at some evaluations.
func (s Schedule) Firings(breaches func(at time.Duration) bool, end time.Duration) []Firing {
	var firings []Firing
	contributor := s.Watch()
	for at := s.Offset; at <= end; at += s.Evaluation {
		firing := contributor.Firing()
		switch contributor.Evaluate(at, breaches(at)) {
		case firing:
		case true:
			firings = append(firings, Firing{From: at, Until: end})
		default:
			firings[len(firings)-1].Until = at
		}
	}
	return firings
}

// Contributor is a series of a query's answer in the course of time.
type Contributor struct {
	schedule          Schedule
	breaching, firing bool
	// since is the first evaluation of what goes on now.
	since     time.Duration
	evaluated bool
}

// Watch begins with a contributor that is well.
func (s Schedule) Watch() *Contributor { return &Contributor{schedule: s} }

// Firing tells whether it is in ALARM.
func (c *Contributor) Firing() bool { return c.firing }

// Evaluate takes what an evaluation finds and tells whether the contributor is in ALARM: it goes into ALARM when it has breached
// for the pending period without a break, and back when it has been well for the recovery period without a break.
func (c *Contributor) Evaluate(at time.Duration, breaches bool) bool {
	if breaches != c.breaching || !c.evaluated {
		c.breaching, c.since, c.evaluated = breaches, at, true
	}
	switch {
	case breaches && at-c.since >= c.schedule.Pending:
		c.firing = true
	case !breaches && at-c.since >= c.schedule.Recovery:
		c.firing = false
	}
	return c.firing
}
