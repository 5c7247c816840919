package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Simulation is a run that is played piece by piece; in between, copies and instances may come and go.
type Simulation struct {
	// config is its own: what is added on the way is in it, too.
	config  Config
	now     time.Duration
	servers []*server
	routers map[string]*router
	hosts   []*host
	trace   *collector

	// requests are all of the run; those before arrived have arrived.
	requests []*Request
	arrived  int
	// moments are what is still to happen besides arrivals, in order.
	moments []moment
}

// moment is something that happens at a time.
type moment struct {
	at    time.Duration
	order int
	do    func(at time.Duration)
}

// What happens at the same time happens in this order.
const (
	changesFirst = iota
	thenArrivals
	thenSamples
)

func (m moment) compare(other moment) int {
	return cmp.Or(cmp.Compare(m.at, other.at), cmp.Compare(m.order, other.order))
}

// Run simulates a configuration from its beginning to its end.
func Run(config Config) (*Trace, error) {
	s, err := New(config)
	if err != nil {
		return nil, err
	}
	s.Play(config.Duration)
	return s.Trace(), nil
}

// New prepares a run. Nothing has happened yet.
func New(config Config) (*Simulation, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	s := &Simulation{config: config, now: -1, routers: map[string]*router{}}
	s.config.Instances = slices.Clone(config.Instances)
	s.config.Components = slices.Clone(config.Components)
	s.trace = newCollector(&s.config)
	for i := range s.config.Instances {
		s.hosts = append(s.hosts, newHost(&s.config.Instances[i]))
	}
	for i := range s.config.Components {
		component := &s.config.Components[i]
		s.routers[component.Name] = &router{policy: config.Routing, faults: config.Faults}
		for _, placed := range component.Copies {
			s.place(component, placed)
		}
	}
	s.requests = arrivals(&s.config)
	s.schedule(s.changes()...)
	for _, host := range s.hosts {
		s.schedule(s.samples(host)...)
	}
	s.schedule(s.trace.events(&s.config)...)
	for _, server := range s.servers {
		s.schedule(s.trace.coldStart(server)...)
	}
	return s, nil
}

// Play lets happen what happens until a time, that moment included. There is nothing after the configured duration.
func (s *Simulation) Play(until time.Duration) {
	until = min(until, s.config.Duration)
	for {
		arrival := moment{at: until + 1}
		if s.arrived < len(s.requests) {
			arrival = moment{at: s.requests[s.arrived].Arrival, order: thenArrivals}
		}
		if len(s.moments) > 0 && s.moments[0].compare(arrival) < 0 {
			next := s.moments[0]
			if next.at > until {
				break
			}
			s.moments = s.moments[1:]
			next.do(next.at)
			continue
		}
		if arrival.at > until {
			break
		}
		s.arrive(s.requests[s.arrived])
		s.arrived++
	}
	s.now = until
	for _, server := range s.servers {
		server.advance(until)
	}
}

// Trace is the result so far.
func (s *Simulation) Trace() *Trace { return s.trace.finish(s.requests) }

// schedule adds moments after those of the same time and order.
func (s *Simulation) schedule(moments ...moment) {
	s.moments = append(s.moments, moments...)
	slices.SortStableFunc(s.moments, moment.compare)
}

// place creates a copy on its instance.
func (s *Simulation) place(component *Component, placed Copy) *server {
	host := s.host(placed.Instance)
	server := newServer(component, placed, host.instance)
	host.servers = append(host.servers, server)
	route := s.routers[component.Name]
	route.servers = append(route.servers, server)
	s.servers = append(s.servers, server)
	return server
}

// host finds an instance by its ID.
func (s *Simulation) host(id string) *host {
	i := slices.IndexFunc(s.hosts, func(h *host) bool { return h.instance.ID == id })
	if i < 0 {
		return nil
	}
	return s.hosts[i]
}

// changes are when anything of the configuration or a fault begins or ends.
func (s *Simulation) changes() []moment {
	times := []time.Duration{0}
	for _, fault := range s.config.Faults {
		times = append(times, fault.extent().From, fault.extent().Until)
	}
	for _, instance := range s.config.Instances {
		times = append(times, instance.From, instance.Until)
	}
	for _, server := range s.servers {
		times = append(times, server.copy.ready(), server.copy.Until)
	}
	slices.Sort(times)
	var moments []moment
	for _, at := range slices.Compact(times) {
		moments = append(moments, moment{at, changesFirst, s.change})
	}
	return moments
}

// samples are when those of an instance are taken.
func (s *Simulation) samples(host *host) []moment {
	var moments []moment
	for at := host.instance.ScrapeOffset; at <= s.config.Duration; at += s.config.PublishInterval {
		if at > s.now {
			moments = append(moments, moment{at, thenSamples, func(at time.Duration) { s.sample(host, at) }})
		}
	}
	return moments
}

func (s *Simulation) change(at time.Duration) {
	for _, server := range s.servers {
		server.advance(at)
		server.change(s.config.Faults, at, lost(server.instance, s.config.Faults, at))
	}
}

func (s *Simulation) arrive(request *Request) {
	route := s.routers[request.Component]
	for _, server := range route.servers {
		server.advance(request.Arrival)
	}
	route.route(request)
}

func (s *Simulation) sample(host *host, at time.Duration) {
	for _, server := range host.servers {
		server.advance(at)
	}
	if at >= host.instance.From && !lost(host.instance, s.config.Faults, at) {
		host.pass(at, s.config.Faults)
		s.trace.host(host, at, s.config.Faults)
	}
}

// lost tells whether an instance has ended. One of a lost zone does not come back.
func lost(instance *Instance, faults []Fault, at time.Duration) bool {
	if instance.Until > 0 && at >= instance.Until {
		return true
	}
	place := Place{Instance: instance.ID, Zone: instance.Zone}
	return slices.ContainsFunc(faults, func(fault Fault) bool {
		zone, ok := fault.(ZoneLost)
		return ok && at >= zone.From && zone.covers(place)
	})
}
