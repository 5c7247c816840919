package recording

import (
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Recorder passes on an engine's metrics and keeps what it passed on.
type Recorder struct {
	url string

	mutex   sync.Mutex
	scrapes []Scrape
}

// NewRecorder passes on what is read from a URL.
func NewRecorder(url string) *Recorder { return &Recorder{url: url} }

// Scrapes returns what was passed on so far.
func (r *Recorder) Scrapes() []Scrape {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.scrapes)
}

func (r *Recorder) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	scrape, err := r.read(request)
	if err != nil {
		http.Error(response, err.Error(), http.StatusBadGateway)
		return
	}
	r.mutex.Lock()
	r.scrapes = append(r.scrapes, scrape)
	r.mutex.Unlock()
	scrape.write(response)
}

func (r *Recorder) read(request *http.Request) (Scrape, error) {
	call, err := http.NewRequestWithContext(request.Context(), http.MethodGet, r.url, nil)
	if err != nil {
		return Scrape{}, err
	}
	call.Header.Set("Accept", request.Header.Get("Accept"))
	at := time.Now()
	answer, err := http.DefaultClient.Do(call)
	if err != nil {
		return Scrape{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return Scrape{At: at, Type: answer.Header.Get("Content-Type"), Body: string(body)}, err
}

// Player serves recorded scrapes, each once and in their order, whenever it is asked. How fast it is
// asked does not matter for what is computed from all of them.
type Player struct {
	clock string

	mutex   sync.Mutex
	scrapes []Scrape
	served  int
	ended   bool
}

// NewPlayer serves the scrapes of a recording. The values of one series, the clock, are Unix times: they
// are moved to the present.
func NewPlayer(scrapes []Scrape, clock string) *Player {
	return &Player{scrapes: scrapes, clock: clock}
}

// Ended tells that a scrape was asked for after the last one.
func (p *Player) Ended() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.ended
}

func (p *Player) ServeHTTP(response http.ResponseWriter, _ *http.Request) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.served == len(p.scrapes) {
		p.ended = true
		http.Error(response, "the recording is at its end", http.StatusGone)
		return
	}
	p.scrapes[p.served].movedTo(time.Now(), p.clock).write(response)
	p.served++
}

// movedTo adds to the values of the clock the time that has passed since the scrape.
func (s Scrape) movedTo(now time.Time, clock string) Scrape {
	lines := strings.Split(s.Body, "\n")
	for i, line := range lines {
		sample := strings.LastIndexByte(line, ' ')
		if !strings.HasPrefix(line, clock+"{") || sample < 0 {
			continue
		}
		if value, err := strconv.ParseFloat(line[sample+1:], 64); err == nil {
			lines[i] = line[:sample+1] + strconv.FormatFloat(value+now.Sub(s.At).Seconds(), 'g', -1, 64)
		}
	}
	s.Body = strings.Join(lines, "\n")
	return s
}

func (s Scrape) write(response http.ResponseWriter) {
	response.Header().Set("Content-Type", s.Type)
	_, _ = io.WriteString(response, s.Body)
}
