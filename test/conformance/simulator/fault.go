package simulator

import "time"

// Fault is something that goes wrong, or merely differs, somewhere and for a while.
type Fault interface {
	extent() Extent
}

// Extent is where and when a fault acts. Names that are empty stand for all.
type Extent struct {
	Component, Container, Instance, Zone string
	// Until of zero is the end of the trace.
	From, Until time.Duration
}

func (e Extent) extent() Extent { return e }

// active tells whether a time lies within the extent.
func (e Extent) active(at time.Duration) bool {
	return at >= e.From && (e.Until == 0 || at < e.Until)
}

// covers tells whether a place lies within the extent.
func (e Extent) covers(place Place) bool {
	return within(e.Component, place.Component) && within(e.Container, place.Container) &&
		within(e.Instance, place.Instance) && within(e.Zone, place.Zone)
}

func within(wanted, found string) bool { return wanted == "" || wanted == found }

// Place is a copy, or an instance when it has neither component nor container.
type Place struct {
	Component, Container, Instance, Zone string
}

// Rise is how a quantity goes from its normal value to another, evenly over a time or at once, and stays there.
type Rise struct {
	Level float64
	Over  time.Duration
}

// from is the value so long after the beginning.
func (r Rise) from(normal float64, after time.Duration) float64 {
	if after >= r.Over {
		return r.Level
	}
	return normal + (r.Level-normal)*float64(after)/float64(r.Over)
}

// Faults of an engine.
type (
	// KVLeak takes a share of the KV cache, up to Level.
	KVLeak struct {
		Extent
		Rise
	}
	// SlowDecode makes answers come slower by a factor.
	SlowDecode struct {
		Extent
		Factor float64
	}
	// SlowPrefill makes prompts take longer by a factor.
	SlowPrefill struct {
		Extent
		Factor float64
	}
	// Stall stops the engine in the middle of a step: requests run and no token comes. Gauges keep their value,
	// as the engine sets them after a step.
	Stall struct{ Extent }
	// ErrorBurst hits a share of the requests by kind of error. What is refused, fails or is disconnected does not
	// reach the engine.
	ErrorBurst struct {
		Extent
		Refused, Failed, Disconnected, BrokenOff float64
	}
)

// Faults of a container.
type (
	// MemoryDrop is a crash of the model: its requests fail, its GPU memory is freed, and it gets no more requests.
	// Its server goes on publishing unless Silent. At the end it starts afresh.
	MemoryDrop struct {
		Extent
		Silent bool
	}
	// CounterReset restarts a container once it has answered what it has: it gets no requests until then and for
	// the Downtime after it. Counters begin at zero again.
	CounterReset struct {
		Extent
		Downtime time.Duration
	}
	// EngineSilent keeps the engine's series away while all else goes on.
	EngineSilent struct{ Extent }
)

// Faults of a GPU.
type (
	// MemoryLeak takes a share of GPU memory of copies, from what the engine has reserved up to Level.
	MemoryLeak struct {
		Extent
		Rise
	}
	// GPUTemperature heats GPUs to Level degrees Celsius.
	GPUTemperature struct {
		Extent
		Rise
	}
	// XID is an error of a GPU's driver. It stays the last one until the end of the trace.
	XID struct {
		Extent
		Code int
	}
)

// Faults of an instance.
type (
	// DiskFill fills the disk that is mounted at Mountpoint to a share of Level. No mountpoint is the root.
	DiskFill struct {
		Extent
		Rise
		Mountpoint string
	}
	// HostMemory uses a share of an instance's memory.
	HostMemory struct {
		Extent
		Rise
	}
	// HostCPU keeps a share of an instance's cores busy.
	HostCPU struct {
		Extent
		Rise
	}
	// ScrapeGap keeps all series of instances away.
	ScrapeGap struct{ Extent }
)

// Faults of the platform.
type (
	// ZoneStarved keeps requests away from copies, usually those of a zone.
	ZoneStarved struct{ Extent }
	// ZoneLost ends the instances of a zone.
	ZoneLost struct{ Extent }
	// Overhead adds to what SageMaker adds to a request.
	Overhead struct {
		Extent
		Extra time.Duration
	}
	// CapacityErrors are reported by instance type and zone, so many at a time. Without a zone in the extent they occur
	// in every zone.
	CapacityErrors struct {
		Extent
		InstanceType string
		Every        time.Duration
		Count        int
	}
)

// active returns the faults of a kind that act on a place at a time.
func active[F Fault](faults []Fault, place Place, at time.Duration) []F {
	var found []F
	for _, fault := range faults {
		if of, ok := fault.(F); ok && of.extent().active(at) && of.extent().covers(place) {
			found = append(found, of)
		}
	}
	return found
}

func anyActive[F Fault](faults []Fault, place Place, at time.Duration) bool {
	return len(active[F](faults, place, at)) > 0
}
