/** Ours beside the libraries of others: ratios shape by shape, and whole networks. */
package dev.convbench.results.peers;
