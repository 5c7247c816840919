package loads

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// recordedHits is the share of recorded prompts that is taken to be in the prefix cache, as in generated conversations: a recording
// does not say.
const recordedHits = 0.3

// the longest recorded request that is served: longer ones are cut, as a service with a limit would.
const longestPrompt, longestAnswer = 12_000, 2_000

// Recorded reads a recording: a line of titles, then the time of arrival, the tokens of the context and of the answer of each request.
// A share of the requests is kept, chosen at random, so that the hour fits the fleet.
func Recorded(from io.Reader, share float64) (Load, error) {
	rows, err := csv.NewReader(from).ReadAll()
	if err != nil {
		return Load{}, err
	}
	if len(rows) < 2 {
		return Load{}, fmt.Errorf("expected a line of titles and requests, got %d lines", len(rows))
	}
	load := Load{Name: "recorded", Seed: 16, Copies: 4}
	random := rand.New(rand.NewPCG(load.Seed, 0))
	var first time.Time
	for i, row := range rows[1:] {
		at, prompt, answer, err := parse(row)
		if err != nil {
			return Load{}, fmt.Errorf("line %d: %w", i+2, err)
		}
		if i == 0 {
			first = at
		}
		load.Duration = at.Sub(first).Truncate(time.Minute) + time.Minute
		if random.Float64() >= share {
			continue
		}
		load.Recorded = append(load.Recorded, simulator.Arrival{
			At: at.Sub(first), PromptTokens: min(max(prompt, 1), longestPrompt), AnswerTokens: min(max(answer, 1), longestAnswer), PrefixHits: recordedHits,
		})
	}
	return load, nil
}

func parse(row []string) (at time.Time, prompt, answer int, err error) {
	if len(row) != 3 {
		return at, 0, 0, fmt.Errorf("expected a time and two numbers of tokens, got %v", row)
	}
	if at, err = time.Parse("2006-01-02 15:04:05", row[0]); err != nil {
		return at, 0, 0, err
	}
	if prompt, err = strconv.Atoi(row[1]); err != nil {
		return at, 0, 0, err
	}
	answer, err = strconv.Atoi(row[2])
	return at, prompt, answer, err
}
