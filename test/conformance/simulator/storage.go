package simulator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/prometheus/storage"
)

// appendBatch is how many samples are committed at once.
const appendBatch = 10_000

// Write puts the series into a Prometheus storage, the start of the trace at a time. Samples go in by time, so any storage takes
// them, however long the trace.
func (t *Trace) Write(ctx context.Context, to storage.Appendable, start time.Time) error {
	return write(ctx, to, start, t.Series)
}

func write(ctx context.Context, to storage.Appendable, start time.Time, all []Series) error {
	type position struct {
		at             time.Duration
		series, sample int
	}
	var order []position
	for i, series := range all {
		for j, sample := range series.Samples {
			order = append(order, position{sample.At, i, j})
		}
	}
	slices.SortStableFunc(order, func(left, right position) int { return cmp.Compare(left.at, right.at) })

	for batch := range slices.Chunk(order, appendBatch) {
		appender := to.Appender(ctx)
		for _, p := range batch {
			series := all[p.series]
			if err := writeSample(appender, series, series.Samples[p.sample], start); err != nil {
				return errors.Join(fmt.Errorf("%s at %s: %w", series.Labels, p.at, err), appender.Rollback())
			}
		}
		if err := appender.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func writeSample(appender storage.Appender, series Series, sample Sample, start time.Time) error {
	at := start.Add(sample.At).UnixMilli()
	if sample.Histogram == nil {
		_, err := appender.Append(0, series.Labels, at, sample.Value)
		return err
	}
	_, err := appender.AppendHistogram(0, series.Labels, at, sample.Histogram, nil)
	return err
}
