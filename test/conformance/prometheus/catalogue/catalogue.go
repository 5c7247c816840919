// Package catalogue reads the queries that the TypeScript code renders, those of signals or those of
// panels, so that Go code never holds a copy of a query's text.
package catalogue

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// maxAlternatives is how many queries an error offers in place of one that does not exist.
const maxAlternatives = 5

// Query is one rendering of a signal or of a panel: the PromQL text for one choice of scope, grouping and so on.
type Query struct {
	// ID names the rendering, for example "kv-cache-utilization/by=component/scope=endpoint".
	ID string `json:"id"`
	// Name is that of the signal or panel that was rendered: the first part of ID.
	Name string `json:"-"`
	// Text is the PromQL expression.
	Text string `json:"query"`
}

// Catalogue is a set of queries, found by reference.
type Catalogue struct {
	byKey  map[string]Query
	byName map[string][]Query
}

// Load reads the catalogue from a JSON file.
func Load(path string) (*Catalogue, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the rendered catalogue cannot be opened: %w", err)
	}
	defer file.Close()

	loaded, err := Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return loaded, nil
}

// Parse reads the catalogue from JSON of the form {"queries": [{"id", "query"}, ...]}.
// Further fields are ignored. Every entry that is wrong is named in the error.
func Parse(source io.Reader) (*Catalogue, error) {
	var document struct {
		Queries []Query `json:"queries"`
	}
	if err := json.NewDecoder(source).Decode(&document); err != nil {
		return nil, fmt.Errorf("not a rendered catalogue: %w", err)
	}
	if len(document.Queries) == 0 {
		return nil, errors.New("the rendered catalogue has no queries")
	}

	parsed := &Catalogue{byKey: make(map[string]Query, len(document.Queries)), byName: map[string][]Query{}}
	var problems []error
	for _, query := range document.Queries {
		if err := parsed.add(query); err != nil {
			problems = append(problems, err)
		}
	}
	return parsed, errors.Join(problems...)
}

func (c *Catalogue) add(query Query) error {
	name, err := parseReference(query.ID)
	if err != nil {
		return fmt.Errorf("id %q: %w", query.ID, err)
	}
	query.Name = name.name
	if strings.TrimSpace(query.Text) == "" {
		return fmt.Errorf("id %q has no query", query.ID)
	}
	if strings.ContainsAny(query.Text, "\r\n") {
		return fmt.Errorf("id %q: the query must be a single line", query.ID)
	}
	if other, taken := c.byKey[name.key()]; taken {
		return fmt.Errorf("ids %q and %q name the same query", other.ID, query.ID)
	}
	c.byKey[name.key()] = query
	c.byName[query.Name] = append(c.byName[query.Name], query)
	return nil
}

// Size returns how many queries there are.
func (c *Catalogue) Size() int { return len(c.byKey) }

// Names returns the names of all that was rendered, sorted.
func (c *Catalogue) Names() []string {
	return slices.Sorted(maps.Keys(c.byName))
}

// Queries returns the queries of a name in the order of the file.
func (c *Catalogue) Queries(name string) []Query {
	return slices.Clone(c.byName[name])
}

// Distinct returns the queries of a name that differ in their text: of those with the same text the
// first.
func (c *Catalogue) Distinct(name string) []Query {
	seen := map[string]bool{}
	return slices.DeleteFunc(c.Queries(name), func(query Query) bool {
		repeated := seen[query.Text]
		seen[query.Text] = true
		return repeated
	})
}

// Resolve finds the query that a reference such as "kv-cache-utilization scope=endpoint by=component"
// names. Parts may be separated by blanks or slashes, and come in any order after the name.
func (c *Catalogue) Resolve(text string) (Query, error) {
	name, err := parseReference(text)
	if err != nil {
		return Query{}, fmt.Errorf("reference %q: %w", text, err)
	}
	query, found := c.byKey[name.key()]
	if !found {
		return Query{}, fmt.Errorf("no query %q in the catalogue; %s", text, c.alternatives(name))
	}
	return query, nil
}

// alternatives lists the queries of the name that differ from a reference in the fewest parameters.
func (c *Catalogue) alternatives(sought reference) string {
	queries := c.Queries(sought.name)
	if len(queries) == 0 {
		return "there are " + strings.Join(c.Names(), ", ")
	}
	slices.SortStableFunc(queries, func(left, right Query) int {
		return cmp.Compare(sought.distance(left), sought.distance(right))
	})
	var nearest []string
	for _, query := range queries[:min(len(queries), maxAlternatives)] {
		nearest = append(nearest, query.ID)
	}
	return fmt.Sprintf("nearest of the %d of that name: %s", len(queries), strings.Join(nearest, ", "))
}
