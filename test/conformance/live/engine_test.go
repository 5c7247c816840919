//go:build live_engine

package live

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/live/engine"
	"cdk-sagemaker-insights/conformance/live/load"
	"cdk-sagemaker-insights/conformance/live/recording"
)

const (
	defaultSeed    = 20260
	scrapeInterval = time.Second
)

// onBusyMachine is for a run among other work.
var onBusyMachine = slack{transport: 250 * time.Millisecond, prefill: 250 * time.Millisecond, skew: 500 * time.Millisecond}

// plannedPhase is a phase that is still to be run.
type plannedPhase struct {
	name    string
	profile load.Profile
}

// phases are run one after the other, each when all answers of the one before are in. The burst is more
// than the engine can run at once, however fast the machine.
var phases = []plannedPhase{
	{streamed, load.Profile{Requests: 60, PerSecond: 5, Stream: true, MinPrompt: 32, MaxPrompt: 256, MinOutput: 32, MaxOutput: 200}},
	{burst, load.Profile{Requests: 40, PerSecond: 1000, Stream: true, MinPrompt: 128, MaxPrompt: 256, MinOutput: 160, MaxOutput: 200}},
	{whole, load.Profile{Requests: 24, PerSecond: 8, MinPrompt: 32, MaxPrompt: 256, MinOutput: 32, MaxOutput: 200}},
	{adapter, load.Profile{Requests: 24, PerSecond: 8, Adapter: engine.AdapterName, MinPrompt: 32, MaxPrompt: 128, MinOutput: 160, MaxOutput: 200}},
	{aborted, load.Profile{Requests: 4, PerSecond: 1000, Stream: true, Interrupt: true, MinPrompt: 32, MaxPrompt: 64, MinOutput: 200, MaxOutput: 400}},
	{abandoned, load.Profile{Requests: 16, PerSecond: 8, Stream: true, GiveUp: true, MinPrompt: 32, MaxPrompt: 256, MinOutput: 100, MaxOutput: 200}},
}

// TestLiveEngine runs a real engine under load. It needs a Python interpreter with vLLM.
func TestLiveEngine(t *testing.T) {
	python := os.Getenv("VLLM_PYTHON")
	if python == "" {
		t.Fatal("VLLM_PYTHON must name a Python interpreter with vLLM; `npm run conformance:engine` makes one")
	}
	ctx, cancel := context.WithTimeout(t.Context(), timeLimit)
	defer cancel()

	seed, err := strconv.ParseUint(cmp.Or(os.Getenv("LIVE_SEED"), strconv.Itoa(defaultSeed)), 10, 64)
	if err != nil {
		t.Fatalf("LIVE_SEED: %v", err)
	}
	server, err := engine.StartVLLM(ctx, python, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)

	recorder := recording.NewRecorder(server.URL + "/metrics")
	client := watch(t, recorder, scrapeInterval)
	done := run(ctx, t, server, recorder, seed)
	if path := os.Getenv("LIVE_RECORDING"); path != "" {
		if err := done.Save(path); err != nil {
			t.Error(err)
		}
	}
	compare(ctx, t, client, done, onBusyMachine)
}

// run puts load on an engine while it is scraped through the recorder.
func run(ctx context.Context, t *testing.T, server *engine.VLLM, recorder *recording.Recorder, seed uint64) *recording.Recording {
	t.Helper()
	generator := &load.Generator{URL: server.URL + "/invocations", Model: engine.ModelName, Interrupt: server.AbortAll}
	done := &recording.Recording{Engine: "vLLM " + server.Version, Seed: seed}
	// The counters must be seen at zero, or what happened before the first scrape is lost.
	awaitScrapes(ctx, t, recorder, 1)
	for i, phase := range phases {
		outcomes, err := generator.Run(ctx, load.Plan(phase.profile, seed+uint64(i)))
		if err != nil {
			t.Fatalf("phase %s: %v", phase.name, err)
		}
		// A scrape may have been under way when the last answer came; the one after it has seen all.
		awaitScrapes(ctx, t, recorder, len(recorder.Scrapes())+2)
		done.Phases = append(done.Phases, recording.Phase{Name: phase.name, Outcomes: outcomes, Scrapes: len(recorder.Scrapes())})
	}
	last := done.Phases[len(done.Phases)-1]
	// When the next scrape begins, the last one has been stored.
	awaitScrapes(ctx, t, recorder, last.Scrapes+1)
	done.Scrapes = recorder.Scrapes()[:last.Scrapes]
	return done
}

func awaitScrapes(ctx context.Context, t *testing.T, recorder *recording.Recorder, count int) {
	t.Helper()
	await(ctx, t, fmt.Sprintf("scrape %d", count), func() bool { return len(recorder.Scrapes()) >= count })
}
