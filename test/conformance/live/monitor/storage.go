package monitor

import (
	"github.com/prometheus/prometheus/tsdb"
)

// localStorage is a database as the HTTP API wants it. The statistics that the API can show of it are
// not needed here.
type localStorage struct{ *tsdb.DB }

func (localStorage) Stats(string, int) (*tsdb.Stats, error) { return &tsdb.Stats{}, nil }

func (localStorage) WALReplayStatus() (tsdb.WALReplayStatus, error) {
	return tsdb.WALReplayStatus{}, nil
}

func (s localStorage) BlockMetas() ([]tsdb.BlockMeta, error) { return s.DB.BlockMetas(), nil }
