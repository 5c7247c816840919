package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// simulation is the state of a run.
type simulation struct {
	config  *Config
	servers []*server
	routers map[string]*router
	hosts   []*host
	trace   *collector
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

// Run simulates a configuration.
func Run(config Config) (*Trace, error) {
	if err := config.check(); err != nil {
		return nil, fmt.Errorf("simulator: %w", err)
	}
	s := &simulation{config: &config, routers: map[string]*router{}, trace: newCollector(&config)}
	for i := range config.Instances {
		s.hosts = append(s.hosts, newHost(&config.Instances[i]))
	}
	for i := range config.Components {
		s.addComponent(&config.Components[i])
	}
	requests := arrivals(&config)
	moments := s.moments()
	for _, request := range requests {
		moments = append(moments, moment{request.Arrival, thenArrivals, func(at time.Duration) { s.arrive(request) }})
	}
	slices.SortStableFunc(moments, func(left, right moment) int {
		return cmp.Or(cmp.Compare(left.at, right.at), cmp.Compare(left.order, right.order))
	})
	for _, moment := range moments {
		moment.do(moment.at)
	}
	for _, server := range s.servers {
		server.advance(config.Duration)
	}
	s.trace.events(&config)
	return s.trace.finish(requests), nil
}

func (s *simulation) addComponent(component *Component) {
	route := &router{policy: s.config.Routing, faults: s.config.Faults}
	for _, placed := range component.Copies {
		host := s.hosts[slices.IndexFunc(s.hosts, func(h *host) bool { return h.instance.ID == placed.Instance })]
		server := newServer(component, placed, host.instance)
		host.servers = append(host.servers, server)
		route.servers = append(route.servers, server)
		s.servers = append(s.servers, server)
	}
	s.routers[component.Name] = route
}

// moments are the changes and the samples.
func (s *simulation) moments() []moment {
	var moments []moment
	for _, at := range s.changeTimes() {
		moments = append(moments, moment{at, changesFirst, s.change})
	}
	for _, host := range s.hosts {
		for at := host.instance.ScrapeOffset; at <= s.config.Duration; at += s.config.PublishInterval {
			moments = append(moments, moment{at, thenSamples, func(at time.Duration) { s.sample(host, at) }})
		}
	}
	return moments
}

// changeTimes are when anything of the configuration or a fault begins or ends.
func (s *simulation) changeTimes() []time.Duration {
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
	times = slices.DeleteFunc(times, func(at time.Duration) bool { return at > s.config.Duration })
	slices.Sort(times)
	return slices.Compact(times)
}

func (s *simulation) change(at time.Duration) {
	for _, server := range s.servers {
		server.advance(at)
		server.change(s.config.Faults, at, lost(server.instance, s.config.Faults, at))
	}
}

func (s *simulation) arrive(request *Request) {
	route := s.routers[request.Component]
	for _, server := range route.servers {
		server.advance(request.Arrival)
	}
	route.route(request)
}

func (s *simulation) sample(host *host, at time.Duration) {
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
