/** oneDNN. */
package dev.convbench.peers.onednn;
