package live

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"cdk-sagemaker-insights/conformance/live/recording"
	"cdk-sagemaker-insights/conformance/prometheus/catalogue"
	"cdk-sagemaker-insights/conformance/prometheus/engine"
)

const (
	catalogueVariable = "CATALOGUE_QUERIES"
	defaultCatalogue  = "../build/queries.json"

	enginePrefix = "vllm:"
)

// onlyOfCumulative are the functions that make sense for counters and histograms only.
var onlyOfCumulative = []string{"rate", "irate", "increase"}

// TestQueriesFitTheEngine looks every series that the catalogue reads of vLLM up in the metrics of a
// real one: its name, its type and the labels that the engine gives it. A query with a wrong name is never an
// error in production, only empty.
func TestQueriesFitTheEngine(t *testing.T) {
	queries, err := catalogue.Load(cmp.Or(os.Getenv(catalogueVariable), defaultCatalogue))
	if err != nil {
		t.Fatal(err)
	}
	done, err := recording.Load(recordingFile)
	if err != nil {
		t.Fatal(err)
	}
	families, err := done.Scrapes[len(done.Scrapes)-1].Families()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, signal := range queries.Names() {
		faults := map[string]bool{}
		for _, query := range queries.Distinct(signal) {
			expression, err := engine.StandardParser().ParseExpr(query.Text)
			if err != nil {
				t.Errorf("%s: %v", query.ID, err)
				continue
			}
			parser.Inspect(expression, func(node parser.Node, path []parser.Node) error {
				selector, ok := node.(*parser.VectorSelector)
				if !ok || !strings.HasPrefix(spelledByEngine(selector.Name), enginePrefix) {
					return nil
				}
				seen[spelledByEngine(selector.Name)] = true
				// Many queries of a signal have the same fault: one is enough to see.
				if err := fits(families, selector, path); err != nil && !faults[err.Error()] {
					faults[err.Error()] = true
					t.Errorf("%s: %v", query.ID, err)
				}
				return nil
			})
		}
	}
	t.Logf("%s has the series that are read: %s", done.Engine, strings.Join(slices.Sorted(maps.Keys(seen)), ", "))
}

// spelledByEngine turns the underscore of one dialect into the colon of the engine.
func spelledByEngine(series string) string {
	if rest, found := strings.CutPrefix(series, "vllm_"); found {
		return enginePrefix + rest
	}
	return series
}

func fits(families map[string]*dto.MetricFamily, selector *parser.VectorSelector, path []parser.Node) error {
	name := spelledByEngine(selector.Name)
	family, found := families[name]
	if base, ofBuckets := strings.CutSuffix(name, "_bucket"); ofBuckets && !found {
		family, found = families[base]
		found = found && family.GetType() == dto.MetricType_HISTOGRAM
	}
	if !found {
		return fmt.Errorf("the engine has no series %s", name)
	}
	if function := enclosingFunction(path); slices.Contains(onlyOfCumulative, function) {
		if kind := family.GetType(); kind != dto.MetricType_COUNTER && kind != dto.MetricType_HISTOGRAM {
			return fmt.Errorf("%s of %s, which is a %s", function, selector.Name, strings.ToLower(kind.String()))
		}
	}
	matchers := slices.DeleteFunc(slices.Clone(selector.LabelMatchers), func(matcher *labels.Matcher) bool {
		return addedByPlatform(matcher.Name)
	})
	if !hasRow(family, matchers) {
		return fmt.Errorf("the engine has no %s with %v", name, matchers)
	}
	return nil
}

// enclosingFunction is the function whose argument is the range of a selector, or "".
func enclosingFunction(path []parser.Node) string {
	for _, node := range slices.Backward(path) {
		if call, ok := node.(*parser.Call); ok {
			return call.Func.Name
		}
	}
	return ""
}

// addedByPlatform tells the labels that SageMaker and CloudWatch add from those of the engine.
func addedByPlatform(label string) bool {
	return label == model.MetricNameLabel || strings.HasPrefix(label, "aws.") || strings.HasPrefix(label, "@")
}

func hasRow(family *dto.MetricFamily, matchers []*labels.Matcher) bool {
	return slices.ContainsFunc(family.GetMetric(), func(metric *dto.Metric) bool {
		values := map[string]string{}
		for _, label := range metric.GetLabel() {
			values[label.GetName()] = label.GetValue()
		}
		return !slices.ContainsFunc(matchers, func(matcher *labels.Matcher) bool { return !matcher.Matches(values[matcher.Name]) })
	})
}
