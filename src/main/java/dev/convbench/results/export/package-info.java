/** Results in the formats of services that draw and watch benchmarks over time. Knows the formats only, not the services. */
package dev.convbench.results.export;
