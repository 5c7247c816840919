package alarms

import "time"

// truth tells whether something is wrong at a time, as far as samples show it.
type truth func(w world, at time.Duration) bool

func always(truths ...truth) truth {
	return func(w world, at time.Duration) bool {
		for _, one := range truths {
			if !one(w, at) {
				return false
			}
		}
		return true
	}
}

func not(one truth) truth {
	return func(w world, at time.Duration) bool { return !one(w, at) }
}

func kvAbove(share float64) truth {
	return func(w world, at time.Duration) bool { return w.most("vllm:kv_cache_usage_perc", at, ofQwen) > share }
}

func waitingAbove(requests float64) truth {
	return func(w world, at time.Duration) bool {
		return w.most("vllm:num_requests_waiting", at, ofQwen) > requests
	}
}

func preempted(w world, at time.Duration) bool {
	return w.rise("vllm:num_preemptions_total", at-window, at, ofQwen) > 0
}

// isLate is more than one request in a hundred within five minutes that took more than two seconds.
func isLate(w world, at time.Duration) bool { return w.latePercent(at-window, at, ofQwen) > 1 }

// burns is a share of late requests within a longer time and a shorter one. Of an hour there are 60 samples, 59 minutes apart.
func burns(percent float64, long, short time.Duration) truth {
	return func(w world, at time.Duration) bool {
		return w.latePercent(at-long+time.Minute, at, ofQwen) > percent && w.latePercent(at-short+time.Minute, at, ofQwen) > percent
	}
}

// isUnusual is a latency three times as high as the average of every five minutes up to an hour ago.
func isUnusual(w world, at time.Duration) bool {
	sum, count := 0.0, 0.0
	for before := time.Duration(0); before <= at-time.Hour; before += 5 * time.Minute {
		// There are no requests yet where there is no earlier sample.
		if usual := w.slowest(before, ofQwen); usual >= 0 {
			sum += usual
			count++
		}
	}
	now := w.slowest(at, ofQwen)
	return now > 0.5 && now > 3*sum/count
}

// isStuck is a queue of ten minutes: ten samples.
func isStuck(w world, at time.Duration) bool {
	for before := at - 9*time.Minute; before <= at; before += time.Minute {
		if !waitingAbove(5)(w, before) {
			return false
		}
	}
	return true
}

func hasCopies(n int) truth {
	return func(w world, at time.Duration) bool { return w.copies(at, ofQwen) >= n }
}

// isStarved is a zone with half of the copies and less than 30 % of half of the requests.
func isStarved(w world, at time.Duration) bool {
	share := w.rise("vllm:request_success_total", at-window, at, ofZone) / w.rise("vllm:request_success_total", at-window, at, ofQwen)
	return share < 0.15
}

func gpuMemoryAbove(share float64) truth {
	return func(w world, at time.Duration) bool { return w.gpuMemory(at, of{"@resource.host.id", "i-2"}) > share }
}

func isHot(w world, at time.Duration) bool {
	return w.most("DCGM_FI_DEV_GPU_TEMP", at, of{"@resource.host.id", "i-2"}) > 85
}

// yieldsLittle is an instance with fewer than 50 tokens per second, while requests wait on it.
func yieldsLittle(w world, at time.Duration) bool {
	instance := of{"@resource.host.id", "i-1"}
	return w.rise("vllm:generation_tokens_total", at-window, at, instance)/window.Seconds() < 50 &&
		w.most("vllm:num_requests_waiting", at, instance) > 0
}

// areGone is when the last sample of all of some copies is too old.
func areGone(containers ...string) truth {
	return func(w world, at time.Duration) bool {
		for _, container := range containers {
			if at-w.lastSample(container) < held {
				return false
			}
		}
		return true
	}
}
