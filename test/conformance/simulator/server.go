package simulator

import "time"

// server is a copy of a model in the course of the simulation.
type server struct {
	place     Place
	component *Component
	copy      Copy
	instance  *Instance
	engine    *engine

	// The state by configuration and faults at present.
	stalled, crashed, starved bool
	// leaving ends it, and restarting starts it anew, when it has answered what it has.
	leaving, restarting bool
	downtime            time.Duration
	// ended is for good; downUntil is the end of a restart.
	ended     bool
	downUntil time.Duration
	stalledAt time.Duration
}

func newServer(component *Component, placed Copy, instance *Instance) *server {
	return &server{
		place: Place{
			Component: component.Name, Container: placed.ContainerID, Instance: instance.ID, Zone: instance.Zone,
		},
		component: component, copy: placed, instance: instance, engine: newEngine(component),
	}
}

// advance plays the engine up to a time.
func (s *server) advance(to time.Duration) {
	if s.ended || s.crashed || s.stalled || to < s.copy.ready() {
		return
	}
	s.engine.advance(to)
	if s.engine.outstanding() > 0 {
		return
	}
	// Its last answer came a moment ago: that it ends with the next event is exact enough.
	switch {
	case s.leaving:
		s.ended = true
	case s.restarting:
		s.restarting = false
		s.downUntil = to + s.downtime
		s.engine.restart()
	}
}

// routable tells whether it gets requests.
func (s *server) routable(at time.Duration) bool {
	return s.serving(at) && !s.crashed && !s.starved && !s.leaving && !s.restarting
}

// serving tells whether its container is up.
func (s *server) serving(at time.Duration) bool {
	return !s.ended && at >= s.copy.ready() && at >= s.downUntil
}

// exists tells whether it is placed, serving or not.
func (s *server) exists(at time.Duration) bool { return !s.ended && at >= s.copy.From }

// change applies what configuration and faults say from a time on. The engine has been played up to it.
func (s *server) change(faults []Fault, at time.Duration, instanceEnds bool) {
	if s.ended {
		return
	}
	s.setStalled(anyActive[Stall](faults, s.place, at), at)
	s.setCrashed(anyActive[MemoryDrop](faults, s.place, at), at)
	s.starved = anyActive[ZoneStarved](faults, s.place, at)
	for _, reset := range active[CounterReset](faults, s.place, at) {
		if reset.From == at && !s.crashed {
			s.restarting, s.downtime = true, reset.Downtime
		}
	}
	if instanceEnds {
		s.engine.drop(at)
		s.ended = true
	} else if s.copy.Until > 0 && at >= s.copy.Until {
		s.leaving = true
	}
	s.setSpeed(faults, at)
	s.advance(at)
}

func (s *server) setSpeed(faults []Fault, at time.Duration) {
	s.engine.decodeFactor, s.engine.prefillFactor = 1, 1
	for _, slow := range active[SlowDecode](faults, s.place, at) {
		s.engine.decodeFactor *= slow.Factor
	}
	for _, slow := range active[SlowPrefill](faults, s.place, at) {
		s.engine.prefillFactor *= slow.Factor
	}
	s.engine.leaks = active[KVLeak](faults, s.place, at)
}

func (s *server) setStalled(stalled bool, at time.Duration) {
	switch {
	case stalled && !s.stalled:
		s.stalledAt = at
	case !stalled && s.stalled:
		s.engine.hold(s.stalledAt, at)
	}
	s.stalled = stalled
}

func (s *server) setCrashed(crashed bool, at time.Duration) {
	switch {
	case crashed && !s.crashed:
		s.engine.drop(at)
	case !crashed && s.crashed:
		s.engine.restart()
	}
	s.crashed = crashed
}

// take gives it a request.
func (s *server) take(request *Request, errors ErrorBurst) {
	request.Container, request.Instance = s.copy.ContainerID, s.instance.ID
	request.InstanceType, request.Zone = s.instance.Type, s.instance.Zone
	at := request.Arrival
	luck := request.luck
	switch {
	case luck < errors.Refused:
		request.end(at+refusalTime, Refused)
		s.engine.meters.responses[4]++
		return
	case luck < errors.Refused+errors.Failed:
		request.end(at+refusalTime, Failed)
		s.engine.meters.responses[5]++
		return
	case luck < errors.Refused+errors.Failed+errors.Disconnected:
		request.end(at+refusalTime, Disconnected)
		return
	case luck < errors.Refused+errors.Failed+errors.Disconnected+errors.BrokenOff:
		request.breaksAt = max(request.AnswerTokens/2, 1)
	}
	s.engine.add(request, at)
}

// refusalTime is how long a container takes to answer with an error.
const refusalTime = 3 * time.Millisecond
