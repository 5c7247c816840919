package autoscaling

import "time"

// direction is that of a scaling activity.
type direction int

const (
	out direction = iota
	in
)

// cooldown is what a scaling activity leaves behind.
type cooldown struct {
	length time.Duration
	// added is by how much capacity has risen since the activity that began it.
	added int
	// goal is the capacity that ends the activity, and until the end of the cooldown once it has ended.
	goal    int
	running bool
	until   time.Duration
}

func (c *cooldown) active(at time.Duration) bool { return c != nil && (!c.running || at < c.until) }

// cooldowns are those of a target in one direction, by policy unless they are shared.
type cooldowns map[string]*cooldown

func (c cooldowns) start(key string, at time.Duration, length time.Duration, added, goal int, fromDecision bool) {
	next := &cooldown{length: length, added: added, goal: goal}
	if before := c[key]; before.active(at) {
		next.added += before.added
	}
	if fromDecision {
		next.running, next.until = true, at+length
	}
	c[key] = next
}

// served begins the cooldowns of the activities that have ended.
func (c cooldowns) served(at time.Duration, serving int, desired int) {
	for _, each := range c {
		if !each.running && serving >= min(each.goal, desired) {
			each.running, each.until = true, at+each.length
		}
	}
}
