package dev.convbench.peers.base;

/** The inputs of a pass. */
public enum Tensor {
    /** Input, (mb, ic, ih, iw). */
    X,
    /** Weights, (oc, ic/g, kh, kw). */
    W,
    /** Bias, (oc). */
    B,
    /** Gradient of the output, (mb, oc, oh, ow). */
    DY
}
