package live

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/common/model"

	"cdk-sagemaker-insights/conformance/live/load"
	"cdk-sagemaker-insights/conformance/live/monitor"
	"cdk-sagemaker-insights/conformance/live/recording"
)

// clockSeries is a series that every scrape has once; its samples tell when scrapes took place.
const clockSeries = "vllm:generation_tokens_total"

var compared, held atomic.Int64

func TestMain(m *testing.M) {
	code := m.Run()
	if queries, err := readQueries(); err == nil {
		fmt.Printf("%d signals of the engine, %d queries, %d comparisons, %d held\n",
			len(queries.Names()), queries.Size(), compared.Load(), held.Load())
	}
	os.Exit(code)
}

// slack is how far client and engine may be apart.
type slack struct {
	// transport is the most time that a request spends outside of what the engine measures: in the
	// connection, in the HTTP server and in the client.
	transport time.Duration
	// prefill is the most time from the end of the queue to the first token.
	prefill time.Duration
	// skew is how long before or after the client a gauge may notice that a request began or ended.
	skew time.Duration
}

// view is the state of a run at the end of a phase.
type view struct {
	client  *monitor.Client
	queries liveQueries
	slack   slack
	// outcomes are those of all requests so far.
	outcomes load.Outcomes
	// scrapes are those so far, times when Prometheus took them.
	scrapes []recording.Scrape
	times   []time.Time
}

// compare evaluates the queries at the end of each phase and compares them with the client's figures.
func compare(ctx context.Context, t *testing.T, client *monitor.Client, done *recording.Recording, allowed slack) {
	t.Helper()
	t.Logf("%s, seed %d", done.Engine, done.Seed)
	queries := loadQueries(t)
	times := scrapeTimes(ctx, t, client, done.Scrapes)
	if run := times[len(times)-1].Sub(times[0]); run >= queries.window {
		t.Fatalf("the run took %s; the queries look back %s only", run, queries.window)
	}
	var outcomes load.Outcomes
	for _, phase := range done.Phases {
		outcomes = append(outcomes, phase.Outcomes...)
		state := view{client, queries, allowed, outcomes, done.Scrapes[:phase.Scrapes], times[:phase.Scrapes]}
		for _, check := range checks {
			if !slices.Contains(check.phases, phase.Name) {
				continue
			}
			compared.Add(1)
			if t.Run(phase.Name+" "+check.query, func(t *testing.T) { check.holds(ctx, t, state, check.query) }) {
				held.Add(1)
			}
		}
	}
}

// scrapeTimes tells when Prometheus took each scrape, and makes sure that it has stored them all.
func scrapeTimes(ctx context.Context, t *testing.T, client *monitor.Client, scrapes []recording.Scrape) []time.Time {
	t.Helper()
	samples, err := client.Samples(ctx, clockSeries, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(samples) < len(scrapes) {
		t.Fatalf("Prometheus stored %d of %d scrapes", len(samples), len(scrapes))
	}
	times := make([]time.Time, len(scrapes))
	for i, scrape := range scrapes {
		families, err := scrape.Families()
		if err != nil {
			t.Fatal(err)
		}
		if want := families[clockSeries].GetMetric()[0].GetCounter().GetValue(); float64(samples[i].Value) != want {
			t.Fatalf("scrape %d: Prometheus stored %v for %s; want %v", i, samples[i].Value, clockSeries, want)
		}
		times[i] = samples[i].Timestamp.Time()
	}
	return times
}

// end is the time of the last scrape of the phase.
func (v view) end() time.Time { return v.times[len(v.times)-1] }

// value evaluates a query of one value at the end of the phase.
func (v view) value(ctx context.Context, t *testing.T, query string) float64 {
	t.Helper()
	return v.valueAt(ctx, t, query, v.end())
}

func (v view) valueAt(ctx context.Context, t *testing.T, query string, at time.Time) float64 {
	t.Helper()
	vector := v.vectorAt(ctx, t, query, at)
	if len(vector) != 1 {
		t.Fatalf("%s yields %d series; want 1", query, len(vector))
	}
	return float64(vector[0].Value)
}

func (v view) vectorAt(ctx context.Context, t *testing.T, query string, at time.Time) model.Vector {
	t.Helper()
	resolved, err := v.queries.Resolve(query)
	if err != nil {
		t.Fatal(err)
	}
	vector, err := v.client.Vector(ctx, resolved.Text, at)
	if err != nil {
		t.Fatal(err)
	}
	return vector
}

// buckets returns the bounds of the buckets of a histogram that hold anything, at the end of the phase.
func (v view) buckets(ctx context.Context, t *testing.T, series string) model.HistogramBuckets {
	t.Helper()
	vector, err := v.client.Vector(ctx, series, v.end())
	if err != nil {
		t.Fatal(err)
	}
	if len(vector) != 1 || vector[0].Histogram == nil {
		t.Fatalf("%s is no single native histogram: %v", series, vector)
	}
	return vector[0].Histogram.Buckets
}
