package monitor

import (
	"github.com/prometheus/prometheus/tsdb"
)

// LocalStorage is a database as the HTTP API wants it. The statistics that the API can show of it are
// not needed here.
type LocalStorage struct{ *tsdb.DB }

func (LocalStorage) Stats(string, int) (*tsdb.Stats, error) { return &tsdb.Stats{}, nil }

func (LocalStorage) WALReplayStatus() (tsdb.WALReplayStatus, error) {
	return tsdb.WALReplayStatus{}, nil
}

func (s LocalStorage) BlockMetas() ([]tsdb.BlockMeta, error) { return s.DB.BlockMetas(), nil }
