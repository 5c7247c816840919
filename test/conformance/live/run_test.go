package live

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/live/monitor"
)

const (
	// endpointName is what the queries of the catalogue are rendered for.
	endpointName = "chat"

	recordingFile = "testdata/recorded-run.json.zst"

	// The phases of a run. All that is streamed comes before the rest, because a client sees the tokens
	// of streamed answers only, while the engine reports the times of all.
	streamed  = "streamed"
	burst     = "burst"
	whole     = "whole"
	adapter   = "adapter"
	aborted   = "aborted"
	abandoned = "abandoned"

	// timeLimit is less than what the queries look back.
	timeLimit = 8 * time.Minute
)

// watch starts a Prometheus that scrapes what a handler serves, until the test ends.
func watch(t *testing.T, handler http.Handler, interval time.Duration) *monitor.Client {
	t.Helper()
	source := httptest.NewServer(handler)
	t.Cleanup(source.Close)
	target, err := url.Parse(source.URL)
	if err != nil {
		t.Fatal(err)
	}
	server, err := monitor.Start(monitor.Settings{
		Folder: t.TempDir(), Target: target, Interval: interval,
		Labels: map[string]string{
			"aws.sagemaker.endpoint.name":            endpointName,
			"aws.sagemaker.inference_component.name": "tiny",
			"@resource.host.id":                      "i-1",
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Errorf("stopping Prometheus: %v", err)
		}
	})
	client, err := monitor.NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// await polls until a condition is met or the context ends.
func await(ctx context.Context, t *testing.T, what string, met func() bool) {
	t.Helper()
	poll := time.NewTicker(50 * time.Millisecond)
	defer poll.Stop()
	for !met() {
		select {
		case <-ctx.Done():
			t.Fatalf("waiting for %s: %v", what, ctx.Err())
		case <-poll.C:
		}
	}
}
