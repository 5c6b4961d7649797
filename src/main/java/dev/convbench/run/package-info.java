/**
 * Drives JMH one fork at a time: expands parameters, drops combinations that cannot run, interleaves the forks in rounds,
 * and puts every iteration and fork on disk as it happens.
 */
package dev.convbench.run;
