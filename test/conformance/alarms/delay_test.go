package alarms

import (
	"fmt"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// delay is what passes at most between a threshold that is crossed and the ALARM: the crossing just misses a sample, and what a sample
// changes just misses an evaluation.
type delay struct {
	publish, window, evaluation, pending time.Duration
}

func (d delay) total() time.Duration { return d.publish + d.window + d.evaluation + d.pending }

// String is such as `10 + 0 + 10 + 120 s = 2:20`.
func (d delay) String() string {
	total := d.total().Round(time.Second)
	return fmt.Sprintf("%.0f + %.0f + %.0f + %.0f s = %d:%02d", d.publish.Seconds(), d.window.Seconds(), d.evaluation.Seconds(),
		d.pending.Seconds(), int(total.Minutes()), int(total.Seconds())%60)
}

// justBefore is how long before something else happens what just misses it.
const justBefore = time.Millisecond

// measure replays a trace whose samples and evaluations come at the worst times. It tells whether the rule goes into ALARM.
func (c delayCase) measure(t *testing.T, crossed, every time.Duration) (delay, bool) {
	t.Helper()
	config := c.config()
	config.PublishInterval = every
	for i := range config.Instances {
		config.Instances[i].ScrapeOffset = modulo(crossed-justBefore, every)
	}
	replay := newReplay(t, simulate(t, config), config.Duration)
	r := ruleNamed(t, loadRules(t, "", every), c.rule)
	schedule := r.schedule()

	seen, found := replay.firstBreach(r, c.contributor, crossed, every)
	if !found {
		return delay{}, false
	}
	firings := replay.firingsAt(r, modulo(seen-time.Second, schedule.Evaluation))[c.contributor]
	if len(firings) == 0 {
		return delay{}, false
	}
	parts := delay{evaluation: schedule.Evaluation, pending: roundUp(schedule.Pending, schedule.Evaluation)}
	if c.sampled {
		parts.publish = every
	}
	parts.window = (seen - crossed - parts.publish).Round(time.Second)
	if parts.window < 0 {
		t.Errorf("%s every %s: seen before it is crossed", c.rule, every)
	}
	// The second before it is seen is the last one in which an evaluation misses it for certain.
	if rest := firings[0].From - crossed - parts.total(); rest < -2*time.Second || rest > 0 {
		t.Errorf("%s every %s: in ALARM after %s, which %s does not explain", c.rule, every, firings[0].From-crossed, parts)
	}
	return parts, true
}

// firstBreach is the first time from one on when a contributor breaches, to the second.
func (r *replay) firstBreach(of rule, contributor string, from, every time.Duration) (time.Duration, bool) {
	r.t.Helper()
	for _, step := range []time.Duration{every, time.Second} {
		breaches := r.breachesUntil(of, from-justBefore, r.length, step)[contributor]
		at := from - justBefore
		for ; at <= r.length && !breaches[at]; at += step {
		}
		if at > r.length {
			return 0, false
		}
		if step == time.Second {
			return at, true
		}
		from = max(at-every, from-justBefore) + justBefore
	}
	return 0, false
}

// crossedBySamples is the second before samples of every second show something for the first time from Breach on.
func crossedBySamples(until time.Duration, wrong truth) func(*testing.T, simulator.Config) time.Duration {
	return func(t *testing.T, config simulator.Config) time.Duration {
		t.Helper()
		config.PublishInterval, config.Duration = time.Second, until
		w := world{simulate(t, config)}
		for at := clock(60, 0); at <= until; at += time.Second {
			if wrong(w, at) {
				return at - time.Second + justBefore
			}
		}
		t.Fatal("nothing is crossed")
		return 0
	}
}

// crossedByLog is the first token from Breach on that comes late.
func crossedByLog(t *testing.T, config simulator.Config) time.Duration {
	t.Helper()
	for _, request := range simulate(t, config).Log {
		if request.Component == "qwen" && request.FirstToken >= clock(60, 0) && request.TimeToFirstToken() > 2*time.Second {
			return request.FirstToken.Round(time.Millisecond)
		}
	}
	t.Fatal("no request is late")
	return 0
}

// happensAt is where an event has its sample when it happens: none comes just before.
func happensAt(at time.Duration) func(*testing.T, simulator.Config) time.Duration {
	return crossedAt(at + justBefore)
}

func crossedAt(at time.Duration) func(*testing.T, simulator.Config) time.Duration {
	return func(*testing.T, simulator.Config) time.Duration { return at }
}

func modulo(at, every time.Duration) time.Duration { return ((at % every) + every) % every }

func roundUp(length, to time.Duration) time.Duration { return (length + to - 1) / to * to }
