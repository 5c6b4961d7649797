/** ND4J. */
package dev.convbench.peers.nd4j;
