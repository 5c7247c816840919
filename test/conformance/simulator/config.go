package simulator

import "time"

// Config says what is simulated. All times are virtual: durations since the start of the trace.
type Config struct {
	// Duration is how long requests arrive and samples are taken.
	Duration time.Duration
	// PublishInterval is the time between two samples of a series.
	PublishInterval time.Duration
	// Seed is what everything random is drawn with.
	Seed uint64

	// Endpoint and Variant are names. Account and Region appear in labels and dimensions.
	Endpoint, Variant, Account, Region string

	Instances  []Instance
	Components []Component
	Routing    Routing
	Faults     []Fault
	// Operations are scaling operations and updates. They are reported only: what they do to copies and
	// instances is in the times of those.
	Operations []Operation
	// Events are further samples of event series.
	Events []Event
}

// Instance is a machine.
type Instance struct {
	ID, Type, Zone string
	// GPUs is how many it has, each with GPUMemoryMiB; GPUModel is what the driver calls them.
	GPUs         int
	GPUMemoryMiB int
	GPUModel     string
	// CPUs is how many cores it has, MemoryBytes how much memory.
	CPUs        int
	MemoryBytes float64
	// From and Until bound its life; an Until of zero is never. Whatever runs on it at its end fails.
	From, Until time.Duration
	// ScrapeOffset is when within the publish interval its collector takes samples.
	ScrapeOffset time.Duration
}

// EngineKind is a serving engine.
type EngineKind string

// The engines whose series are known.
const (
	VLLM   EngineKind = "vllm"
	SGLang EngineKind = "sglang"
)

// Component is a model on an endpoint.
type Component struct {
	// Name is empty for the only model of an endpoint without inference components: series then carry no
	// component.
	Name      string
	ModelName string
	Engine    EngineKind
	Profile   Profile
	Copies    []Copy
	Load      Load
	// Recorded are requests besides those of the load.
	Recorded []Arrival
}

// Copy is a container that serves a model.
type Copy struct {
	ContainerID string
	// Instance is the ID of the machine that it is placed on. It uses as many GPUs as its profile says, beginning with
	// FirstGPU.
	Instance string
	FirstGPU int
	// From is when it is placed. It serves after its cold start, which takes no time when it is zero.
	From      time.Duration
	ColdStart ColdStart
	// Until is when it takes no more requests; zero is never. It ends when those that it has are answered.
	Until time.Duration
}

// ready is when the copy begins to serve.
func (c Copy) ready() time.Duration { return c.From + c.ColdStart.total() }

// ColdStart is how long the phases of a start take, in their order.
type ColdStart struct {
	ModelDownload, GPULoad, ContainerStart time.Duration
}

func (c ColdStart) total() time.Duration { return c.ModelDownload + c.GPULoad + c.ContainerStart }

// Routing decides which copy gets a request.
type Routing int

const (
	// LeastOutstanding chooses a copy with the fewest requests, in turn among equals.
	LeastOutstanding Routing = iota
	// Random chooses any.
	Random
)

// The directions of scaling.
const (
	ScaleOut = "ScaleOut"
	ScaleIn  = "ScaleIn"
)

// Operation is a scaling operation or an update.
type Operation struct {
	// At is when it begins. It is reported when it ends.
	At, Duration time.Duration
	// Component is empty for an operation on instances.
	Component string
	// Direction is ScaleOut, ScaleIn, or empty for neither.
	Direction string
	Type      string
}

// Event is a sample of an event series, such as rebalancing_blocked.
type Event struct {
	Name  string
	At    time.Duration
	Value float64
	// Component, Instance and Zone become labels where they are not empty. An instance brings its zone and type.
	Component, Instance, Zone, InstanceType string
}
