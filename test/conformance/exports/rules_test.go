package exports

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
)

const folder = "../build/exports"

// load reads a rule file as a Prometheus 3 server does: unknown fields are errors, names may be any UTF-8.
func load(content string) (*rulefmt.RuleGroups, []error) {
	return rulefmt.Parse([]byte(content), false, model.UTF8Validation, engine.StandardParser(), slog.New(slog.DiscardHandler))
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func files(t *testing.T, pattern string, expected int) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(found) != expected {
		t.Fatalf("expected %d files %s, got: %v (%v)", expected, pattern, found, err)
	}
	return found
}

func TestRuleFilesAreLoaded(t *testing.T) {
	for _, file := range files(t, "*.rules.yaml", 2) {
		groups, errs := load(read(t, file))
		if len(errs) > 0 {
			t.Fatalf("%s: %v", file, errs)
		}
		seen := map[string]bool{}
		for _, group := range groups.Groups {
			if group.Interval <= 0 {
				t.Errorf("%s: the group %s has no interval", file, group.Name)
			}
			for _, rule := range group.Rules {
				t.Run(filepath.Base(file)+"/"+rule.Alert, func(t *testing.T) {
					if seen[rule.Alert] {
						t.Error("stands twice")
					}
					seen[rule.Alert] = true
					if severity := rule.Labels["severity"]; severity != "critical" && severity != "warning" && severity != "information" {
						t.Errorf("severity: %q", severity)
					}
					if !strings.HasPrefix(rule.Annotations["description"], rule.Annotations["summary"]) {
						t.Errorf("annotations: %v", rule.Annotations)
					}
				})
			}
		}
	}
}

func TestRuleFilesWithFaultsAreRefused(t *testing.T) {
	file := read(t, filepath.Join(folder, "endpoint.rules.yaml"))
	for name, change := range map[string][2]string{
		"an unknown field":            {"keep_firing_for:", "keeps_firing_for:"},
		"a label that is not quoted":  {`\"aws.sagemaker.endpoint.name\"`, "aws.sagemaker.endpoint.name"},
		"a period that is no period":  {`for: "300s"`, `for: "300 s"`},
		"an alert without expression": {"expr:", "record:"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(file, change[0], change[1], 1)
			if broken == file {
				t.Fatalf("nothing to change: %s", change[0])
			}
			if _, errs := load(broken); len(errs) == 0 {
				t.Error("expected errors, got none")
			}
		})
	}
}
