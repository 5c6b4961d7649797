/** ONNX Runtime. */
package dev.convbench.peers.onnx;
