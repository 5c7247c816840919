// Command doctor serves the HTTP API of Prometheus on loopback with what several endpoints would have reported by now. It prints its
// address and ends with its standard input, or after ten minutes.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/scrape"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/web"

	"cdk-sagemaker-insights/conformance/live/monitor"
	"cdk-sagemaker-insights/conformance/prometheus/engine"
	"cdk-sagemaker-insights/conformance/simulator"
	"cdk-sagemaker-insights/conformance/simulator/traces"
)

const (
	// past is how much of the trace has happened when the server starts; the rest happens while it serves.
	past, length = 60 * time.Minute, 75 * time.Minute
	lifetime     = 10 * time.Minute
	queryTimeout = 20 * time.Second
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() (err error) {
	folder, err := os.MkdirTemp("", "doctor-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()

	logger, registry := promslog.NewNopLogger(), prometheus.NewRegistry()
	database, err := tsdb.Open(folder, logger, registry, tsdb.DefaultOptions(), nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, database.Close()) }()
	if err := fill(database); err != nil {
		return err
	}
	evaluator := engine.New(func(options *promql.EngineOpts) { options.Reg = registry })
	defer func() { err = errors.Join(err, evaluator.Close()) }()
	return serve(database, evaluator, registry, logger)
}

// fill writes what has been and what will be reported.
func fill(database *tsdb.DB) error {
	healthy := traces.Healthy(2)
	healthy.Duration = length
	trace, err := simulator.Run(healthy)
	if err != nil {
		return err
	}
	trace.Series = series(trace)
	return trace.Write(context.Background(), database, time.Now().Add(-past))
}

func serve(database *tsdb.DB, evaluator *promql.Engine, registry *prometheus.Registry, logger *slog.Logger) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := &url.URL{Scheme: "http", Host: listener.Addr().String(), Path: "/"}
	scraper, err := scrape.NewManager(&scrape.Options{}, logger, nil, nil, database, registry)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, cancel := context.WithTimeout(context.Background(), lifetime)
	defer cancel()
	handler := web.New(logger, &web.Options{
		Context: ctx, ListenAddresses: []string{address.Host}, ExternalURL: address, RoutePrefix: "/",
		Storage: database, LocalStorage: monitor.LocalStorage{DB: database}, ExemplarStorage: database,
		QueryEngine: evaluator, LookbackDelta: engine.Lookback, QueryTimeout: queryTimeout, ScrapeManager: scraper,
		MaxConnections: 64, ReadTimeout: time.Minute,
		Version: &web.PrometheusVersion{}, Flags: map[string]string{},
		Gatherer: registry, Registerer: registry,
	})
	if err := handler.ApplyConfig(&config.DefaultConfig); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler.SetReady(web.Ready)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	fmt.Println(address.String())
	if err := handler.Run(ctx, []net.Listener{listener}, ""); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
