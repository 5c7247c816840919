// Package monitor runs Prometheus inside the test: it scrapes an engine, stores the series under the
// labels that SageMaker adds and answers queries over HTTP.
package monitor

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/config"
	"github.com/prometheus/prometheus/discovery/targetgroup"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/scrape"
	"github.com/prometheus/prometheus/tsdb"
	"github.com/prometheus/prometheus/web"

	"cdk-sagemaker-insights/conformance/prometheus/engine"
)

const (
	job          = "engine"
	queryTimeout = time.Minute
)

// Settings say what a server scrapes.
type Settings struct {
	// Folder holds the database.
	Folder string
	// Target serves metrics under /metrics.
	Target *url.URL
	// Interval is the time between scrapes.
	Interval time.Duration
	// Labels are given to every series, in place of the job and instance labels.
	Labels map[string]string
}

// Server is a running Prometheus.
type Server struct {
	// URL is the address of its HTTP API.
	URL string

	database *tsdb.DB
	engine   *promql.Engine
	scraper  *scrape.Manager
	targets  chan map[string][]*targetgroup.Group
	cancel   context.CancelFunc
	served   chan error
}

// Start starts a server on the loopback interface. It ends with Stop.
func Start(settings Settings) (*Server, error) {
	logger := promslog.NewNopLogger()
	configuration, err := config.Load(settings.configuration(), logger)
	if err != nil {
		return nil, fmt.Errorf("configuration of Prometheus: %w", err)
	}
	registry := prometheus.NewRegistry()
	server := &Server{targets: make(chan map[string][]*targetgroup.Group, 1)}
	if server.database, err = tsdb.Open(settings.Folder, logger, registry, tsdb.DefaultOptions(), nil); err != nil {
		return nil, err
	}
	server.engine = engine.New(func(options *promql.EngineOpts) { options.Reg = registry })
	server.scraper, err = scrape.NewManager(
		&scrape.Options{DiscoveryReloadInterval: model.Duration(100 * time.Millisecond)},
		logger, nil, nil, server.database, registry)
	if err != nil {
		return nil, errors.Join(err, server.database.Close())
	}
	if err := server.scraper.ApplyConfig(configuration); err != nil {
		return nil, errors.Join(err, server.database.Close())
	}
	if err := server.serve(configuration, registry, logger); err != nil {
		return nil, errors.Join(err, server.database.Close())
	}
	server.targets <- map[string][]*targetgroup.Group{job: {{
		Targets: []model.LabelSet{{model.AddressLabel: model.LabelValue(settings.Target.Host)}},
		Source:  job,
	}}}
	go func() { _ = server.scraper.Run(server.targets) }()
	return server, nil
}

// configuration asks for what the collector of SageMaker does: classic histograms become native ones
// under their base name, and series carry labels whose names have dots.
func (s Settings) configuration() string {
	var relabel strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.Labels)) {
		fmt.Fprintf(&relabel, "\n      - { target_label: %q, replacement: %q }", name, s.Labels[name])
	}
	return fmt.Sprintf(`
scrape_configs:
  - job_name: %s
    scrape_interval: %s
    scrape_timeout: %s
    convert_classic_histograms_to_nhcb: true
    relabel_configs:%s
    metric_relabel_configs:
      - { action: labeldrop, regex: job|instance }
`, job, model.Duration(s.Interval), model.Duration(s.Interval), relabel.String())
}

func (s *Server) serve(configuration *config.Config, registry *prometheus.Registry, logger *slog.Logger) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := &url.URL{Scheme: "http", Host: listener.Addr().String(), Path: "/"}
	s.URL = address.String()

	var ctx context.Context
	ctx, s.cancel = context.WithCancel(context.Background())
	handler := web.New(logger, &web.Options{
		Context: ctx, ListenAddresses: []string{address.Host}, ExternalURL: address, RoutePrefix: "/",
		Storage: s.database, LocalStorage: LocalStorage{s.database}, ExemplarStorage: s.database,
		QueryEngine: s.engine, LookbackDelta: engine.Lookback, QueryTimeout: queryTimeout, ScrapeManager: s.scraper,
		MaxConnections: 64, ReadTimeout: time.Minute,
		Version: &web.PrometheusVersion{}, Flags: map[string]string{},
		Gatherer: registry, Registerer: registry,
	})
	if err := handler.ApplyConfig(configuration); err != nil {
		return errors.Join(err, listener.Close())
	}
	handler.SetReady(web.Ready)
	s.served = make(chan error, 1)
	go func() { s.served <- handler.Run(ctx, []net.Listener{listener}, "") }()
	return nil
}

// Stop ends the server and closes its database.
func (s *Server) Stop() error {
	s.scraper.Stop()
	close(s.targets)
	s.cancel()
	err := <-s.served
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, s.engine.Close(), s.database.Close())
}
