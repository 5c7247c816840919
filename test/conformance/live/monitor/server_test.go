package monitor

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/prometheus/common/model"
)

const exposition = `# TYPE vllm:requests_total counter
vllm:requests_total{model_name="m"} 7
# TYPE vllm:latency_seconds histogram
vllm:latency_seconds_bucket{le="0.5"} 1
vllm:latency_seconds_bucket{le="1"} 3
vllm:latency_seconds_bucket{le="+Inf"} 4
vllm:latency_seconds_sum 9
vllm:latency_seconds_count 4
`

func TestServerStoresSeriesAsSageMakerDoes(t *testing.T) {
	source := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		response.Header().Set("Content-Type", "text/plain; version=0.0.4")
		fmt.Fprint(response, exposition)
	}))
	t.Cleanup(source.Close)
	target, err := url.Parse(source.URL)
	if err != nil {
		t.Fatal(err)
	}
	server, err := Start(Settings{
		Folder: t.TempDir(), Target: target, Interval: 100 * time.Millisecond,
		Labels: map[string]string{"aws.sagemaker.endpoint.name": "chat", "@resource.host.id": "i-1"},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	client, err := NewClient(server.URL)
	if err != nil {
		t.Fatal(err)
	}

	counter := first(t, client, `vllm:requests_total{"aws.sagemaker.endpoint.name"="chat"}`)
	want := model.Metric{"__name__": "vllm:requests_total", "model_name": "m", "aws.sagemaker.endpoint.name": "chat", "@resource.host.id": "i-1"}
	if !counter.Metric.Equal(want) || counter.Value != 7 {
		t.Errorf("got %v; want %v 7", counter, want)
	}

	histogram := first(t, client, `vllm:latency_seconds`).Histogram
	if histogram == nil || histogram.Count != 4 || histogram.Sum != 9 || len(histogram.Buckets) != 3 || histogram.Buckets[1].Upper != 1 {
		t.Errorf("got %v; want a native histogram with the bounds 0.5 and 1", histogram)
	}
	if vector, err := client.Vector(t.Context(), `vllm:latency_seconds_bucket`, time.Now()); err != nil || len(vector) > 0 {
		t.Errorf("classic buckets: %v, %v; want none", vector, err)
	}
	if _, err := client.Vector(t.Context(), `rate(vllm:latency_seconds_average[1m])`, time.Now()); err != nil {
		t.Errorf("a series that does not exist: %v; want an empty result", err)
	}
	if _, err := client.Vector(t.Context(), `sum(`, time.Now()); err == nil {
		t.Error("a broken query was accepted")
	}
}

// first waits for a query of one series to yield something.
func first(t *testing.T, client *Client, query string) *model.Sample {
	t.Helper()
	for range 100 {
		vector, err := client.Vector(t.Context(), query, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if len(vector) == 1 {
			return vector[0]
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s stays empty", query)
	return nil
}
