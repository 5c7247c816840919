// Package samples computes what the dashboards show as an example: the answers of the engine of Prometheus to the queries of the
// dashboards, and classic metrics, over the simulator's traces of four situations.
package samples

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/prometheus/promql"
	"golang.org/x/sync/errgroup"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/prometheus/memory"
	"cdk-sagemaker-insights/conformance/simulator"
)

// answered is what is kept under a key.
type answered struct {
	key  string
	rows []Series
}

// Collect answers everything in every situation. What the store holds does not depend on which answer comes first.
func Collect(ctx context.Context, request Request) (*Store, error) {
	store := newStore()
	worlds := merged(request.Worlds)
	found := make([][]answered, len(worlds)*len(store.Situations))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range found {
		world, situation := worlds[i/len(store.Situations)], store.Situations[i%len(store.Situations)]
		group.Go(func() error {
			all, err := collect(ctx, world, situation)
			if err != nil {
				return fmt.Errorf("%s of %s every %d s, %s: %w", world.Layout, world.Engine, world.Every, situation.ID, err)
			}
			found[i] = all
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, one := range slices.Concat(found...) {
		store.add(one.key, one.rows)
	}
	return store, nil
}

// merged puts together what is asked of the same endpoint.
func merged(worlds []World) []World {
	var all []World
	for _, world := range worlds {
		same := func(other World) bool {
			return other.Layout == world.Layout && other.Engine == world.Engine && other.Every == world.Every
		}
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].PromQL = slices.Concat(all[i].PromQL, world.PromQL)
			all[i].Classic = slices.Concat(all[i].Classic, world.Classic)
		} else {
			all = append(all, world)
		}
	}
	return all
}

func collect(ctx context.Context, world World, situation Situation) ([]answered, error) {
	endpoints, err := configs(world, situation)
	if err != nil {
		return nil, err
	}
	storage, err := memory.New()
	if err != nil {
		return nil, err
	}
	defer storage.Close()
	var runs []run
	for _, config := range endpoints {
		trace, err := simulator.Run(config)
		if err != nil {
			return nil, err
		}
		if err := trace.Write(ctx, storage, epoch); err != nil {
			return nil, err
		}
		runs = append(runs, run{config, trace})
	}
	evaluator := engine.New()
	defer evaluator.Close()
	var all []answered
	for _, query := range world.PromQL {
		rows, err := answer(ctx, evaluator, storage, query.Query)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", query.Query, err)
		}
		all = append(all, answered{query.Key, rows})
	}
	for _, asked := range world.Classic {
		rows, err := classic(runs, asked)
		if errors.Is(err, errNotSimulated) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", asked.Key, err)
		}
		all = append(all, answered{asked.Key, rows})
	}
	return all, nil
}

// epoch is when traces begin.
var epoch = time.Unix(0, 0)

// answer is what a query answers at every point, in the order of labels.
func answer(ctx context.Context, evaluator *promql.Engine, storage *memory.Storage, text string) ([]Series, error) {
	query, err := evaluator.NewRangeQuery(ctx, storage, nil, text, epoch.Add(From), epoch.Add(From+(Points-1)*Step), Step)
	if err != nil {
		return nil, err
	}
	defer query.Close()
	matrix, err := query.Exec(ctx).Matrix()
	if err != nil {
		return nil, err
	}
	rows := make([]Series, len(matrix))
	for i, series := range matrix {
		if len(series.Histograms) > 0 {
			return nil, errors.New("answers with histograms")
		}
		rows[i] = Series{series.Metric.Map(), blank()}
		for _, point := range series.Floats {
			rows[i].Values[int((time.UnixMilli(point.T).Sub(epoch)-From)/Step)] = point.F
		}
	}
	slices.SortFunc(rows, func(left, right Series) int { return strings.Compare(sortKey(left.Labels), sortKey(right.Labels)) })
	return rows, nil
}

func blank() []float64 { return slices.Repeat([]float64{math.NaN()}, Points) }

func sortKey(labels map[string]string) string {
	var key strings.Builder
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(&key, "%s=%q,", name, labels[name])
	}
	return key.String()
}
