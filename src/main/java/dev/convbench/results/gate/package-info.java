/**
 * The decisions of a gate as pure functions: from the log ratios of neighbouring forks to suspects, from suspects measured
 * again to regressions. Knows neither files nor processes. {@code docs/regressions.md} explains the choices.
 */
package dev.convbench.results.gate;
