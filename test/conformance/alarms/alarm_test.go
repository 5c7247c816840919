package alarms

import (
	"slices"
	"testing"
	"time"
)

const minute = time.Minute

func between(from, until time.Duration) func(time.Duration) bool {
	return func(at time.Duration) bool { return at >= from && at < until }
}

func TestFirings(t *testing.T) {
	schedule := Schedule{Evaluation: minute, Pending: 5 * minute, Recovery: 3 * minute}
	for name, test := range map[string]struct {
		schedule Schedule
		breaches func(time.Duration) bool
		want     []Firing
	}{
		// Breaching from 10:00 on it has lasted five minutes at 15:00; well from 20:00 on, three minutes at 23:00.
		"lasting": {schedule, between(10*minute, 20*minute), []Firing{{15 * minute, 23 * minute}}},
		// At 14:00, the last breach, it has lasted four minutes.
		"shorter than pending": {schedule, between(10*minute, 15*minute), nil},
		"until the end":        {schedule, between(50*minute, 99*minute), []Firing{{55 * minute, 60 * minute}}},
		// Well for two minutes only.
		"with a short break": {schedule, func(at time.Duration) bool {
			return at >= 10*minute && at < 30*minute && at != 20*minute && at != 21*minute
		}, []Firing{{15 * minute, 33 * minute}}},
		"without pending": {Schedule{Evaluation: minute}, between(10*minute, 11*minute), []Firing{{10 * minute, 11 * minute}}},
		// Evaluated at 10:00 and 15:00, and not at 12:00.
		"evaluated rarely": {Schedule{Evaluation: 5 * minute}, between(11*minute, 14*minute), nil},
		// Evaluated at 12:00, where it was not at 10:00 and 15:00.
		"evaluated at other times": {
			Schedule{Evaluation: 5 * minute, Offset: 2 * minute}, between(11*minute, 14*minute), []Firing{{12 * minute, 17 * minute}},
		},
	} {
		if got := test.schedule.Firings(test.breaches, 60*minute); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
