package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/prometheus/client_golang/api"
	apiv1 "github.com/prometheus/client_golang/api/prometheus/v1"
	"github.com/prometheus/common/model"
)

// Client asks a server over its HTTP API.
type Client struct{ api apiv1.API }

// NewClient asks the server at a URL.
func NewClient(url string) (*Client, error) {
	client, err := api.NewClient(api.Config{Address: url})
	if err != nil {
		return nil, err
	}
	return &Client{api: apiv1.NewAPI(client)}, nil
}

// Vector evaluates a query at a time. A warning or notice of the server is an error.
func (c *Client) Vector(ctx context.Context, query string, at time.Time) (model.Vector, error) {
	return ask[model.Vector](ctx, c, query, at)
}

// Samples returns the samples of a series in the day before a time, the oldest first. The selector
// must select one series.
func (c *Client) Samples(ctx context.Context, selector string, before time.Time) ([]model.SamplePair, error) {
	matrix, err := ask[model.Matrix](ctx, c, selector+"[1d]", before)
	if err != nil {
		return nil, err
	}
	if len(matrix) != 1 {
		return nil, fmt.Errorf("%s selects %d series; want 1", selector, len(matrix))
	}
	return matrix[0].Values, nil
}

func ask[T model.Value](ctx context.Context, client *Client, query string, at time.Time) (T, error) {
	var none T
	value, warnings, notices, err := client.api.Query(ctx, query, at)
	if err != nil {
		return none, fmt.Errorf("%s: %w", query, err)
	}
	if len(warnings)+len(notices) > 0 {
		return none, fmt.Errorf("%s: %v %v", query, warnings, notices)
	}
	result, ok := value.(T)
	if !ok {
		return none, fmt.Errorf("%s yields a %s; want a %s", query, value.Type(), none.Type())
	}
	return result, nil
}
