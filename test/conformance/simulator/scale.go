package simulator

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/prometheus/prometheus/storage"
)

// Removal is what becomes of the requests of a copy that is removed.
type Removal int

const (
	// Drain lets the copy answer what it has. It takes nothing more.
	Drain Removal = iota
	// Abort ends the copy and its requests at once.
	Abort
)

// CopyState is what is known of a copy that has not ended.
type CopyState struct {
	Copy
	// Serving copies have started, Leaving ones answer their last requests.
	Serving, Leaving bool
	// Outstanding is how many requests it has, queued ones included.
	Outstanding int
}

// Now is until when the run has been played.
func (s *Simulation) Now() time.Duration { return max(s.now, 0) }

// AddInstance adds an instance that exists from its From on.
func (s *Simulation) AddInstance(added Instance) error {
	if s.host(added.ID) != nil {
		return fmt.Errorf("instance %s exists twice", added.ID)
	}
	if added.From < s.Now() {
		return fmt.Errorf("instance %s would begin at %s, before %s", added.ID, added.From, s.Now())
	}
	s.config.Instances = append(s.config.Instances, added)
	host := newHost(&added)
	s.hosts = append(s.hosts, host)
	s.schedule(s.samples(host)...)
	return nil
}

// RemoveInstance ends an instance on which no copy is left.
func (s *Simulation) RemoveInstance(id string) error {
	host := s.host(id)
	if host == nil {
		return fmt.Errorf("no instance %q", id)
	}
	if slices.ContainsFunc(host.servers, func(server *server) bool { return !server.ended }) {
		return fmt.Errorf("instance %s still has copies", id)
	}
	ended := *host.instance
	ended.Until = max(s.Now(), 1)
	host.instance = &ended
	return nil
}

// AddCopy places a copy of a component from its From on. It serves after its cold start.
func (s *Simulation) AddCopy(name string, added Copy) error {
	i := slices.IndexFunc(s.config.Components, func(c Component) bool { return c.Name == name })
	host := s.host(added.Instance)
	switch {
	case i < 0:
		return fmt.Errorf("no component %q", name)
	case host == nil:
		return fmt.Errorf("no instance %q", added.Instance)
	case added.From < max(s.Now(), host.instance.From):
		return fmt.Errorf("copy %s would begin at %s, before its instance or %s", added.ContainerID, added.From, s.Now())
	}
	component := &s.config.Components[i]
	first, end := added.FirstGPU, added.FirstGPU+component.Profile.GPUs
	if end > host.instance.GPUs {
		return fmt.Errorf("copy %s: no instance %q with so many GPUs", added.ContainerID, added.Instance)
	}
	for _, other := range s.servers {
		if other.copy.ContainerID == added.ContainerID {
			return fmt.Errorf("copy %s exists twice", added.ContainerID)
		}
		used := other.copy.FirstGPU
		if !other.ended && other.copy.Instance == added.Instance && used < end && first < used+other.component.Profile.GPUs {
			return fmt.Errorf("copies %s and %s use the same GPU", other.copy.ContainerID, added.ContainerID)
		}
	}
	server := s.place(component, added)
	s.schedule(moment{added.ready(), changesFirst, s.change})
	s.schedule(s.trace.coldStart(server)...)
	return nil
}

// RemoveCopy takes a copy away. One that has not started yet ends at once.
func (s *Simulation) RemoveCopy(container string, removal Removal) error {
	i := slices.IndexFunc(s.servers, func(server *server) bool { return server.copy.ContainerID == container && !server.ended })
	if i < 0 {
		return fmt.Errorf("no copy %q", container)
	}
	server := s.servers[i]
	if removal == Abort || s.Now() < server.copy.ready() {
		server.engine.drop(s.Now())
		server.ended = true
		return nil
	}
	server.leaving = true
	server.advance(s.Now())
	return nil
}

// Copies are those of a component that have not ended, in the order in which they were placed.
func (s *Simulation) Copies(component string) []CopyState {
	var found []CopyState
	for _, server := range s.routers[component].servers {
		if !server.ended {
			found = append(found, CopyState{
				Copy: server.copy, Serving: server.serving(s.Now()), Leaving: server.leaving, Outstanding: server.engine.outstanding(),
			})
		}
	}
	return found
}

// Log is a copy of the requests that have arrived, beginning with an ID.
func (s *Simulation) Log(from int) Log {
	log := make(Log, 0, s.arrived-from)
	for _, request := range s.requests[from:s.arrived] {
		log = append(log, *request)
	}
	return log
}

// Write puts the samples until a time that it has not written yet into a Prometheus storage, the start of the run at a time.
func (s *Simulation) Write(ctx context.Context, to storage.Appendable, start time.Time, until time.Duration) error {
	return write(ctx, to, start, s.trace.take(until))
}
