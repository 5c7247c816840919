package alarms

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/simulator/traces"
)

// outcomes are the cells of the matrix as they came out.
var outcomes table

func TestMain(m *testing.M) {
	code := m.Run()
	outcomes.print(os.Stdout)
	os.Exit(code)
}

// TestMatrix runs every rule and every cause over every trace, at every frequency: what is expected goes into ALARM, and nothing else.
func TestMatrix(t *testing.T) {
	for _, every := range frequencies {
		for column, trace := range traces.All(every) {
			t.Run(fmt.Sprintf("%s/%s", every, trace.Name), func(t *testing.T) {
				parallel(t)
				want := expectedOf(t, trace.Name, every)
				replay := newReplay(t, simulateOnce(t, trace), trace.Config.Duration)
				for row, r := range loadRules(t, trace.Name, every) {
					got := slices.Sorted(maps.Keys(replay.firings(r)))
					right := slices.Equal(got, want[r.Rule])
					outcomes.add(cell{place{row, r.Rule}, place{column, trace.Name}, every, got, !right})
					if !right {
						t.Errorf("%s: %v in ALARM, want %v", r.Rule, got, want[r.Rule])
					}
				}
			})
		}
	}
}

// expectedOf tells what is expected of a trace at a frequency.
func expectedOf(t *testing.T, trace string, every time.Duration) map[string][]string {
	t.Helper()
	want, known := expected[trace]
	if !known {
		t.Fatalf("nothing is said about the trace %s", trace)
	}
	want = maps.Clone(want)
	for _, one := range differences {
		if one.trace == trace && one.every == every {
			maps.Copy(want, map[string][]string{one.rule: one.contributors})
		}
	}
	return want
}
