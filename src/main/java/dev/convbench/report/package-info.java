/** One page, self-contained, that shows runs and comparisons. */
package dev.convbench.report;
