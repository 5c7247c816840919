package simulator

import "time"

// events are the samples of event series: single ones at the time of an event.
func (c *collector) events(config *Config) []moment {
	var moments []moment
	for _, operation := range config.Operations {
		moments = append(moments, c.event(operation.At+operation.Duration, "e2e_duration", operation.Duration.Seconds(), []string{
			LabelComponent, operation.Component, LabelDirection, operation.Direction, LabelOperation, operation.Type,
		}))
	}
	for _, event := range config.Events {
		zone, kind := event.Zone, event.InstanceType
		if instance := config.instance(event.Instance); instance != nil {
			zone, kind = instance.Zone, instance.Type
		}
		moments = append(moments, c.event(event.At, event.Name, event.Value, []string{
			LabelComponent, event.Component, LabelInstance, event.Instance, LabelZone, zone, LabelInstanceType, kind,
		}))
	}
	for _, fault := range config.Faults {
		if errors, ok := fault.(CapacityErrors); ok {
			moments = append(moments, c.capacityErrors(errors, config)...)
		}
	}
	return moments
}

// coldStart reports each phase of a copy's start at its end, unless the copy has been removed before.
func (c *collector) coldStart(s *server) []moment {
	labels := append(s.instance.labels(), LabelComponent, s.component.Name)
	at := s.copy.From
	var moments []moment
	for _, phase := range []struct {
		name   string
		length time.Duration
	}{
		{"model_download_time", s.copy.ColdStart.ModelDownload},
		{"gpu_load_time", s.copy.ColdStart.GPULoad},
		{"container_start_time", s.copy.ColdStart.ContainerStart},
	} {
		at += phase.length
		if phase.length > 0 {
			report := c.event(at, phase.name, phase.length.Seconds(), labels)
			moments = append(moments, moment{at, thenSamples, func(at time.Duration) {
				if !s.ended {
					report.do(at)
				}
			}})
		}
	}
	return moments
}

func (c *collector) capacityErrors(fault CapacityErrors, config *Config) []moment {
	zones := []string{fault.Zone}
	if fault.Zone == "" {
		zones = config.zones()
	}
	var moments []moment
	for at := fault.From; at < endOr(fault.Until, config.Duration); at += max(fault.Every, time.Second) {
		for _, zone := range zones {
			moments = append(moments, c.event(at, "ice_count", float64(fault.Count), []string{
				LabelZone, zone, LabelInstanceType, fault.InstanceType,
			}))
		}
	}
	return moments
}

func (c *collector) event(at time.Duration, name string, value float64, labels []string) moment {
	return moment{at, thenSamples, func(at time.Duration) { c.add(at, name, value, c.endpoint(), labels) }}
}
