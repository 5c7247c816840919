// Package live compares what the catalogue's queries tell of a serving engine with what its client
// measures.
package live

import (
	"context"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/live/recording"
)

const (
	// replayInterval leaves each scrape enough time on a machine that does other things too.
	replayInterval = 400 * time.Millisecond

	// adapterSeries has the time when requests last ran with the adapters that its labels name.
	adapterSeries = "vllm:lora_requests_info"
)

// onQuietMachine is for a recording, which is made when nothing else runs.
var onQuietMachine = slack{transport: 30 * time.Millisecond, prefill: 30 * time.Millisecond, skew: 100 * time.Millisecond}

// TestRecordedEngine evaluates a run of a real engine that TestLiveEngine recorded.
func TestRecordedEngine(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), timeLimit)
	defer cancel()

	done, err := recording.Load(recordingFile)
	if err != nil {
		t.Fatal(err)
	}
	player := recording.NewPlayer(done.Scrapes, adapterSeries)
	client := watch(t, player, replayInterval)
	// When the next scrape is refused, the last one has been stored.
	await(ctx, t, "the end of the recording", player.Ended)
	compare(ctx, t, client, done, onQuietMachine)
}
