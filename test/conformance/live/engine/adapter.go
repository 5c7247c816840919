package engine

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

const (
	adapterRank    = 8
	bytesPerWeight = 4
)

// tensor is the entry of a tensor in the header of a safetensors file.
type tensor struct {
	Type    string `json:"dtype"`
	Shape   [2]int `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// writeAdapter writes an adapter (LoRA) of the model that writeModel writes. All its weights are zero:
// it changes nothing, but the engine treats requests with it as such.
func writeAdapter(folder string) error {
	header := map[string]tensor{}
	size := 0
	add := func(name string, rows, columns int) {
		bytes := rows * columns * bytesPerWeight
		header[name] = tensor{Type: "F32", Shape: [2]int{rows, columns}, Offsets: [2]int{size, size + bytes}}
		size += bytes
	}
	for layer := range layers {
		projection := fmt.Sprintf("base_model.model.model.layers.%d.self_attn.q_proj", layer)
		add(projection+".lora_A.weight", adapterRank, hiddenSize)
		add(projection+".lora_B.weight", hiddenSize, adapterRank)
	}
	encoded, err := json.Marshal(header)
	if err != nil {
		return err
	}
	content := binary.LittleEndian.AppendUint64(nil, uint64(len(encoded)))
	content = append(content, encoded...)
	content = append(content, make([]byte, size)...)
	if err := os.WriteFile(filepath.Join(folder, "adapter_model.safetensors"), content, 0o600); err != nil {
		return err
	}
	return writeJSON(filepath.Join(folder, "adapter_config.json"), map[string]any{
		"peft_type": "LORA", "task_type": "CAUSAL_LM", "bias": "none",
		"r": adapterRank, "lora_alpha": adapterRank, "target_modules": []string{"q_proj"},
	})
}
