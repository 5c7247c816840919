package scenario

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
)

const rendered = `{"queries": [
	{"id": "waiting-requests/by=component", "query": "sum by (component) (waiting{\"aws.endpoint\"=\"chat\"})"},
	{"id": "silence", "query": "absent(waiting{\"aws.endpoint\"=\"chat\"})"},
	{"id": "latency", "query": "histogram_count(latency_seconds)"},
	{"id": "latency/dialect=classic", "query": "histogram_quantile(0.9, latency_seconds_bucket)"}
]}`

func queries(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	parsed, err := catalogue.Parse(strings.NewReader(rendered))
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func read(t *testing.T, source string) []Assertion {
	t.Helper()
	scenario, err := Read("a.test", source, queries(t))
	if err != nil {
		t.Fatal(err)
	}
	return scenario.Assertions
}

func TestReadKeepsLineNumbers(t *testing.T) {
	assertions := read(t, `# Two components.
labels chat {"aws.endpoint"="chat"}
labels qwen {$chat, component="qwen"}

load 10s
  # a comment inside the block
  waiting{$qwen} 1x5
  waiting{$chat, component="$$"} 2x5

# The last of each.
eval instant at 1m <<waiting-requests by=component>>
  # another comment
  {component="qwen"} 1
  {component="$$"} 2
`)
	want := `



load 10s
waiting{"aws.endpoint"="chat", component="qwen"} 1x5
waiting{"aws.endpoint"="chat", component="$$"} 2x5



eval instant at 1m sum by (component) (waiting{"aws.endpoint"="chat"})
expect no_warn
expect no_info
{component="qwen"} 1
{component="$$"} 2
`
	if len(assertions) != 1 || assertions[0].Script != want || assertions[0].Line != 11 {
		t.Errorf("got %d assertions, %+v\n%s", len(assertions), assertions[0], assertions[0].Script)
	}
}

func TestClearForgetsSeries(t *testing.T) {
	assertions := read(t, `load 10s
  waiting{"aws.endpoint"="chat"} 1

eval instant at 0 <<silence>>
  expect empty

clear
load 10s
  waiting{"aws.endpoint"="other"} 1

eval instant at 0 <<silence>>
  {"aws.endpoint"="chat"} 1
`)
	if len(assertions) != 2 {
		t.Fatalf("%d assertions; want 2", len(assertions))
	}
	if first := assertions[0]; first.ExpectsValue || first.FoundSeries != 1 {
		t.Errorf("before clear: %+v", first)
	}
	if second := assertions[1]; !second.ExpectsValue || second.FoundSeries != 0 || strings.Contains(second.Script, `"chat"} 1`+"\n\n") {
		t.Errorf("after clear: %+v", second)
	}
}

func TestNativeHistogramsOfClassicOnesCountAsSeries(t *testing.T) {
	assertions := read(t, `load_with_nhcb 10s
  latency_seconds_bucket{le="1"} 1
  latency_seconds_bucket{le="+Inf"} 1
  latency_seconds_count 1
  latency_seconds_sum 1

eval instant at 0 <<latency>>
  {} 1
`)
	if found := assertions[0].FoundSeries; found != 1 {
		t.Errorf("found %d series; want latency_seconds", found)
	}
}

func TestFoundSeriesCountsEachSeriesOnce(t *testing.T) {
	const buckets = `load 10s
  latency_seconds_bucket{engine="0", le="1"} 1
  latency_seconds_bucket{engine="0", le="+Inf"} 1

`
	const evaluation = "eval instant at 0 <<latency dialect=classic>>\n  expect empty\n"
	for name, want := range map[string]struct {
		source string
		found  int
	}{
		"buckets":      {buckets + evaluation, 1},
		"loaded twice": {buckets + buckets + evaluation, 1},
		"two engines":  {buckets + strings.ReplaceAll(buckets, `"0"`, `"1"`) + evaluation, 2},
		"another name": {strings.ReplaceAll(buckets, "_bucket", "_total") + evaluation, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if found := read(t, want.source)[0].FoundSeries; found != want.found {
				t.Errorf("found %d; want %d", found, want.found)
			}
		})
	}
}

func TestExpectedAnnotationsReplaceTheDefault(t *testing.T) {
	assertions := read(t, "eval instant at 0 <<latency>>\n  expect warn\n  expect empty\n")
	if script := assertions[0].Script; strings.Contains(script, "no_warn") || !strings.Contains(script, "expect warn") {
		t.Errorf("got %s", script)
	}
}

