package engine

import (
	"encoding/json"
	"os"
	"path/filepath"
	"unicode/utf8"
)

const (
	maxContextTokens = 512
	vocabularySize   = 320
	layers           = 2
	hiddenSize       = 128
)

// writeModel writes a model that is small enough to answer in milliseconds on a processor. It has no
// weights: the engine makes them up. Its tokenizer has one token for each byte, so whoever sends a
// prompt knows its tokens without asking.
func writeModel(folder string) error {
	for name, content := range map[string]any{
		"config.json": map[string]any{
			"architectures": []string{"LlamaForCausalLM"}, "model_type": "llama", "torch_dtype": "bfloat16",
			"hidden_size": hiddenSize, "intermediate_size": 256, "num_hidden_layers": layers,
			"num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 64, "hidden_act": "silu",
			"vocab_size": vocabularySize, "max_position_embeddings": maxContextTokens,
			"rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": false,
			"bos_token_id": 0, "eos_token_id": 1,
		},
		"tokenizer_config.json": map[string]any{
			"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>",
		},
		"tokenizer.json": map[string]any{
			"version":        "1.0",
			"added_tokens":   []any{specialToken(0, "<s>"), specialToken(1, "</s>")},
			"pre_tokenizer":  byteLevel(false),
			"decoder":        byteLevel(true),
			"post_processor": nil, "normalizer": nil, "truncation": nil, "padding": nil,
			"model": map[string]any{"type": "BPE", "vocab": byteVocabulary(), "merges": []string{}},
		},
	} {
		if err := writeJSON(filepath.Join(folder, name), content); err != nil {
			return err
		}
	}
	return nil
}

func writeJSON(path string, content any) error {
	encoded, err := json.Marshal(content)
	if err != nil {
		return err
	}
	return os.WriteFile(path, encoded, 0o600)
}

func specialToken(id int, text string) map[string]any {
	return map[string]any{
		"id": id, "content": text, "special": true,
		"single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
	}
}

func byteLevel(addPrefixSpace bool) map[string]any {
	return map[string]any{"type": "ByteLevel", "add_prefix_space": addPrefixSpace, "trim_offsets": true, "use_regex": true}
}

// byteVocabulary gives each byte a token. Byte-level tokenizers spell a byte that does not print as a
// character from U+0100 on.
func byteVocabulary() map[string]int {
	vocabulary := map[string]int{"<s>": 0, "</s>": 1}
	substitute := rune(0x100)
	for value := rune(0); value <= 0xff; value++ {
		spelled := value
		if !printsInByteLevel(value) {
			spelled = substitute
			substitute++
		}
		vocabulary[string(utf8.AppendRune(nil, spelled))] = len(vocabulary)
	}
	return vocabulary
}

func printsInByteLevel(value rune) bool {
	return value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae
}
