package load

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

var profile = Profile{Requests: 400, PerSecond: 10, Stream: true, MinPrompt: 70, MaxPrompt: 80, MinOutput: 3, MaxOutput: 5}

func TestPlanDependsOnTheSeedOnly(t *testing.T) {
	if !reflect.DeepEqual(Plan(profile, 7), Plan(profile, 7)) {
		t.Error("equal seeds give different plans")
	}
	if reflect.DeepEqual(Plan(profile, 7), Plan(profile, 8)) {
		t.Error("different seeds give equal plans")
	}
}

func TestPlanKeepsToTheProfile(t *testing.T) {
	plan := Plan(profile, 7)
	shared := 0
	for i, request := range plan {
		if length := len(request.Prompt); length < 70 || length > 80 {
			t.Errorf("request %d: a prompt of %d tokens", i, length)
		}
		if request.OutputTokens < 3 || request.OutputTokens > 5 || !request.Stream {
			t.Errorf("request %d: %+v", i, request)
		}
		if strings.HasPrefix(request.Prompt, preamble) {
			shared++
		}
	}
	if shared != len(plan)/2 {
		t.Errorf("%d requests share a prefix; want half", shared)
	}
	// The last of 400 requests at 10 a second comes at about 40 s.
	if last := plan[len(plan)-1].At; plan[0].At != 0 || last < 35*time.Second || last > 45*time.Second {
		t.Errorf("requests from %s to %s", plan[0].At, last)
	}
}