func TestReadRefuses(t *testing.T) {
	for name, broken := range map[string]struct{ source, want string }{
		"own PromQL":            {"eval instant at 0 sum(waiting)\n  {} 1", "a.test:1: evaluates \"sum(waiting)\"; only a query of the catalogue"},
		"PromQL around it":      {"eval instant at 0 <<silence>> > 1\n  expect empty", "only a query of the catalogue"},
		"unknown query":         {"\neval instant at 0 <<waiting-requests by=zone>>\n  {} 1", `a.test:2: no query "waiting-requests by=zone" in the catalogue; nearest of the 1 of that name: waiting-requests/by=component`},
		"no expectation":        {"eval instant at 0 <<silence>>", "expects no sample; write `expect empty`"},
		"only gaps":             {"eval range from 0 to 1m step 1m <<silence>>\n  {} _ _", "expects no sample"},
		"contradiction":         {"eval instant at 0 <<silence>>\n  {} 1\n  expect empty", "contradicts"},
		"expected failure":      {"eval instant at 0 <<silence>>\n  expect fail", "is not for queries of the catalogue"},
		"deprecated command":    {"eval_warn instant at 0 <<silence>>\n  {} 1", `unknown command "eval_warn"`},
		"no time":               {"eval instant <<silence>>\n  {} 1", "must read `eval instant at TIME"},
		"no interval":           {"load\n  waiting 1", "must read `load INTERVAL`"},
		"broken series":         {"load 10s\n  waiting{ 1", "a.test:2: series: 1:10: parse error"},
		"broken sample":         {"eval instant at 0 <<silence>>\n  {component=qwen} 1", "a.test:2: expected sample"},
		"no blank between":      {"load 10s\n  waiting 1\neval instant at 0 <<silence>>", "a.test:3: series"},
		"unknown macro":         {"load 10s\n  waiting{$chat} 1", "$chat is not defined"},
		"macro without name":    {"load 10s\n  waiting{$} 1", "$ is not defined"},
		"macro twice":           {"labels a {b=\"c\"}\nlabels a {b=\"c\"}", "$a is defined twice"},
		"macro in wrong braces": {"bounds a {1 2}", "a definition must read"},
		"unused macro":          {"labels a {b=\"c\"}\n\neval instant at 0 <<silence>>\n  {} 1", "never used: $a"},
		"nothing":               {"# empty", "evaluates nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := Read("a.test", broken.source, queries(t)); err == nil || !strings.Contains(err.Error(), broken.want) {
				t.Errorf("got %v; want %q", err, broken.want)
			}
		})
	}
}

func TestReadAllNamesEveryBrokenFile(t *testing.T) {
	folder := fstest.MapFS{
		"a.test":      {Data: []byte("eval instant at 0 <<silence>>\n  {} 1\n")},
		"deep/b.test": {Data: []byte("what")},
		"deep/c.test": {Data: []byte("# nothing")},
		"README.md":   {Data: []byte("what")},
	}
	scenarios, err := ReadAll(folder, queries(t))
	if len(scenarios) != 1 || err == nil || !strings.Contains(err.Error(), "deep/b.test:1") || !strings.Contains(err.Error(), "deep/c.test:") {
		t.Errorf("%d scenarios, %v", len(scenarios), err)
	}
	if _, err := ReadAll(fstest.MapFS{}, queries(t)); err == nil {
		t.Error("a folder without scenarios was accepted")
	}
}

func TestCoverDemandsValueAbsenceAndSeveralSeries(t *testing.T) {
	scenario := &Scenario{Path: "a.test", Assertions: read(t, `load 10s
  waiting{"aws.endpoint"="chat", component="qwen"} 1

eval instant at 0 <<waiting-requests by=component>>
  {component="qwen"} 1

load 10s
  waiting{"aws.endpoint"="chat", component="coder"} 1

eval instant at 0 <<silence>>
  expect empty

clear
eval instant at 0 <<silence>>
  {"aws.endpoint"="chat"} 1
`)}
	coverage := Cover(queries(t), []*Scenario{scenario})

	if coverage.Names != 3 || coverage.Queries != 4 || coverage.EvaluatedQueries != 2 || coverage.Assertions != 3 {
		t.Errorf("counts: %+v", coverage)
	}
	gaps := map[string]int{}
	for _, gap := range coverage.Gaps {
		gaps[gap.Name] = len(gap.Missing)
	}
	if len(gaps) != 2 || gaps["latency"] != 3 || gaps["waiting-requests"] != 2 {
		t.Errorf("gaps: %+v", coverage.Gaps)
	}
	if want := []string{"latency", "latency/dialect=classic"}; !slices.Equal(coverage.WithoutValue, want) {
		t.Errorf("without value: %v; want %v", coverage.WithoutValue, want)
	}
}
