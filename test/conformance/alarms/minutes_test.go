package alarms

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// timing is when a contributor of a rule is in ALARM on a trace that is published every minute.
type timing struct {
	rule, trace, contributor string
	// is tells when, where it follows from a step that is worked out by hand.
	is *Firing
	// when tells what is wrong at the time of an evaluation, where load makes it wrong little by little.
	when truth
}

func step(rule, trace, contributor string, from, until time.Duration) timing {
	return timing{rule: rule, trace: trace, contributor: contributor, is: &Firing{from, until}}
}

func crossing(rule, trace, contributor string, when truth) timing {
	return timing{rule: rule, trace: trace, contributor: contributor, when: when}
}

// minutes has every rule and cause. What is wrong begins at 60:00, and the sample of 60:00 shows it; it ends at 90:00 or lasts until 120:00.
var minutes = []timing{
	crossing("kv-cache-pressure", "kv-leak", "qwen", kvAbove(0.9)),
	crossing("kv-cache-full", "kv-leak", "qwen", kvAbove(0.95)),
	crossing("waiting-requests", "kv-saturation", "qwen", waitingAbove(10)),
	crossing("preemptions", "kv-saturation", "qwen", preempted),
	crossing("kv-bound", "kv-saturation", "qwen", always(kvAbove(0.95), waitingAbove(5), preempted)),
	// The rate is zero once all five samples are those of the hang: at 64:00. The first tokens after it are in the sample of 91:00.
	step("throughput-stalled", "stalled", "c-2", clock(66, 0), clock(93, 0)),
	crossing("throughput-below-expected", "slow-engine", "i-1", yieldsLittle),
	crossing("latency-baseline", "kv-saturation", "qwen", isUnusual),

	// The last sample with the memory in use is that of 59:00, which the ten minutes before 69:00 do not hold any more.
	step("gpu-memory-drop", "model-crash", "i-2", clock(60, 0), clock(74, 0)),
	crossing("gpu-memory-exhausted", "gpu-memory-leak", "i-2", gpuMemoryAbove(0.98)),
	// The rise from each two hours to the next is seen once the four parts have samples, at 360:00. The last part has that of 0:00 and
	// the one before it, of which an hour is of the leak, is higher by 0.15. An hour of it are the evaluations of 360:00, 390:00 and 420:00.
	step("gpu-memory-trend", "gpu-memory-creep", "i-2", clock(420, 0), clock(480, 0)),
	crossing("gpu-temperature", "temperature", "i-2", isHot),
	// From 45 to 97 % in 20 minutes: 90 % at 77:18.
	step("disk", "disk-fill", "i-2", clock(83, 0), clock(95, 0)),
	// Up to 95 % in five minutes: more than 90 % at 65:00, and not yet at 64:00.
	step("memory", "host-memory", "i-2", clock(80, 0), clock(95, 0)),
	// The samples of 60:00 to 63:00 each end a minute at 97 %, and that of 90:00 one that is well.
	step("cpu", "host-cpu", "i-2", clock(78, 0), clock(95, 0)),

	// The sample of 59:00 holds until 63:00: seen at 65:00, as every five minutes.
	step("zone-without-instances", "zone-lost", "eu-west-1b", clock(80, 0), clock(120, 0)),
	crossing("zone-traffic-share", "zone-starved", "eu-west-1b", isStarved),
	crossing("copies-in-one-zone", "copies-gathered", "qwen", areGone("c-2")),
	crossing("copies-on-one-instance", "copies-stacked", "qwen", areGone("c-1", "c-2")),
	step("zone-skew", "copies-gathered", "chat", clock(90, 0), clock(120, 0)),
	// The error of 89:00 counts for 15 minutes.
	step("capacity-errors", "capacity-errors", "eu-west-1a", clock(60, 0), clock(109, 0)),
	// The instance comes at 69:00, the download ends at 79:00 and counts for 15 minutes.
	step("slow-cold-start", "slow-cold-start", "qwen", clock(79, 0), clock(99, 0)),
	crossing("scaling-not-triggered", "scaling-not-triggered", "qwen", waitingAbove(5)),
	crossing("scaling-at-maximum", "scaling-ceiling", "qwen", always(waitingAbove(5), hasCopies(3))),

	// Five minutes without a sample end at 64:00.
	step("endpoint-silent", "endpoint-silent", "chat", clock(69, 0), clock(120, 0)),
	// The sample of 59:00 holds until 63:00; every five minutes: 65:00.
	step("component-stopped", "engine-silent", "qwen", clock(70, 0), clock(95, 0)),
	step("engine-silent", "engine-silent", "qwen", clock(73, 0), clock(95, 0)),
	// From the first sample on.
	step("components-missing", "never-reported", "chat", clock(30, 0), clock(120, 0)),
	step("telemetry-missing", "engine-silent", "qwen", clock(70, 0), clock(95, 0)),

	crossing("time-to-first-token-fast-burn", "kv-saturation", "qwen", burns(14.4, time.Hour, 5*time.Minute)),
	crossing("time-to-first-token-slow-burn", "kv-saturation", "qwen", burns(6, 6*time.Hour, 30*time.Minute)),
	crossing("zone-imbalance", "zone-starved", "qwen", always(isLate, isStarved)),
	crossing("gpu-memory-pressure", "gpu-memory-short", "qwen", always(isLate, gpuMemoryAbove(0.98))),
	crossing("scaling-stuck", "queueing", "qwen", always(isLate, isStuck)),
	crossing("kv-cache-saturated", "kv-saturation", "qwen", always(isLate, kvAbove(0.9), not(isStuck))),
	crossing("queueing", "queueing", "qwen", always(isLate, waitingAbove(5), not(isStuck))),
}

// TestMinutes compares when each rule and cause is in ALARM with what is worked out of it.
func TestMinutes(t *testing.T) {
	for _, one := range minutes {
		t.Run(fmt.Sprintf("%s on %s", one.rule, one.trace), func(t *testing.T) {
			parallel(t)
			trace := traceNamed(t, one.trace, time.Minute)
			ran := simulateOnce(t, trace)
			r := ruleNamed(t, loadRules(t, one.trace, time.Minute), one.rule)
			got := newReplay(t, ran, trace.Config.Duration).firings(r)[one.contributor]
			want := one.want(world{ran}, r.schedule(), trace.Config.Duration)
			if !slices.Equal(got, want) || len(got) == 0 {
				t.Errorf("in ALARM %v, want %v", got, want)
			}
		})
	}
}

func (m timing) want(w world, schedule Schedule, end time.Duration) []Firing {
	if m.is != nil {
		return []Firing{*m.is}
	}
	return schedule.Firings(func(at time.Duration) bool { return m.when(w, at) }, end)
}

// TestEveryRuleHasItsMinute fails for a rule or cause about which nothing is said.
func TestEveryRuleHasItsMinute(t *testing.T) {
	for _, r := range loadRules(t, "", time.Minute) {
		if !slices.ContainsFunc(minutes, func(m timing) bool { return m.rule == r.Rule }) {
			t.Errorf("nothing is said about when %s fires", r.Rule)
		}
	}
}
