/** Matrix products of libraries under a column matrix made in Java. */
package dev.convbench.peers.blas;
