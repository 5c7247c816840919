package simulator

import (
	"strconv"
	"strings"
	"time"
)

// host takes the samples of an instance: of the node exporter, of the DCGM exporter and of its containers.
func (c *collector) host(h *host, at time.Duration, faults []Fault) {
	if anyActive[ScrapeGap](faults, h.place(), at) {
		return
	}
	c.node(h, at, faults)
	for i := range h.gpus {
		c.gpu(h, i, at)
	}
	for _, server := range h.servers {
		if server.publishes(faults, at) {
			c.engine(server, at)
		}
	}
}

// publishes tells whether the engine's series arrive.
func (s *server) publishes(faults []Fault, at time.Duration) bool {
	if !s.serving(at) || anyActive[EngineSilent](faults, s.place, at) {
		return false
	}
	for _, drop := range active[MemoryDrop](faults, s.place, at) {
		if drop.Silent {
			return false
		}
	}
	return true
}

// node is what the node exporter tells.
func (c *collector) node(h *host, at time.Duration, faults []Fault) {
	endpoint, labels := c.endpoint(), h.instance.labels()
	for cpu := range h.instance.CPUs {
		for _, mode := range []string{"idle", "user", "system", "iowait"} {
			c.add(at, "node_cpu_seconds_total", h.cpuSeconds[mode], endpoint, labels,
				[]string{"cpu", strconv.Itoa(cpu), "mode", mode})
		}
	}
	total := h.instance.MemoryBytes
	c.add(at, "node_memory_MemTotal_bytes", total, endpoint, labels)
	c.add(at, "node_memory_MemAvailable_bytes", total*(1-h.memoryUsed), endpoint, labels)
	for _, disk := range h.disks {
		own := []string{"device", disk.device, "fstype", disk.kind, "mountpoint", disk.mountpoint}
		c.add(at, "node_filesystem_size_bytes", disk.bytes, endpoint, labels, own)
		c.add(at, "node_filesystem_avail_bytes", disk.bytes*(1-h.diskUsed(disk, faults)), endpoint, labels, own)
	}
}

// gpu is what the DCGM exporter tells, with the copy that uses the GPU.
func (c *collector) gpu(h *host, index int, at time.Duration) {
	g := h.gpus[index]
	endpoint, labels := c.endpoint(), h.instance.labels()
	if g.server != nil {
		labels = g.server.labels()
	}
	own := []string{
		"gpu", strconv.Itoa(index), "UUID", uuid(h.instance.ID, index), "device", "nvidia" + strconv.Itoa(index),
		"modelName", h.instance.GPUModel,
	}
	add := func(name string, value float64) { c.add(at, name, value, endpoint, labels, own) }
	memory := float64(h.instance.GPUMemoryMiB)
	add("DCGM_FI_DEV_GPU_UTIL", 100*g.busy)
	add("DCGM_FI_DEV_MEM_COPY_UTIL", 100*g.memoryBusy)
	add("DCGM_FI_DEV_FB_USED", memory*g.memoryUsed)
	add("DCGM_FI_DEV_FB_FREE", memory*(1-g.memoryUsed))
	add("DCGM_FI_DEV_GPU_TEMP", g.temperature)
	add("DCGM_FI_DEV_MEMORY_TEMP", g.temperature+memoryIsHotter)
	add("DCGM_FI_PROF_SM_ACTIVE", g.smActive)
	if g.xid > 0 {
		c.add(at, "DCGM_FI_DEV_XID_ERRORS", float64(g.xid), endpoint, labels, own, []string{"err_code", strconv.Itoa(g.xid)})
	}
}

// memoryIsHotter is by how many degrees a GPU's memory is hotter than the GPU.
const memoryIsHotter = 8

// uuid is a made-up identity of a GPU.
func uuid(instance string, index int) string {
	digits := strconv.FormatUint(hash(instance, strconv.Itoa(index)), 16)
	return "GPU-" + strings.Repeat("0", 16-len(digits)) + digits
}
