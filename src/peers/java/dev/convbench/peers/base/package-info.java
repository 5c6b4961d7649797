/** What all peers share: arguments, memory outside the heap, loading of libraries. */
package dev.convbench.peers.base;
