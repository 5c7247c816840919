// Package engine runs the serving engine whose metrics are compared with what its client measures.
package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

const (
	// ModelName and AdapterName are what requests call the model and its adapter.
	ModelName, AdapterName = "tiny", "extra"
	// MaxConcurrentRequests is how many requests the engine runs at once; others wait.
	MaxConcurrentRequests = 8

	// CacheBlocks is how many blocks of CacheBlockSize tokens the cache has for requests: a few fill it.
	CacheBlocks, CacheBlockSize = 31, 32
	// The engine keeps one block for itself.
	reservedBlocks = 1

	startTimeout = 3 * time.Minute
	stopTimeout  = 20 * time.Second
)

// VLLM is a running vLLM server with a made-up model.
type VLLM struct {
	// URL is the server's address, without a path.
	URL string
	// Version is the server's version.
	Version string

	command *exec.Cmd
	ended   chan struct{}
}

// StartVLLM starts vLLM from a Python interpreter that has it installed and waits until it is ready.
// The server listens on the loopback interface only and ends with the context at the latest. Files,
// among them the log, go to the folder.
func StartVLLM(ctx context.Context, python, folder string) (*VLLM, error) {
	modelFolder, adapterFolder := filepath.Join(folder, ModelName), filepath.Join(folder, AdapterName)
	if err := errors.Join(os.Mkdir(modelFolder, 0o700), os.Mkdir(adapterFolder, 0o700)); err != nil {
		return nil, err
	}
	if err := errors.Join(writeModel(modelFolder), writeAdapter(adapterFolder)); err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	logPath := filepath.Join(folder, "engine.log")
	log, err := os.Create(logPath)
	if err != nil {
		return nil, err
	}
	defer log.Close()

	server := &VLLM{URL: "http://127.0.0.1:" + port, ended: make(chan struct{})}
	server.command = exec.CommandContext(ctx, python, "-m", "vllm.entrypoints.openai.api_server",
		"--model", modelFolder, "--served-model-name", ModelName, "--load-format", "dummy", "--seed", "1",
		"--host", "127.0.0.1", "--port", port, "--enforce-eager", "--disable-uvicorn-access-log",
		"--max-model-len", strconv.Itoa(maxContextTokens),
		"--max-num-seqs", strconv.Itoa(MaxConcurrentRequests),
		"--block-size", strconv.Itoa(CacheBlockSize),
		"--num-gpu-blocks-override", strconv.Itoa(CacheBlocks+reservedBlocks),
		"--enable-lora", "--max-lora-rank", strconv.Itoa(adapterRank), "--lora-modules", AdapterName+"="+adapterFolder,
		// Answers tell how many tokens of the prompt were found in the cache.
		"--enable-prompt-tokens-details")
	server.command.Env = append(os.Environ(),
		"VLLM_CPU_KVCACHE_SPACE=1", "VLLM_CPU_OMP_THREADS_BIND=nobind", "OMP_NUM_THREADS=1",
		// The server takes requests to break off answers in this mode only.
		"VLLM_SERVER_DEV_MODE=1",
		"TMPDIR="+folder, "VLLM_NO_USAGE_STATS=1", "DO_NOT_TRACK=1", "HF_HUB_OFFLINE=1", "VLLM_LOGGING_LEVEL=WARNING")
	server.command.Stdout, server.command.Stderr = log, log
	// The server has child processes; a group of its own lets all of them be ended together.
	server.command.SysProcAttr = inOwnGroup()
	server.command.Cancel = func() error { return server.signal(syscall.SIGKILL) }

	if err := server.command.Start(); err != nil {
		return nil, fmt.Errorf("vLLM does not start: %w", err)
	}
	go func() {
		_ = server.command.Wait()
		close(server.ended)
	}()
	if err := server.awaitReady(ctx); err != nil {
		server.Stop()
		return nil, fmt.Errorf("%w; the end of its log:\n%s", err, tail(logPath))
	}
	return server, nil
}

// AbortAll makes the server break off all answers, and take requests again.
func (s *VLLM) AbortAll(ctx context.Context) error {
	for _, path := range []string{"/pause?mode=abort", "/resume"} {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+path, nil)
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: the server answers %s", path, response.Status)
		}
	}
	return nil
}

// Stop ends the server and waits for it.
func (s *VLLM) Stop() {
	_ = s.signal(syscall.SIGTERM)
	select {
	case <-s.ended:
	case <-time.After(stopTimeout):
	}
	// Children that outlived their parent are still members of the group.
	_ = s.signal(syscall.SIGKILL)
	<-s.ended
}

func (s *VLLM) signal(signal syscall.Signal) error {
	return syscall.Kill(-s.command.Process.Pid, signal)
}

func (s *VLLM) awaitReady(ctx context.Context) error {
	deadline := time.After(startTimeout)
	poll := time.NewTicker(500 * time.Millisecond)
	defer poll.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-deadline:
			return fmt.Errorf("vLLM is not ready after %s", startTimeout)
		case <-s.ended:
			return errors.New("vLLM ended while starting")
		case <-poll.C:
			if version, err := s.askVersion(ctx); err == nil {
				s.Version = version
				return nil
			}
		}
	}
}

func (s *VLLM) askVersion(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/version", nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()

	var answer struct{ Version string }
	err = json.NewDecoder(response.Body).Decode(&answer)
	return answer.Version, err
}

func freePort() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	return port, err
}

func tail(path string) string {
	const most = 4000
	file, err := os.Open(path)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Size() > most {
		_, _ = file.Seek(-most, io.SeekEnd)
	}
	text, _ := io.ReadAll(file)
	return string(text)
}
