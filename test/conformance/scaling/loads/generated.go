package loads

import (
	"math"
	"math/rand/v2"
	"time"

	"cdk-sagemaker-insights/conformance/simulator"
)

const minute = time.Minute

// generated is a load of conversations and reports.
func generated(name string, seed uint64, length time.Duration, copies int, conversations, reported []point) Load {
	return Load{
		Name: name, Duration: length, Seed: seed, Copies: copies,
		Streams: simulator.Load{along(conversation(), seed, length, conversations...), along(reports(), seed, length, reported...)},
	}
}

// Ramp grows from what two copies serve to what seven do, evenly over ten minutes, and back over twenty.
func Ramp() Load {
	rise := func(low, high float64) []point {
		return []point{{0, low}, {10 * minute, low}, {20 * minute, high}, {40 * minute, high}, {60 * minute, low}}
	}
	load := generated("ramp", 11, 80*minute, 2, rise(1.2, 4.6), rise(0.05, 0.2))
	load.Rise = 10 * minute
	return load
}

// Spike is more than twice the traffic within a minute, for ten minutes.
func Spike() Load {
	conversations := []point{{0, 2}, {20 * minute, 2}, {21 * minute, 4.6}, {30 * minute, 4.6}, {31 * minute, 2}}
	load := generated("spike", 12, 60*minute, 3, conversations, []point{{0, 0.08}})
	load.Rise = 20 * minute
	return load
}

// dayLength is how long the day lasts: one of 24 hours would take six times as long to play.
const dayLength = 4 * time.Hour

// Day is a day in four hours: conversations have their low at night and their high in the afternoon, reports are asked for in the
// morning.
func Day() Load {
	const hour = dayLength / 24
	const low, high, peak = 0.8, 4.4, 15
	var conversations []point
	for h := range 25 {
		share := (1 + math.Cos(2*math.Pi*float64(h-peak)/24)) / 2
		conversations = append(conversations, point{time.Duration(h) * hour, low + (high-low)*share})
	}
	morning := []point{{0, 0.02}, {7 * hour, 0.02}, {8 * hour, 0.4}, {11 * hour, 0.4}, {13 * hour, 0.05}}
	return generated("day", 13, dayLength, 2, conversations, morning)
}

// Flapping goes up and down every two to six minutes, between what three copies serve and what five do: faster than copies come.
func Flapping() Load {
	const length = 2 * time.Hour
	random := rand.New(rand.NewPCG(14, 0))
	level, other := 2.0, 3.6
	points := []point{{0, level}}
	for at := time.Duration(0); at < length; {
		at += time.Duration((2 + 4*random.Float64()) * float64(minute))
		points = append(points, point{at, level}, point{at + piece, other})
		level, other = other, level
	}
	return generated("flapping", 14, length, 3, points, []point{{0, 0.1}})
}

// Training is what thresholds and targets are chosen with: levels at random that last for some minutes, with a share of reports at
// random.
func Training() Load {
	const length = 150 * minute
	random := rand.New(rand.NewPCG(15, 0))
	var conversations, reported []point
	for at := time.Duration(0); at < length; {
		perSecond, share := 1+4*random.Float64(), 0.01+0.09*random.Float64()
		until := at + time.Duration((5+10*random.Float64())*float64(minute))
		for _, edge := range []time.Duration{at, until} {
			conversations = append(conversations, point{edge, perSecond * (1 - share)})
			reported = append(reported, point{edge, perSecond * share})
		}
		at = until + time.Duration((1+4*random.Float64())*float64(minute))
	}
	return generated("training", 15, length, 4, conversations, reported)
}

// Generated are the loads that policies are judged by.
func Generated() []Load { return []Load{Ramp(), Spike(), Day(), Flapping()} }
