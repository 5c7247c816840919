package scaling

import (
	"fmt"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

// fleet places copies and takes them away.
type fleet struct {
	simulation *simulator.Simulation
	startup    Startup
	publish    time.Duration
	// instances are the numbers of those that there are, copies how many there have been.
	instances []string
	made      int
	copies    int
	idleSince map[string]time.Duration
	// permanent are the instances that are never given back.
	permanent map[string]bool
}

func newFleet(simulation *simulator.Simulation, config simulator.Config, setup *Setup) *fleet {
	f := &fleet{
		simulation: simulation, startup: setup.Startup, publish: config.PublishInterval, made: len(config.Instances), copies: setup.Load.Copies,
		idleSince: map[string]time.Duration{}, permanent: map[string]bool{},
	}
	for _, instance := range config.Instances {
		f.instances = append(f.instances, instance.ID)
		f.permanent[instance.ID] = true
	}
	return f
}

// staying are the copies that serve or will.
func (f *fleet) staying() []simulator.CopyState {
	var staying []simulator.CopyState
	for _, placed := range f.simulation.Copies(Component) {
		if !placed.Leaving {
			staying = append(staying, placed)
		}
	}
	return staying
}

// serving is how many copies take requests.
func (f *fleet) serving() int {
	count := 0
	for _, placed := range f.staying() {
		if placed.Serving {
			count++
		}
	}
	return count
}

// scaleTo makes as many copies as desired. Those that came last leave first.
func (f *fleet) scaleTo(desired int) error {
	staying := f.staying()
	for len(staying) > desired {
		if err := f.simulation.RemoveCopy(staying[len(staying)-1].ContainerID, simulator.Drain); err != nil {
			return err
		}
		staying = staying[:len(staying)-1]
	}
	for range desired - len(staying) {
		if err := f.add(); err != nil {
			return err
		}
	}
	return nil
}

func (f *fleet) add() error {
	at := f.simulation.Now()
	place := f.free()
	if place == "" {
		at += f.startup.Provisioning
		added := instance(f.made, at, f.publish)
		f.made++
		if err := f.simulation.AddInstance(added); err != nil {
			return err
		}
		place = added.ID
		f.instances = append(f.instances, place)
	}
	added := simulator.Copy{ContainerID: fmt.Sprintf("c-%d", f.copies), Instance: place, From: at, ColdStart: f.startup.ColdStart}
	f.copies++
	return f.simulation.AddCopy(Component, added)
}

// used are the instances with a copy.
func (f *fleet) used() map[string]bool {
	used := map[string]bool{}
	for _, placed := range f.simulation.Copies(Component) {
		used[placed.Instance] = true
	}
	return used
}

// free is an instance whose GPU is free, or empty.
func (f *fleet) free() string {
	used := f.used()
	for _, id := range f.instances {
		if !used[id] {
			return id
		}
	}
	return ""
}

// giveBack ends the instances that have been idle for long.
func (f *fleet) giveBack() error {
	used, now := f.used(), f.simulation.Now()
	var kept []string
	for _, id := range f.instances {
		since, idle := f.idleSince[id]
		switch {
		case used[id] || f.permanent[id]:
			delete(f.idleSince, id)
		case !idle:
			f.idleSince[id] = now
		case now-since >= f.startup.Idle:
			if err := f.simulation.RemoveInstance(id); err != nil {
				return err
			}
			continue
		}
		kept = append(kept, id)
	}
	f.instances = kept
	return nil
}
