package scenario

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

var (
	loadLine = regexp.MustCompile(`^load(_with_nhcb)?\s+\S+$`)
	evalLine = regexp.MustCompile(`^(eval\s+(?:instant\s+at\s+\S+|range\s+from\s+\S+\s+to\s+\S+\s+step\s+\S+))\s+(.+)$`)
	refer    = regexp.MustCompile(`^<<(.+)>>$`)
)

// reader turns the lines of a scenario into assertions.
type reader struct {
	path    string
	queries *catalogue.Catalogue
	macros  *macros
	lines   []string

	// loaded holds the load blocks since the last clear, by line number.
	loaded   map[int]string
	series   seriesSet
	loading  *loadBlock
	checking *evaluation

	assertions []Assertion
	problems   []error
}

type loadBlock struct{ withNativeHistograms bool }

func newReader(path, source string, queries *catalogue.Catalogue) *reader {
	return &reader{
		path:    path,
		queries: queries,
		macros:  newMacros(),
		lines:   strings.Split(source, "\n"),
		loaded:  map[int]string{},
	}
}

// read takes the next line. As in promqltest, a block ends at an empty line; unlike there, a comment
// may stand inside a block.
func (r *reader) read(number int, raw string) {
	line := strings.TrimSpace(raw)
	var err error
	switch {
	case strings.HasPrefix(line, "#"):
	case line == "":
		r.endBlock()
	case r.loading != nil:
		err = r.readSeries(number, line)
	case r.checking != nil:
		err = r.readExpectation(line)
	default:
		err = r.readCommand(number, line)
	}
	if err != nil {
		r.fail(number, err)
	}
}

func (r *reader) readCommand(number int, line string) error {
	switch word, _, _ := strings.Cut(line, " "); word {
	case "labels", "bounds":
		return r.macros.define(line)
	case "clear":
		r.loaded = map[int]string{}
		r.series = nil
		return nil
	case "load", "load_with_nhcb":
		parts := loadLine.FindStringSubmatch(line)
		if parts == nil {
			return errors.New("must read `load INTERVAL`")
		}
		r.loading = &loadBlock{withNativeHistograms: parts[1] != ""}
		r.loaded[number] = line
		return nil
	case "eval":
		return r.startEvaluation(number, line)
	default:
		return fmt.Errorf("unknown command %q", word)
	}
}

func (r *reader) readSeries(number int, line string) error {
	expanded, err := r.macros.expand(line)
	if err != nil {
		return err
	}
	if err := r.series.add(expanded, r.loading.withNativeHistograms); err != nil {
		return err
	}
	r.loaded[number] = expanded
	return nil
}

func (r *reader) startEvaluation(number int, line string) error {
	parts := evalLine.FindStringSubmatch(line)
	if parts == nil {
		return errors.New("must read `eval instant at TIME <<...>>` or `eval range from TIME to TIME step INTERVAL <<...>>`")
	}
	// Expectations that follow belong to this evaluation even when its query cannot be found.
	r.checking = &evaluation{line: number, command: parts[1]}

	reference := refer.FindStringSubmatch(parts[2])
	if reference == nil {
		return fmt.Errorf("evaluates %q; only a query of the catalogue, <<signal name=value ...>>, can be evaluated", parts[2])
	}
	query, err := r.queries.Resolve(reference[1])
	if err != nil {
		return err
	}
	r.checking.query = query
	return nil
}

func (r *reader) readExpectation(line string) error {
	expanded, err := r.macros.expand(line)
	if err != nil {
		return err
	}
	return r.checking.expect(expanded)
}

// endBlock closes the load block or the evaluation that is open, if any.
func (r *reader) endBlock() {
	checked := r.checking
	r.loading, r.checking = nil, nil
	if checked == nil || checked.query.Text == "" {
		return
	}
	assertion, err := checked.finish(r.loadedLines(), r.series)
	if err != nil {
		r.fail(checked.line, err)
		return
	}
	r.assertions = append(r.assertions, assertion)
}

// loadedLines returns the load blocks at their places in the file, with all other lines empty. A line
// that is left out inside a block, which would end it, is closed up: only the first line's number
// counts in a message.
func (r *reader) loadedLines() []string {
	lines := make([]string, len(r.lines))
	next := 0
	for number := range r.lines {
		text, found := r.loaded[number]
		switch {
		case strings.HasPrefix(text, "load"):
			next = number
			fallthrough
		case found:
			lines[next] = text
			next++
		}
	}
	return lines
}

func (r *reader) fail(number int, err error) {
	r.problems = append(r.problems, fmt.Errorf("%s:%d: %w", r.path, number+1, err))
}

func (r *reader) finish() (*Scenario, error) {
	if len(r.problems) == 0 && len(r.assertions) == 0 {
		r.problems = append(r.problems, fmt.Errorf("%s: evaluates nothing", r.path))
	}
	if names := r.macros.unused(); len(r.problems) == 0 && len(names) > 0 {
		r.problems = append(r.problems, fmt.Errorf("%s: never used: %s", r.path, strings.Join(names, ", ")))
	}
	if len(r.problems) > 0 {
		return nil, errors.Join(r.problems...)
	}
	return &Scenario{Path: r.path, Assertions: r.assertions}, nil
}
