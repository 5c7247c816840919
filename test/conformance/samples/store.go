package samples

import (
	"math"
	"strconv"
	"strings"
)

// MaxSeries is how many series of an answer are kept.
const MaxSeries = 10

// digits is how many significant ones are kept.
const digits = 3

// Series is a row of an answer: labels, and a value for each point or NaN where there is none.
type Series struct {
	Labels map[string]string
	Values []float64
}

// Store has the answers of all queries, each row and each set of labels once.
type Store struct {
	From       string              `json:"from"`
	Step       int                 `json:"step"`
	Points     int                 `json:"points"`
	Names      map[string][]string `json:"names"`
	Situations []Situation         `json:"situations"`
	Labels     []map[string]string `json:"labels"`
	Values     []string            `json:"values"`
	// Answers are, by the key of a query and then by situation, pairs of places in Labels and Values.
	Answers map[string][][]int `json:"answers"`

	labelPlaces, valuePlaces map[string]int
}

func newStore() *Store {
	return &Store{
		From: "10:00", Step: int(Step.Seconds()), Points: Points, Names: Names, Situations: Situations(),
		Answers: map[string][][]int{}, labelPlaces: map[string]int{}, valuePlaces: map[string]int{},
	}
}

// add keeps the answer in one situation. Situations come in their order.
func (s *Store) add(key string, rows []Series) {
	pairs := []int{}
	for _, row := range rows[:min(len(rows), MaxSeries)] {
		pairs = append(pairs, s.placeOfLabels(row.Labels), s.placeOfValues(row.Values))
	}
	s.Answers[key] = append(s.Answers[key], pairs)
}

func (s *Store) placeOfLabels(labels map[string]string) int {
	key := sortKey(labels)
	place, known := s.labelPlaces[key]
	if !known {
		place = len(s.Labels)
		s.labelPlaces[key] = place
		s.Labels = append(s.Labels, labels)
	}
	return place
}

func (s *Store) placeOfValues(values []float64) int {
	packed := pack(values)
	place, known := s.valuePlaces[packed]
	if !known {
		place = len(s.Values)
		s.valuePlaces[packed] = place
		s.Values = append(s.Values, packed)
	}
	return place
}

// pack writes values with commas between them and nothing where there is none.
func pack(values []float64) string {
	texts := make([]string, len(values))
	for i, value := range values {
		if !math.IsNaN(value) && !math.IsInf(value, 0) {
			rounded, _ := strconv.ParseFloat(strconv.FormatFloat(value, 'e', digits-1, 64), 64)
			texts[i] = strconv.FormatFloat(rounded, 'f', -1, 64)
		}
	}
	return strings.TrimRight(strings.Join(texts, ","), ",")
}
