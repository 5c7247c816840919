package loads

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestALineThroughPoints(t *testing.T) {
	points := []point{{0, 1}, {10 * time.Minute, 1}, {20 * time.Minute, 5}}
	for at, want := range map[time.Duration]float64{0: 1, 10 * time.Minute: 1, 15 * time.Minute: 3, 18 * time.Minute: 4.2, time.Hour: 5} {
		if got := on(points, at); math.Abs(got-want) > 1e-9 {
			t.Errorf("at %s: %v, want %v", at, got, want)
		}
	}
	if got := on(points[:1], time.Hour); got != 1 {
		t.Errorf("a single point: %v", got)
	}
}

// Gusts last a minute, and differ by as much as in the recorded hour.
func TestGusts(t *testing.T) {
	stream := along(conversation(), 3, 100*time.Hour, point{0, 2})
	if len(stream.Changes) != 12_000 {
		t.Fatalf("%d pieces", len(stream.Changes))
	}
	sum, squares := 0.0, 0.0
	for i := 0; i < len(stream.Changes); i += 2 {
		first, second := stream.Changes[i], stream.Changes[i+1]
		if first.Begin != second.Begin || first.Until != second.From || second.Until-first.From != time.Minute {
			t.Fatalf("%+v, then %+v", first, second)
		}
		sum += first.Begin
		squares += first.Begin * first.Begin
	}
	mean := sum / 6000
	if deviation := math.Sqrt(squares/6000 - mean*mean); math.Abs(mean-2) > 0.02 || math.Abs(deviation-0.18) > 0.01 {
		t.Errorf("mean %v, standard deviation %v; want 2 and 0.18", mean, deviation)
	}
}

func TestLoadsAreTheSameEachTime(t *testing.T) {
	for i, load := range append(Generated(), Training()) {
		if again := append(Generated(), Training())[i]; !reflect.DeepEqual(load, again) {
			t.Errorf("%s differs", load.Name)
		}
		for _, other := range append(Generated(), Training())[i+1:] {
			if other.Seed == load.Seed || other.Name == load.Name {
				t.Errorf("%s and %s have the same seed or name", load.Name, other.Name)
			}
		}
	}
}

const recording = `TIMESTAMP,ContextTokens,GeneratedTokens
2023-11-16 18:15:46.6805900,374,44
2023-11-16 18:15:50.9951690,396,109
2023-11-16 18:17:00.0000000,20000,0
`

func TestRecorded(t *testing.T) {
	load, err := Recorded(strings.NewReader(recording), 1)
	if err != nil {
		t.Fatal(err)
	}
	// 73.3 s after the first: within the second minute.
	if load.Duration != 2*time.Minute || len(load.Recorded) != 3 {
		t.Fatalf("got %+v", load)
	}
	second, third := load.Recorded[1], load.Recorded[2]
	if second.At != 4314579*time.Microsecond || second.PromptTokens != 396 || second.AnswerTokens != 109 {
		t.Errorf("got %+v", second)
	}
	if third.PromptTokens != longestPrompt || third.AnswerTokens != 1 {
		t.Errorf("got %+v", third)
	}
	if none, err := Recorded(strings.NewReader(recording), 0); err != nil || len(none.Recorded) != 0 || none.Duration != load.Duration {
		t.Errorf("a share of nothing: %+v %v", none, err)
	}
}

func TestRecordingsThatMakeNoSense(t *testing.T) {
	for want, text := range map[string]string{
		"got 1 lines":           "TIMESTAMP,ContextTokens,GeneratedTokens\n",
		"line 2":                "a,b,c\nyesterday,1,2\n",
		"invalid syntax":        "a,b,c\n2023-11-16 18:15:46,many,2\n",
		"two numbers of tokens": "a,b\n2023-11-16 18:15:46,1\n",
	} {
		if _, err := Recorded(strings.NewReader(text), 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
