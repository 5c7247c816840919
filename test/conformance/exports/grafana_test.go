package exports

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
)

// The plugin for CloudWatch takes the queries of Grafana's own Prometheus data source, which the schema knows.
const plugin = "grafana-amazonprometheus-datasource"

// decode reads a dashboard by the schema that Grafana publishes: missing, unknown and mistyped fields are errors, in panels and queries, too.
func decode(content string) (dashboard.Dashboard, error) {
	plugins.RegisterDefaultPlugins()
	schema := strings.ReplaceAll(content, plugin, "prometheus")
	var strict, found dashboard.Dashboard
	if err := orNil(strict.UnmarshalJSONStrict([]byte(schema))); err != nil {
		return found, err
	}
	// The strict decoder finds faults and drops the panels that have none.
	if err := json.Unmarshal([]byte(schema), &found); err != nil {
		return found, err
	}
	return found, orNil(found.Validate())
}

// orNil makes no error of the list of none that the decoder returns when it found nothing.
func orNil(err error) error {
	var found cog.BuildErrors
	if errors.As(err, &found) && len(found) == 0 {
		return nil
	}
	return err
}

func TestDashboardsFitTheSchemaOfGrafana(t *testing.T) {
	for _, file := range files(t, "*.grafana.json", 3) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			found, err := decode(read(t, file))
			if err != nil {
				t.Fatal(err)
			}
			queries := 0
			for _, panel := range found.Panels {
				if panel.Panel == nil {
					continue
				}
				for _, target := range panel.Panel.Targets {
					query, isPromQl := target.(*prometheus.Dataquery)
					if !isPromQl {
						continue
					}
					queries++
					if _, err := engine.StandardParser().ParseExpr(query.Expr); err != nil {
						t.Errorf("%s: %v", *panel.Panel.Title, err)
					}
				}
			}
			if queries < 40 {
				t.Errorf("expected the queries of all panels, got: %d", queries)
			}
		})
	}
}

func TestDashboardsWithFaultsAreRefused(t *testing.T) {
	file := read(t, filepath.Join(folder, "endpoint.grafana.json"))
	for name, change := range map[string][2]string{
		"an unknown field":            {`"graphTooltip"`, `"graphToolTip"`},
		"an unknown field of a panel": {`"gridPos"`, `"gridPosition"`},
		"an unknown field of a query": {`"legendFormat"`, `"legend"`},
		"an option that is no option": {`"reduceOptions"`, `"reduce"`},
		"a text for a number":         {`"schemaVersion": 39`, `"schemaVersion": "39"`},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(file, change[0], change[1], 1)
			if broken == file || !json.Valid([]byte(broken)) {
				t.Fatalf("nothing to change: %s", change[0])
			}
			if _, err := decode(broken); err == nil {
				t.Error("expected an error, got none")
			}
		})
	}
}
