package simulator

import "time"

// host is an instance in the course of the simulation. Its state is that of the last sample.
type host struct {
	instance *Instance
	servers  []*server
	gpus     []gpu
	seenAt   time.Duration

	// cpuSeconds are those of one core by mode: all are equally busy.
	cpuSeconds map[string]float64
	// memoryUsed and the disks' use are shares.
	memoryUsed float64
	disks      []disk
}

// gpu is one of an instance.
type gpu struct {
	// server is the copy that uses it, if any.
	server *server
	// Shares of the time since the last sample.
	busy, smActive, memoryBusy float64
	temperature                float64
	memoryUsed                 float64
	// xid is the code of the last error, zero for none.
	xid int
}

// disk is a file system.
type disk struct {
	device, kind, mountpoint string
	bytes, used              float64
}

const (
	// What is normal on an instance that serves models.
	idleCPU, cpuPerBusyGPU = 0.04, 0.22
	normalMemory           = 0.42
	// memoryOfIdleGPU is what the driver uses.
	memoryOfIdleGPU                 = 0.006
	idleTemperature, busyRise       = 34.0, 34.0
	temperatureTime                 = 2 * time.Minute
	smOfPrefill, smOfDecode, smMost = 0.9, 0.2, 0.85
	smOfAnswer                      = 0.008
	memoryOfPrefill, memoryOfDecode = 0.3, 0.65
)

// cpuModes are how the busy time of a core divides.
var cpuModes = []struct {
	name  string
	share float64
}{{"user", 0.7}, {"system", 0.25}, {"iowait", 0.05}}

func newHost(instance *Instance) *host {
	h := &host{
		instance: instance, gpus: make([]gpu, instance.GPUs), seenAt: instance.From, cpuSeconds: map[string]float64{},
		disks: []disk{
			{"/dev/nvme0n1p1", "xfs", "/", 120e9, 0.45},
			{"/dev/nvme1n1", "ext4", "/opt/dlami/nvme", 900e9, 0.3},
			{"overlay", "overlay", "/var/lib/docker/overlay2", 120e9, 0.45},
			// Full on purpose: it is no disk.
			{"tmpfs", "tmpfs", "/dev/shm", 16e9, 0.97},
		},
	}
	for i := range h.gpus {
		h.gpus[i].temperature = idleTemperature
	}
	return h
}

// place is where faults find it.
func (h *host) place() Place { return Place{Instance: h.instance.ID, Zone: h.instance.Zone} }

// pass brings the state up to a time.
func (h *host) pass(at time.Duration, faults []Fault) {
	seconds := (at - h.seenAt).Seconds()
	h.seenAt = at
	busy := 0.0
	for i := range h.gpus {
		h.gpus[i].server = h.user(i, at)
		h.gpus[i].pass(at, seconds, faults, h.place())
		busy += h.gpus[i].busy / float64(len(h.gpus))
	}
	for _, server := range h.servers {
		server.engine.work = activity{}
	}

	cpu := idleCPU + cpuPerBusyGPU*busy
	for _, fault := range active[HostCPU](faults, h.place(), at) {
		cpu = max(cpu, fault.from(cpu, at-fault.From))
	}
	h.cpuSeconds["idle"] += (1 - cpu) * seconds
	for _, mode := range cpuModes {
		h.cpuSeconds[mode.name] += cpu * mode.share * seconds
	}
	h.memoryUsed = normalMemory
	for _, fault := range active[HostMemory](faults, h.place(), at) {
		h.memoryUsed = fault.from(normalMemory, at-fault.From)
	}
}

// diskUsed is the share of a disk in use at the time of the last sample.
func (h *host) diskUsed(d disk, faults []Fault) float64 {
	used := d.used
	for _, fault := range active[DiskFill](faults, h.place(), h.seenAt) {
		if d.mountpoint == fault.Mountpoint || (fault.Mountpoint == "" && d.mountpoint == "/") {
			used = fault.from(d.used, h.seenAt-fault.From)
		}
	}
	return used
}

// user is the copy that uses a GPU.
func (h *host) user(gpu int, at time.Duration) *server {
	for _, server := range h.servers {
		first := server.copy.FirstGPU
		if server.exists(at) && gpu >= first && gpu < first+server.component.Profile.GPUs {
			return server
		}
	}
	return nil
}

func (g *gpu) pass(at time.Duration, seconds float64, faults []Fault, place Place) {
	g.busy, g.smActive, g.memoryBusy, g.memoryUsed = 0, 0, 0, memoryOfIdleGPU
	if g.server != nil {
		place = g.server.place
		g.measure(seconds)
		if g.server.loaded(at) {
			g.memoryUsed = g.server.component.Profile.ReservedMemory
		}
		for _, fault := range active[MemoryLeak](faults, place, at) {
			g.memoryUsed = max(g.memoryUsed, fault.from(g.memoryUsed, at-fault.From))
		}
	}
	share := min(seconds/temperatureTime.Seconds(), 1)
	g.temperature += (idleTemperature + busyRise*g.busy - g.temperature) * share
	for _, fault := range active[GPUTemperature](faults, place, at) {
		g.temperature = max(g.temperature, fault.from(g.temperature, at-fault.From))
	}
	for _, fault := range active[XID](faults, place, at) {
		g.xid = fault.Code
	}
}

// measure tells what the copy did with the GPU.
func (g *gpu) measure(seconds float64) {
	if g.server.stalled && g.server.engine.outstanding() > 0 {
		// A kernel that does not end is a busy one.
		g.busy = 1
		return
	}
	work := g.server.engine.work
	if seconds <= 0 || work.busy <= 0 {
		return
	}
	busy, prefill := work.busy.Seconds()/seconds, work.prefill.Seconds()/seconds
	// A step counts when it begins, so a little of the next interval may be in it.
	excess := max(busy, 1)
	decode := (busy - prefill) / excess
	prefill /= excess
	g.busy = busy / excess
	g.smActive = min(smOfPrefill*prefill+smOfDecode*decode+smOfAnswer*work.answers/seconds, smMost)
	g.memoryBusy = memoryOfPrefill*prefill + memoryOfDecode*decode
}

// loaded tells whether the model is in GPU memory.
func (s *server) loaded(at time.Duration) bool {
	start := s.copy.ColdStart
	return !s.ended && !s.crashed && at >= s.downUntil && at >= s.copy.From+start.ModelDownload+start.GPULoad
}
