// Package scaling closes the loop: the simulator serves a load with as many copies as an emulation of Application Auto Scaling
// asks for, which PromQL alarms invoke that the engine of Prometheus evaluates over the simulator's series, and target tracking
// alarms over the classic metrics of its request log.
//
// All times are virtual. A run depends on its set-up alone.
package scaling
