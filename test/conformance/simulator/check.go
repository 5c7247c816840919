package simulator

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// check finds what would make a run meaningless.
func (c *Config) check() error {
	problems := c.checkInstances()
	if c.Duration <= 0 || c.PublishInterval <= 0 {
		problems = append(problems, fmt.Errorf("duration %s and publish interval %s must be positive", c.Duration, c.PublishInterval))
	}
	names := map[string]bool{}
	for _, component := range c.Components {
		if names[component.Name] {
			problems = append(problems, fmt.Errorf("component %q exists twice", component.Name))
		}
		names[component.Name] = true
		for _, problem := range component.check() {
			problems = append(problems, fmt.Errorf("component %q: %w", component.Name, problem))
		}
	}
	problems = append(problems, c.checkPlaces()...)
	for _, fault := range c.Faults {
		if err := c.checkExtent(fault.extent()); err != nil {
			problems = append(problems, fmt.Errorf("%T: %w", fault, err))
		}
	}
	return errors.Join(problems...)
}

func (c *Config) checkInstances() []error {
	var problems []error
	for i, instance := range c.Instances {
		if c.instance(instance.ID) != &c.Instances[i] {
			problems = append(problems, fmt.Errorf("instance %s exists twice", instance.ID))
		}
		if instance.ScrapeOffset < 0 || instance.ScrapeOffset >= c.PublishInterval {
			problems = append(problems,
				fmt.Errorf("instance %s: a scrape offset of %s does not fit in the publish interval", instance.ID, instance.ScrapeOffset))
		}
	}
	return problems
}

func (c *Component) check() []error {
	var problems []error
	profile := c.Profile
	if c.Engine != VLLM && c.Engine != SGLang {
		problems = append(problems, fmt.Errorf("unknown engine %q", c.Engine))
	}
	if profile.KVCacheTokens <= 0 || profile.MaxBatch <= 0 || profile.PrefillSlice <= 0 || profile.GPUs <= 0 {
		problems = append(problems, errors.New("its profile has no KV cache, no batch, no prefill slice or no GPU"))
	}
	for _, stream := range c.Load {
		if stream.Prompt.Min < 1 || stream.Answer.Min < 1 {
			problems = append(problems, errors.New("lengths must be at least 1"))
		}
		if stream.Prompt.Max+stream.Answer.Max > profile.KVCacheTokens {
			problems = append(problems, errors.New("its longest request does not fit in the KV cache"))
		}
	}
	for _, arrival := range c.Recorded {
		if arrival.PromptTokens < 1 || arrival.AnswerTokens < 1 {
			problems = append(problems, fmt.Errorf("the request recorded at %s has no prompt or no answer", arrival.At))
		}
		if arrival.PromptTokens+arrival.AnswerTokens > profile.KVCacheTokens {
			problems = append(problems, fmt.Errorf("the request recorded at %s does not fit in the KV cache", arrival.At))
		}
	}
	return problems
}

// tenant is a copy on a GPU.
type tenant struct {
	gpu         string
	copy        string
	from, until time.Duration
}

// checkPlaces makes sure that every copy has GPUs of its own.
func (c *Config) checkPlaces() []error {
	var problems []error
	var tenants []tenant
	for _, component := range c.Components {
		for _, placed := range component.Copies {
			instance := c.instance(placed.Instance)
			if instance == nil || placed.FirstGPU+component.Profile.GPUs > instance.GPUs {
				problems = append(problems, fmt.Errorf("copy %s: no instance %q with so many GPUs", placed.ContainerID, placed.Instance))
				continue
			}
			for i := range component.Profile.GPUs {
				next := tenant{
					fmt.Sprintf("%s/%d", placed.Instance, placed.FirstGPU+i), placed.ContainerID, placed.From, endOr(placed.Until, c.Duration),
				}
				for _, other := range tenants {
					if other.gpu == next.gpu && other.from < next.until && next.from < other.until {
						problems = append(problems, fmt.Errorf("copies %s and %s use the same GPU %s", other.copy, next.copy, next.gpu))
					}
				}
				tenants = append(tenants, next)
			}
		}
	}
	return problems
}

// endOr is an end, or that of the trace where there is none.
func endOr(until, duration time.Duration) time.Duration {
	if until == 0 {
		return duration
	}
	return until
}

// checkExtent refuses names that do not exist: a fault that hits nothing would look like health.
func (c *Config) checkExtent(extent Extent) error {
	if extent.Until != 0 && extent.Until <= extent.From {
		return fmt.Errorf("it ends at %s and begins at %s", extent.Until, extent.From)
	}
	components, containers, zones := []string{""}, []string{""}, append(c.zones(), "")
	for _, component := range c.Components {
		components = append(components, component.Name)
		for _, placed := range component.Copies {
			containers = append(containers, placed.ContainerID)
		}
	}
	switch {
	case !slices.Contains(components, extent.Component):
		return fmt.Errorf("no component %q", extent.Component)
	case !slices.Contains(containers, extent.Container):
		return fmt.Errorf("no container %q", extent.Container)
	case extent.Instance != "" && c.instance(extent.Instance) == nil:
		return fmt.Errorf("no instance %q", extent.Instance)
	case !slices.Contains(zones, extent.Zone):
		return fmt.Errorf("no zone %q", extent.Zone)
	}
	return nil
}

// instance finds an instance by its ID.
func (c *Config) instance(id string) *Instance {
	i := slices.IndexFunc(c.Instances, func(instance Instance) bool { return instance.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Instances[i]
}

// zones are those with instances, in the order of the configuration.
func (c *Config) zones() []string {
	var zones []string
	for _, instance := range c.Instances {
		if !slices.Contains(zones, instance.Zone) {
			zones = append(zones, instance.Zone)
		}
	}
	return zones
}
