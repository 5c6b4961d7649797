/** PyTorch through the Deep Java Library. */
package dev.convbench.peers.pytorch;
