package simulator

import "time"

// events adds the event series: single samples at the time of an event.
func (c *collector) events(config *Config) {
	for _, operation := range config.Operations {
		c.event(operation.At+operation.Duration, "e2e_duration", operation.Duration.Seconds(), []string{
			LabelComponent, operation.Component, LabelDirection, operation.Direction, LabelOperation, operation.Type,
		})
	}
	for _, event := range config.Events {
		zone, kind := event.Zone, event.InstanceType
		if instance := config.instance(event.Instance); instance != nil {
			zone, kind = instance.Zone, instance.Type
		}
		c.event(event.At, event.Name, event.Value, []string{
			LabelComponent, event.Component, LabelInstance, event.Instance, LabelZone, zone, LabelInstanceType, kind,
		})
	}
	for _, component := range config.Components {
		for _, placed := range component.Copies {
			c.coldStart(component.Name, placed, config)
		}
	}
	for _, fault := range config.Faults {
		if errors, ok := fault.(CapacityErrors); ok {
			c.capacityErrors(errors, config)
		}
	}
}

// coldStart reports each phase at its end.
func (c *collector) coldStart(component string, placed Copy, config *Config) {
	labels := append(config.instance(placed.Instance).labels(), LabelComponent, component)
	at := placed.From
	for _, phase := range []struct {
		name   string
		length time.Duration
	}{
		{"model_download_time", placed.ColdStart.ModelDownload},
		{"gpu_load_time", placed.ColdStart.GPULoad},
		{"container_start_time", placed.ColdStart.ContainerStart},
	} {
		at += phase.length
		if phase.length > 0 {
			c.event(at, phase.name, phase.length.Seconds(), labels)
		}
	}
}

func (c *collector) capacityErrors(fault CapacityErrors, config *Config) {
	zones := []string{fault.Zone}
	if fault.Zone == "" {
		zones = config.zones()
	}
	for at := fault.From; at < endOr(fault.Until, config.Duration); at += max(fault.Every, time.Second) {
		for _, zone := range zones {
			c.event(at, "ice_count", float64(fault.Count), []string{LabelZone, zone, LabelInstanceType, fault.InstanceType})
		}
	}
}

// event adds a sample unless the trace is over by then.
func (c *collector) event(at time.Duration, name string, value float64, labels []string) {
	if at <= c.config.Duration {
		c.add(at, name, value, c.endpoint(), labels)
	}
}
