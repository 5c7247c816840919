package engine

import "syscall"

// inOwnGroup starts a process as the head of a group. Should its parent be killed, the kernel asks it
// to end, which it passes on to its children.
func inOwnGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
