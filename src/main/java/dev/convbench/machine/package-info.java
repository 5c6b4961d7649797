/**
 * What the results of a run depend on: processor, memory, operating system, JVM; and a quick look at whether the machine is
 * quiet enough to measure on. Nothing here names a host, a user or a directory.
 */
package dev.convbench.machine;
