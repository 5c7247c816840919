//go:build unix && !linux

package engine

import "syscall"

// inOwnGroup starts a process as the head of a group.
func inOwnGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
