package simulator

import (
	"reflect"
	"testing"
	"time"
)

func TestEqualConfigurationsGiveEqualTraces(t *testing.T) {
	config := world()
	config.Duration = 20 * time.Minute
	if first, second := mustRun(t, config), mustRun(t, config); !reflect.DeepEqual(first, second) {
		t.Error("two runs differ")
	}
	other := config
	other.Seed++
	if reflect.DeepEqual(mustRun(t, config).Log, mustRun(t, other).Log) {
		t.Error("another seed gives the same requests")
	}
}

// The intervals of samples only decide when one looks.
func TestSamplesChangeNothing(t *testing.T) {
	config := world()
	config.Duration = 20 * time.Minute
	often := config
	often.PublishInterval = 10 * time.Second
	often.Instances = []Instance{config.Instances[0], config.Instances[1]}
	often.Instances[1].ScrapeOffset = 7 * time.Second
	seldom, frequent := mustRun(t, config), mustRun(t, often)
	if !reflect.DeepEqual(seldom.Log, frequent.Log) {
		t.Fatal("requests depend on the publish interval")
	}
	minutes := only(t, seldom, "vllm:generation_tokens_total", LabelContainer, "c-1")
	tens := only(t, frequent, "vllm:generation_tokens_total", LabelContainer, "c-1")
	for _, sample := range minutes.Samples {
		if got := valueAt(t, tens, sample.At); got != sample.Value {
			t.Errorf("at %s: %v and %v", sample.At, sample.Value, got)
		}
	}
	offset := only(t, frequent, "vllm:generation_tokens_total", LabelContainer, "c-2")
	if offset.Samples[1].At != 17*time.Second {
		t.Errorf("the second sample is at %s; want 17s", offset.Samples[1].At)
	}
}

// A later change of load leaves the requests before it alone.
func TestLoadBeforeAChangeStaysTheSame(t *testing.T) {
	config := world()
	config.Duration = 20 * time.Minute
	changed := config
	changed.Components = []Component{config.Components[0], config.Components[1]}
	changed.Components[0].Load = Load{Conversation(1.25, Change{From: 10 * time.Minute, Until: 12 * time.Minute, Begin: 1, End: 3})}
	before := func(log Log) Log {
		return log.where(func(r Request) bool { return r.Finished != NotYet && r.Finished < 10*time.Minute })
	}
	if !sameRequests(before(mustRun(t, config).Log), before(mustRun(t, changed).Log)) {
		t.Error("requests before the change differ")
	}
}

func sameRequests(left, right Log) bool { return reflect.DeepEqual(left, right) }
