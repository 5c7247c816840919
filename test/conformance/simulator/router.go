package simulator

import "time"

// router gives the requests of a component to its copies.
type router struct {
	policy  Routing
	servers []*server
	faults  []Fault
	// turn is at which copy the search among equals begins.
	turn int
}

// route finds a copy for a request, or ends it.
func (r *router) route(request *Request) {
	at := request.Arrival
	chosen := r.choose(at, request.choice)
	if chosen == nil {
		request.end(at, r.reasonForNone(at))
		return
	}
	for _, extra := range active[Overhead](r.faults, chosen.place, at) {
		request.Overhead += extra.Extra
	}
	var errors ErrorBurst
	for _, burst := range active[ErrorBurst](r.faults, chosen.place, at) {
		errors.Refused += burst.Refused
		errors.Failed += burst.Failed
		errors.Disconnected += burst.Disconnected
		errors.BrokenOff += burst.BrokenOff
	}
	chosen.take(request, errors)
}

func (r *router) choose(at time.Duration, choice float64) *server {
	var candidates []*server
	for _, s := range r.servers {
		if s.routable(at) {
			candidates = append(candidates, s)
		}
	}
	if len(candidates) == 0 {
		return nil
	}
	if r.policy == Random {
		return candidates[int(choice*float64(len(candidates)))]
	}
	first := r.turn % len(candidates)
	r.turn++
	least := candidates[first]
	for i := range candidates {
		s := candidates[(first+i)%len(candidates)]
		if s.engine.outstanding() < least.engine.outstanding() {
			least = s
		}
	}
	return least
}

func (r *router) reasonForNone(at time.Duration) Status {
	for _, s := range r.servers {
		if s.exists(at) {
			return Unserved
		}
	}
	return NoCapacity
}
