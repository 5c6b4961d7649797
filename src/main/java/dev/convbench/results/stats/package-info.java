/**
 * The statistics of a comparison, as pure functions: from the iterations of a fork to its value, from the forks of two
 * sides to an effect with an interval, from all effects of a comparison to verdicts. Knows neither files nor JMH.
 * {@code docs/comparing.md} explains the choices and gives the measured error rates.
 */
package dev.convbench.results.stats;
