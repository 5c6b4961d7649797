/** The notebook that the project comes from, replayed: each of its cells gives checks, timings and curves. */
package dev.convbench.nn.notebook;
