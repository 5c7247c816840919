package scaling

import (
	"context"
	"os"
	"time"

	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// samples is a storage of Prometheus in memory.
type samples struct {
	*tsdb.Head
	folder string
}

func newSamples() (*samples, error) {
	folder, err := os.MkdirTemp("", "samples")
	if err != nil {
		return nil, err
	}
	options := tsdb.DefaultHeadOptions()
	options.ChunkDirRoot = folder
	// Everything stays in memory for the length of a load.
	options.ChunkRange = (7 * 24 * time.Hour).Milliseconds()
	options.StripeSize = 1 << 10
	options.IsolationDisabled = true
	head, err := tsdb.NewHead(nil, nil, nil, nil, options, nil)
	if err != nil {
		return nil, err
	}
	return &samples{head, folder}, nil
}

// Querier reads the samples between two times.
func (s *samples) Querier(from, until int64) (storage.Querier, error) {
	return tsdb.NewBlockQuerier(tsdb.NewRangeHeadWithIsolationDisabled(s.Head, from, until), from, until)
}

// Appender writes samples.
func (s *samples) Appender(ctx context.Context) storage.Appender { return s.Head.Appender(ctx) }

// Close frees what the storage uses.
func (s *samples) Close() error {
	err := s.Head.Close()
	_ = os.RemoveAll(s.folder)
	return err
}
