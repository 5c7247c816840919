package catalogue

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// reference names a query: a signal or panel and the parameters of its rendering.
type reference struct {
	name       string
	parameters []string
}

func parseReference(text string) (reference, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == ' ' || r == '\t' })
	if len(parts) == 0 {
		return reference{}, errors.New("a name is missing")
	}
	if strings.Contains(parts[0], "=") {
		return reference{}, fmt.Errorf("the name comes first, got %q", parts[0])
	}
	for _, parameter := range parts[1:] {
		key, value, found := strings.Cut(parameter, "=")
		if !found || key == "" || value == "" {
			return reference{}, fmt.Errorf("%q must be of the form name=value", parameter)
		}
	}
	parameters := parts[1:]
	slices.Sort(parameters)
	return reference{name: parts[0], parameters: parameters}, nil
}

// distance counts the parameters that only one of the reference and a query has.
func (r reference) distance(query Query) int {
	other, err := parseReference(query.ID)
	if err != nil {
		return math.MaxInt
	}
	distance := len(r.parameters) + len(other.parameters)
	for _, parameter := range r.parameters {
		if slices.Contains(other.parameters, parameter) {
			distance -= 2
		}
	}
	return distance
}

// key is the same for all spellings of a reference.
func (r reference) key() string {
	return strings.Join(append([]string{r.name}, r.parameters...), "/")
}
