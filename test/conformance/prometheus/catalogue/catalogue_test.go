package catalogue

import (
	"slices"
	"strings"
	"testing"
)

const sample = `{"queries": [
	{"id": "waiting-requests/by=component/scope=endpoint", "query": "sum(a)", "unit": "count"},
	{"id": "waiting-requests/scope=endpoint", "query": "sum(b)"},
	{"id": "waiting-requests/by=component/engines=vllm/scope=endpoint", "query": "sum(a)"},
	{"id": "gpu-temperature", "query": "max(c)"}
]}`

func TestResolveAcceptsAnyOrderAndSeparator(t *testing.T) {
	loaded, err := Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	for reference, want := range map[string]string{
		"waiting-requests scope=endpoint by=component": "sum(a)",
		"waiting-requests/by=component/scope=endpoint": "sum(a)",
		"  waiting-requests   scope=endpoint ":         "sum(b)",
		"gpu-temperature":                              "max(c)",
	} {
		query, err := loaded.Resolve(reference)
		if err != nil || query.Text != want {
			t.Errorf("Resolve(%q) = %q, %v; want %q", reference, query.Text, err, want)
		}
	}
}

func TestResolveNamesTheAlternatives(t *testing.T) {
	loaded, err := Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	for reference, want := range map[string]string{
		"waiting-requests by=zone": "nearest of the 3 of that name: waiting-requests/scope=endpoint, waiting-requests/by=component/scope=endpoint, waiting-requests/by=component/engines=vllm/scope=endpoint",
		"kv-cache":                 "there are gpu-temperature, waiting-requests",
		"waiting-requests zone":    `"zone" must be of the form name=value`,
		"":                         "a name is missing",
		"by=component":             "the name comes first",
	} {
		if _, err := loaded.Resolve(reference); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Resolve(%q) failed with %v; want %q", reference, err, want)
		}
	}
}

func TestNamesAreSortedAndUnique(t *testing.T) {
	loaded, err := Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	if got := loaded.Names(); !slices.Equal(got, []string{"gpu-temperature", "waiting-requests"}) {
		t.Errorf("Names() = %v", got)
	}
	if loaded.Size() != 4 || len(loaded.Queries("waiting-requests")) != 3 || len(loaded.Queries("kv-cache")) != 0 {
		t.Errorf("%d queries, %v", loaded.Size(), loaded.Queries("waiting-requests"))
	}
}

func TestDistinctLeavesOutRepeatedTexts(t *testing.T) {
	loaded, err := Parse(strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, query := range loaded.Distinct("waiting-requests") {
		ids = append(ids, query.ID)
	}
	if !slices.Equal(ids, []string{"waiting-requests/by=component/scope=endpoint", "waiting-requests/scope=endpoint"}) {
		t.Errorf("got %v", ids)
	}
}

func TestParseRefusesBrokenEntries(t *testing.T) {
	for name, broken := range map[string]struct{ source, want string }{
		"no JSON":   {`queries`, "not a rendered catalogue"},
		"empty":     {`{"queries": []}`, "has no queries"},
		"no query":  {`{"queries": [{"id": "a", "query": " "}]}`, "has no query"},
		"two lines": {`{"queries": [{"id": "a", "query": "b\nc"}]}`, "single line"},
		"twice": {`{"queries": [{"id": "a/x=1/y=2", "query": "b"}, {"id": "a/y=2/x=1", "query": "c"}]}`,
			"name the same query"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Parse(strings.NewReader(broken.source)); err == nil || !strings.Contains(err.Error(), broken.want) {
				t.Errorf("got %v; want %q", err, broken.want)
			}
		})
	}
}
