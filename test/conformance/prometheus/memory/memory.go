// Package memory holds samples for the engine of Prometheus in memory.
package memory

import (
	"context"
	"os"
	"time"

	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Storage is a storage of Prometheus in memory.
type Storage struct {
	*tsdb.Head
	folder string
}

// New makes an empty storage. The caller closes it.
func New() (*Storage, error) {
	folder, err := os.MkdirTemp("", "samples")
	if err != nil {
		return nil, err
	}
	options := tsdb.DefaultHeadOptions()
	options.ChunkDirRoot = folder
	// Everything stays in memory for as long as a run lasts.
	options.ChunkRange = (7 * 24 * time.Hour).Milliseconds()
	options.StripeSize = 1 << 10
	options.IsolationDisabled = true
	head, err := tsdb.NewHead(nil, nil, nil, nil, options, nil)
	if err != nil {
		return nil, err
	}
	return &Storage{head, folder}, nil
}

// Querier reads the samples between two times.
func (s *Storage) Querier(from, until int64) (storage.Querier, error) {
	return tsdb.NewBlockQuerier(tsdb.NewRangeHeadWithIsolationDisabled(s.Head, from, until), from, until)
}

// Appender writes samples.
func (s *Storage) Appender(ctx context.Context) storage.Appender { return s.Head.Appender(ctx) }

// Close frees what the storage uses.
func (s *Storage) Close() error {
	err := s.Head.Close()
	_ = os.RemoveAll(s.folder)
	return err
}
