package engine

import "testing"

func TestVocabularyHasATokenForEachByte(t *testing.T) {
	vocabulary := byteVocabulary()
	if len(vocabulary) != 258 || len(vocabulary) > vocabularySize {
		t.Errorf("%d tokens; want 2 + 256", len(vocabulary))
	}
	ids := map[int]bool{}
	for _, id := range vocabulary {
		ids[id] = true
	}
	if len(ids) != len(vocabulary) {
		t.Errorf("%d ids for %d tokens", len(ids), len(vocabulary))
	}
	// A blank is U+0100 + 32 in byte-level tokenizers, a line feed U+0100 + 10.
	for _, token := range []string{"a", "~", "Ġ", "Ċ"} {
		if _, found := vocabulary[token]; !found {
			t.Errorf("no token %q", token)
		}
	}
}
