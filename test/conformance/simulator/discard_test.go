package simulator_test

import (
	"context"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
)

// discard is a storage that keeps nothing.
type discard struct{}

func (discard) Appender(context.Context) storage.Appender { return discarding{} }

type discarding struct{ storage.Appender }

func (discarding) Append(storage.SeriesRef, labels.Labels, int64, float64) (storage.SeriesRef, error) {
	return 0, nil
}

func (discarding) AppendHistogram(
	storage.SeriesRef, labels.Labels, int64, *histogram.Histogram, *histogram.FloatHistogram,
) (storage.SeriesRef, error) {
	return 0, nil
}

func (discarding) Commit() error { return nil }
