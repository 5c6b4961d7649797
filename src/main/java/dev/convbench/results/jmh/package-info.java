/** Reads the JSON of JMH, of any version and any project, in a stream: it keeps a value a fork, not every iteration. */
package dev.convbench.results.jmh;
