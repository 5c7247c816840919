package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

const queriesFile = "../build/live-queries.json"

// liveQueries are the queries of the catalogue about what the engine emits.
type liveQueries struct {
	*catalogue.Catalogue
	// window is how far back they look.
	window time.Duration
}

func loadQueries(t *testing.T) liveQueries {
	t.Helper()
	queries, err := readQueries()
	if err != nil {
		t.Fatal(err)
	}
	return queries
}

func readQueries() (liveQueries, error) {
	content, err := os.ReadFile(queriesFile)
	if err != nil {
		return liveQueries{}, err
	}
	parsed, err := catalogue.Parse(bytes.NewReader(content))
	if err != nil {
		return liveQueries{}, fmt.Errorf("%s: %w", queriesFile, err)
	}
	var document struct{ WindowSeconds int }
	if err := json.Unmarshal(content, &document); err != nil {
		return liveQueries{}, err
	}
	return liveQueries{parsed, time.Duration(document.WindowSeconds) * time.Second}, nil
}

// TestEveryQueryIsCompared fails for what the engine emits and no check compares.
func TestEveryQueryIsCompared(t *testing.T) {
	compared := map[string]bool{}
	for _, check := range checks {
		compared[check.query] = true
	}
	queries := loadQueries(t)
	for _, signal := range queries.Names() {
		for _, query := range queries.Queries(signal) {
			if !compared[query.ID] {
				t.Errorf("no check compares %s", query.ID)
			}
			delete(compared, query.ID)
		}
	}
	for query := range compared {
		t.Errorf("%s is compared but not in %s", query, queriesFile)
	}
}
