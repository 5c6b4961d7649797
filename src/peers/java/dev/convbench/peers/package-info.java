/** What Java users take today, as strategies: measured and checked beside ours, never part of the product. */
package dev.convbench.peers;
