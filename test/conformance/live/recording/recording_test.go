package recording

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"cdk-sagemaker-insights/conformance/live/load"
)

func TestSaveAndLoad(t *testing.T) {
	start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	saved := &Recording{
		Engine: "an engine", Seed: 7,
		Phases:  []Phase{{Name: "a phase", Outcomes: load.Outcomes{{PromptTokens: 1, OutputTokens: 2, Start: start, End: start.Add(time.Second)}}, Scrapes: 1}},
		Scrapes: []Scrape{{At: start, Type: "text/plain", Body: "up 1\n"}},
	}
	path := filepath.Join(t.TempDir(), "recording")
	if err := saved.Save(path); err != nil {
		t.Fatal(err)
	}
	if loaded, err := Load(path); err != nil || !reflect.DeepEqual(loaded, saved) {
		t.Errorf("got %+v, %v; want %+v", loaded, err, saved)
	}
}

func TestRecorderPassesOnAndKeeps(t *testing.T) {
	engine := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		response.Header().Set("Content-Type", request.Header.Get("Accept"))
		_, _ = io.WriteString(response, "up 1\n")
	}))
	recorder := NewRecorder(engine.URL)

	answer := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	request.Header.Set("Accept", "text/plain")
	recorder.ServeHTTP(answer, request)
	if answer.Body.String() != "up 1\n" || answer.Header().Get("Content-Type") != "text/plain" {
		t.Errorf("passed on %q as %q", answer.Body, answer.Header().Get("Content-Type"))
	}

	engine.Close()
	answer = httptest.NewRecorder()
	recorder.ServeHTTP(answer, request)
	if answer.Code != http.StatusBadGateway {
		t.Errorf("answers %d without an engine", answer.Code)
	}
	if scrapes := recorder.Scrapes(); len(scrapes) != 1 || scrapes[0].Body != "up 1\n" || scrapes[0].Type != "text/plain" {
		t.Errorf("kept %+v", scrapes)
	}
}

func TestPlayerServesEachScrapeOnce(t *testing.T) {
	player := NewPlayer([]Scrape{{Type: "text/plain", Body: "a 1\n"}, {Type: "text/plain", Body: "a 2\n"}}, "clock")
	for _, want := range []struct {
		body  string
		code  int
		ended bool
	}{
		{"a 1\n", http.StatusOK, false},
		{"a 2\n", http.StatusOK, false},
		{"the recording is at its end\n", http.StatusGone, true},
		{"the recording is at its end\n", http.StatusGone, true},
	} {
		answer := httptest.NewRecorder()
		player.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		if answer.Body.String() != want.body || answer.Code != want.code || player.Ended() != want.ended {
			t.Errorf("got %q, %d, %v; want %+v", answer.Body, answer.Code, player.Ended(), want)
		}
	}
}

func TestPlayerMovesTheClock(t *testing.T) {
	noon := time.Unix(1_700_000_000, 0)
	scrape := Scrape{At: noon, Body: "clock{a=\"b c\"} 1.699999999e+09\nclocks 7\n"}
	want := "clock{a=\"b c\"} 1.70000004e+09\nclocks 7\n"
	if got := scrape.movedTo(noon.Add(41*time.Second), "clock").Body; got != want {
		t.Errorf("got %q; want %q", got, want)
	}
}
