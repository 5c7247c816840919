// Package recording keeps what happened in a run of a real engine, so that the run can be evaluated
// again without the engine.
package recording

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"cdk-sagemaker-insights/conformance/live/load"
)

// Recording is one run.
type Recording struct {
	// Engine is the engine's name and version.
	Engine string `json:"engine"`
	// Seed is what the run's requests were drawn with.
	Seed uint64 `json:"seed"`
	// Phases are the parts of the run, one after the other.
	Phases []Phase `json:"phases"`
	// Scrapes are the engine's metrics as they were read during the run, about one a second.
	Scrapes []Scrape `json:"scrapes"`
}

// Phase is a part of a run: some requests, and the quiet after them.
type Phase struct {
	Name     string        `json:"name"`
	Outcomes load.Outcomes `json:"outcomes"`
	// Scrapes is how many scrapes there were when all answers of the phase were in.
	Scrapes int `json:"scrapes"`
}

// Scrape is one reading of the engine's metrics.
type Scrape struct {
	At   time.Time `json:"at"`
	Type string    `json:"type"`
	Body string    `json:"body"`
}

// Families parses the metrics, by name.
func (s Scrape) Families() (map[string]*dto.MetricFamily, error) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	return parser.TextToMetricFamilies(strings.NewReader(s.Body))
}

// Save writes the recording as compressed JSON.
func (r *Recording) Save(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	// Successive scrapes differ in few lines: a window that holds several of them makes the file small.
	writer, err := zstd.NewWriter(file, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20))
	if err != nil {
		return err
	}
	if err := json.NewEncoder(writer).Encode(r); err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return file.Close()
}

// Load reads a recording that Save wrote.
func Load(path string) (*Recording, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, err := zstd.NewReader(file)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	var recording Recording
	if err := json.NewDecoder(reader).Decode(&recording); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &recording, nil
}
